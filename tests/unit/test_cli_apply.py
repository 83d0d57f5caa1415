"""`apply` and `restore` as people and scripts see them: output, errors, exit codes, files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from dedup_core.decisions import Act, Closing, Entry, Status
from dedup_core.store import Workspace
from tests.applying import contents
from tests.conftest import Run
from tests.making import folder_of, picture, zip_of

FILES = {"a copy of 1.png": picture(1), "deep/0.png": picture(0), "deep/1.png": picture(1)}
KEPT = {path: data for path, data in FILES.items() if path != "deep/1.png"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One group of two, one picture alone, and a bad file."""
    return folder_of(tmp_path / "in", {**FILES, "bad.jpg": b"hello"})


def _decide_all(workspace: Path) -> None:
    """Somebody decides the one group as it is."""
    store = Workspace(workspace)
    (dataset,) = store.datasets()
    catalog = store.catalog(dataset.id)
    members = tuple(
        (path, digest)
        for path, digest in zip(catalog.paths, catalog.digests, strict=True)
        if path.endswith("1.png")
    )
    closing = Closing(Status.DECIDED, members)
    store.log.append(Entry(dataset.id, "Ann", Act.ACCEPT, token="one", closings=(closing,)))
    store.close()


def test_by_default_only_decided_groups_are_carried_out(
    dedup: Run, folder: Path, tmp_path: Path
) -> None:
    undecided = dedup("apply", folder, "--quarantine", tmp_path / "quarantine")
    _decide_all(tmp_path / "workspace")
    decided = dedup("apply", folder, "--quarantine", tmp_path / "quarantine")

    assert (undecided.returncode, decided.returncode) == (0, 0)
    assert "0 moved to" in undecided.stdout
    assert "no group is decided at this setting" in undecided.stderr
    assert "4 found = 3 indexed + 1 skipped; 2 kept, 1 removed in 1 groups" in decided.stderr
    assert f"1 moved to {tmp_path / 'quarantine'}; 0 already there; 0 refused" in decided.stdout
    assert contents(folder) == {**KEPT, "bad.jpg": b"hello"}


def test_the_command_that_it_prints_puts_everything_back(
    dedup: Run, folder: Path, tmp_path: Path
) -> None:
    done = dedup("apply", folder, "--all-groups", "--quarantine", tmp_path / "my quarantine")
    typed = done.stdout.splitlines()[-1]

    back = dedup("restore", tmp_path / "my quarantine")

    assert typed.endswith(f"python -m dedup_core restore '{tmp_path / 'my quarantine'}'")
    assert (back.returncode, back.stdout.split(" ")[0]) == (0, "1")
    assert contents(folder) == {**FILES, "bad.jpg": b"hello"}


def test_what_is_kept_is_copied_from_a_folder_and_from_a_zip(
    dedup: Run, folder: Path, tmp_path: Path
) -> None:
    archive = zip_of(tmp_path / "in.zip", FILES)

    first = dedup("apply", folder, "--all-groups", "--copy", tmp_path / "from folder")
    second = dedup("apply", archive, "--all-groups", "--copy", tmp_path / "from zip")

    assert (first.returncode, second.returncode) == (0, 0)
    assert contents(tmp_path / "from folder") == contents(tmp_path / "from zip") == KEPT


def test_links_are_made_when_asked_for(dedup: Run, folder: Path, tmp_path: Path) -> None:
    done = dedup("apply", folder, "--all-groups", "--copy", tmp_path / "kept", "--link")

    assert "2 linked into" in done.stdout
    assert (tmp_path / "kept" / "deep/0.png").samefile(folder / "deep/0.png")


def test_the_list_goes_to_the_output_or_to_a_file(dedup: Run, folder: Path, tmp_path: Path) -> None:
    as_csv = dedup("apply", folder, "--all-groups", "--list", "-").stdout
    dedup("apply", folder, "--all-groups", "--list", tmp_path / "list.json")

    rows = list(csv.DictReader(io.StringIO(as_csv.removeprefix("\ufeff"), newline="")))
    assert [row["action"] for row in rows] == ["keep", "keep", "remove", "skipped"]
    assert len(json.loads((tmp_path / "list.json").read_text())["files"]) == 4


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (("--quarantine", "out"), "would move 1 picture ("),
        (("--copy", "out", "--link"), "would link 2 pictures ("),
        (("--list", "out"), "would write a line for each of 4 files to"),
    ],
)
def test_a_dry_run_only_says_what_would_happen(
    dedup: Run, folder: Path, tmp_path: Path, way: tuple[str, ...], said: str
) -> None:
    option, name, *more = way

    done = dedup("apply", folder, "--all-groups", "--dry-run", option, tmp_path / name, *more)

    assert (done.returncode, done.stdout[: len(said)]) == (0, said)
    assert not (tmp_path / "out").exists()
    assert contents(folder) == {**FILES, "bad.jpg": b"hello"}


def test_a_refused_picture_is_named_and_the_exit_code_says_so(
    dedup: Run, folder: Path, tmp_path: Path
) -> None:
    quarantine = tmp_path / "quarantine"
    dedup("apply", folder, "--all-groups", "--quarantine", quarantine)
    folder_of(folder, {"deep/1.png": b"a new one"})

    back = dedup("restore", quarantine)

    assert back.returncode == 1
    assert "refused deep/1.png: another file is at its place" in back.stderr
    assert "0 put back from" in back.stdout


@pytest.mark.parametrize("way", ["--quarantine", "--copy"])
def test_a_place_in_the_workspace_is_refused(
    dedup: Run, folder: Path, tmp_path: Path, way: str
) -> None:
    place = tmp_path / "workspace" / "uploads" / "x"

    done = dedup("apply", folder, "--all-groups", way, place)

    assert done.returncode == 1
    assert "lie in each other" in done.stderr.splitlines()[-1]
    assert not place.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["apply", "x"],
        ["apply", "x", "--copy", "y", "--quarantine", "z"],
        ["apply", "x", "--list", "y", "--all-groups", "--decided-only"],
        ["apply", "x", "--list", "y", "--link"],
        ["restore"],
    ],
)
def test_wrong_usage_leaves_with_code_2(arguments: list[str], dedup: Run) -> None:
    done = dedup(*arguments)

    assert done.returncode == 2
    assert "error:" in done.stderr.splitlines()[-1]
