"""The environment's settings, and which places the dashboard may open."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dedup_core.errors import DedupError, SourceError
from dedup_core.settings import Settings, default_workspace, from_environment


def _settings(*roots: Path, **environment: str) -> Settings:
    return from_environment({"DEDUP_ROOTS": os.pathsep.join(map(str, roots)), **environment})


def test_an_empty_environment_gives_defaults_that_are_safe_alone() -> None:
    settings = from_environment({})

    assert settings.workspace == default_workspace()
    assert settings.roots == (Path.home().resolve(),)
    assert settings.allowed_hosts == ()
    assert (settings.max_pixels, settings.max_upload_bytes) == (200_000_000, 32 << 30)


def test_every_setting_is_read_from_the_environment(tmp_path: Path) -> None:
    environment = {"DEDUP_WORKSPACE": str(tmp_path / "w"), "DEDUP_MAX_PIXELS": "5"}
    environment |= {"DEDUP_MAX_UPLOAD_BYTES": "6", "DEDUP_ALLOWED_HOSTS": "a.example, b.example,"}

    settings = _settings(tmp_path / "a", tmp_path / "b", **environment)

    assert settings.workspace == tmp_path / "w"
    assert settings.roots == (tmp_path / "a", tmp_path / "b")
    assert settings.allowed_hosts == ("a.example", "b.example")
    assert (settings.max_pixels, settings.max_upload_bytes) == (5, 6)


@pytest.mark.parametrize("name", ["DEDUP_MAX_PIXELS", "DEDUP_MAX_UPLOAD_BYTES"])
@pytest.mark.parametrize("text", ["0", "-1", "many", "1.5", "1e9", "inf", "٣x"])
def test_a_number_that_makes_no_sense_is_named(name: str, text: str) -> None:
    with pytest.raises(DedupError, match=f"{name} is .*must be a whole number above 0"):
        from_environment({name: text})


def test_a_place_below_a_root_is_permitted(tmp_path: Path) -> None:
    settings = _settings(tmp_path / "other", tmp_path / "root")

    for place in ("root", "root/", "root/a/../b", "root/not/there"):
        found = settings.permitted(f" {tmp_path}/{place} ")

        assert found == Path(os.path.normpath(tmp_path / place))


@pytest.mark.parametrize("place", ["root/..", "root/../secret", "root/a/../../secret", "rootless"])
def test_a_place_that_leads_out_of_a_root_is_refused(place: str, tmp_path: Path) -> None:
    settings = _settings(tmp_path / "root")

    with pytest.raises(SourceError, match=r"is outside the folders .*DEDUP_ROOTS"):
        settings.permitted(f"{tmp_path}/{place}")


def test_a_link_that_leads_out_of_a_root_is_refused(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "secret").mkdir()
    (tmp_path / "root" / "link").symlink_to(tmp_path / "secret")

    with pytest.raises(SourceError, match="is outside the folders"):
        _settings(tmp_path / "root").permitted(f"{tmp_path}/root/link/x.png")


def test_a_root_that_is_a_link_permits_what_lies_behind_it(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "root").symlink_to(tmp_path / "real")

    found = _settings(tmp_path / "root").permitted(f"{tmp_path}/root/x")

    assert found == tmp_path / "real" / "x"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("", "Type the path"),
        ("   ", "Type the path"),
        ("photos", "is not a full path. Begin with /"),
        ("../photos", "is not a full path"),
        ("/a\0b", "cannot hold a NUL"),
        ("~no-such-user/photos", "leads nowhere"),
        ("/", "is outside the folders"),
        ("/etc/passwd", "is outside the folders"),
    ],
)
def test_what_is_no_place_is_refused_in_words(place: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=words):
        _settings(tmp_path).permitted(place)


def test_links_that_go_round_in_a_circle_are_refused(tmp_path: Path) -> None:
    outside, root = tmp_path / "a", tmp_path / "root"
    outside.symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(outside)

    with pytest.raises(SourceError, match=r"leads nowhere|is outside"):
        _settings(root).permitted(str(outside))


def test_without_roots_nothing_is_permitted(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"\(none\)"):
        _settings().permitted(str(tmp_path))
