"""Putting a quarantine back: nothing overwritten, nothing led outside, every reason said."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from dedup_core.apply import Done, check_restore, command_to_restore, quarantine, restore
from dedup_core.apply.places import alone_in
from dedup_core.apply.placing import one_name
from dedup_core.errors import ApplyError
from tests.applying import contents, digest_of, plan_of
from tests.making import folder_of

MANIFEST = "quarantine.jsonl"
FILES = {"a.png": b"best", "deep/b.png": b"copy of best"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "in", FILES)


@pytest.fixture
def target(tmp_path: Path, root: Path) -> Path:
    """A quarantine that holds deep/b.png."""
    folder = tmp_path / "quarantine"
    assert quarantine(plan_of(FILES, {"deep/b.png": "a.png"}), root, folder).done == 1
    return folder


def _reason(done: Done) -> str:
    (refused,) = done.refused
    return refused.reason


def _hostile(target: Path, path: str, data: bytes) -> None:
    """One more line in the manifest, as somebody might write it."""
    line = {"path": path, "digest": digest_of(data), "size_bytes": len(data), "mtime_ns": 0}
    with (target / MANIFEST).open("a") as stream:
        stream.write(json.dumps({**line, "group": 1, "keeper": "a.png"}) + "\n")


def test_a_file_at_its_place_is_never_overwritten(root: Path, target: Path) -> None:
    folder_of(root, {"deep/b.png": b"a new one"})

    done = restore(target)

    assert "nothing is ever overwritten" in _reason(done)
    assert contents(root)["deep/b.png"] == b"a new one"
    assert contents(target)["deep/b.png"] == FILES["deep/b.png"]


def test_an_equal_file_at_its_place_is_enough_and_no_second_one_stays(
    root: Path, target: Path
) -> None:
    folder_of(root, {"deep/b.png": FILES["deep/b.png"]})

    done = restore(target)

    assert (done.already, done.done, done.refused) == (1, 0, ())
    assert contents(root) == FILES
    assert set(contents(target)) == {MANIFEST}


def test_what_has_changed_in_the_quarantine_stays_there(root: Path, target: Path) -> None:
    (target / "deep/b.png").write_bytes(b"edited")

    done = restore(target)

    assert "has changed in the quarantine" in _reason(done)
    assert not (root / "deep/b.png").exists()
    assert (target / "deep/b.png").read_bytes() == b"edited"


def test_what_is_in_neither_place_is_named(target: Path) -> None:
    (target / "deep/b.png").unlink()

    done = restore(target)

    assert _reason(done) == "it is neither in the quarantine nor at its place"


def test_a_folder_that_was_removed_is_made_again(root: Path, target: Path) -> None:
    (root / "deep").rmdir()

    done = restore(target)

    assert done.done == 1
    assert contents(root) == FILES


def test_a_run_that_was_killed_between_two_names_is_finished(root: Path, target: Path) -> None:
    os.link(target / "deep/b.png", root / "deep/b.png")

    done = restore(target)

    assert (done.already, done.refused) == (1, ())
    assert contents(root) == FILES
    assert not (target / "deep/b.png").exists()


@pytest.mark.parametrize("place", [".", "deep/in it", ".."])
def test_a_quarantine_that_was_moved_into_its_pictures_or_around_them_is_refused(
    root: Path, target: Path, place: str
) -> None:
    """Moved back by hand, list and all: each picture is at both of its places at once."""
    folder = root / place
    folder.mkdir(exist_ok=True)
    for item in target.iterdir():
        shutil.copytree(item, folder / item.name, dirs_exist_ok=True) if item.is_dir() else (
            shutil.copy(item, folder / item.name)
        )
    before = contents(root)

    with pytest.raises(ApplyError, match="apart from it"):
        restore(folder)

    assert contents(root) == before


def test_a_link_to_the_pictures_is_no_quarantine_apart_from_them(
    root: Path, target: Path, tmp_path: Path
) -> None:
    shutil.copy(target / MANIFEST, root / MANIFEST)
    folder_of(root, {"deep/b.png": FILES["deep/b.png"]})
    (tmp_path / "link").symlink_to(root)

    with pytest.raises(ApplyError, match="apart from it"):
        restore(tmp_path / "link")

    assert (root / "deep/b.png").exists()


def test_one_file_reached_by_two_ways_is_one_name_and_a_second_name_is_not(
    root: Path, tmp_path: Path
) -> None:
    """A second mount looks like this, too; what is taken away by one way is gone by the other."""
    (tmp_path / "way").symlink_to(root)
    names = folder_of(tmp_path / "names", {})
    os.link(root / "a.png", names / "a.png")

    assert one_name(root / "a.png", tmp_path / "way" / "a.png")
    assert one_name(root / "deep/b.png", tmp_path / "way" / "deep/b.png")
    assert not one_name(root / "a.png", names / "a.png")
    assert not one_name(root / "a.png", root / "deep/b.png")


@pytest.mark.parametrize("path", ["../out.png", "deep/../../out.png", "/out.png", "./out.png", ""])
def test_a_path_that_leads_outside_is_never_used(
    root: Path, target: Path, tmp_path: Path, path: str
) -> None:
    folder_of(tmp_path, {"out.png": b"planted"})
    _hostile(target, path, b"planted")

    done = restore(target)

    assert "leads outside the folder" in _reason(done)
    assert contents(root) == FILES
    assert (tmp_path / "out.png").read_bytes() == b"planted"


@pytest.mark.parametrize("path", ["nul\0.png", "half\ud800.png", "x" * 5000, "y" * 5000 + "/z.png"])
def test_a_path_that_no_disk_can_have_is_refused_and_the_others_come_back(
    root: Path, target: Path, path: str
) -> None:
    _hostile(target, path, b"planted")

    done = restore(target)

    assert (done.done, len(done.refused)) == (1, 1)
    assert contents(root) == FILES


def test_a_link_in_the_way_is_not_followed(root: Path, target: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (root / "deep").rmdir()
    (root / "deep").symlink_to(tmp_path / "elsewhere")

    done = restore(target)

    assert "symbolic link" in _reason(done)
    assert contents(tmp_path / "elsewhere") == {}


def test_a_link_in_the_quarantine_is_not_put_back(root: Path, target: Path, tmp_path: Path) -> None:
    folder_of(tmp_path, {"secret": b"secret"})
    (target / "x.png").symlink_to(tmp_path / "secret")
    _hostile(target, "x.png", b"secret")

    done = restore(target)

    assert "no regular file" in _reason(done)
    assert not (root / "x.png").exists()


def test_a_line_that_cannot_be_read_is_named_and_the_others_count(root: Path, target: Path) -> None:
    with (target / MANIFEST).open("a") as stream:
        stream.write('{"path": 7}\nnonsense\n')

    done = restore(target)

    assert [refused.path for refused in done.refused] == [
        f"{MANIFEST}, line 3",
        f"{MANIFEST}, line 4",
    ]
    assert (done.asked, done.done) == (3, 1)
    assert contents(root) == FILES


def test_a_line_that_was_cut_short_means_nothing(root: Path, target: Path) -> None:
    with (target / MANIFEST).open("a") as stream:
        stream.write('{"path": "deep/' + "x" * 2000)
    more = {**FILES, "late.png": b"one more"}
    folder_of(root, {"late.png": b"one more"})

    again = quarantine(plan_of(more, {"late.png": "a.png"}), root, target)
    done = restore(target)

    assert (again.done, again.refused) == (1, ())
    assert (done.done, done.refused) == (2, ())
    assert contents(root) == more


@pytest.mark.parametrize("begun", [b"", b'{"quarantine": 1, "fold'])
def test_a_list_that_was_cut_within_its_first_line_is_begun_again(
    root: Path, tmp_path: Path, begun: bytes
) -> None:
    folder = folder_of(tmp_path / "begun", {MANIFEST: begun})

    done = quarantine(plan_of(FILES, {"deep/b.png": "a.png"}), root, folder)

    assert done.done == 1
    assert restore(folder).done == 1


@pytest.mark.parametrize(
    "content",
    [
        "",
        "nonsense\n",
        "[]\n",
        '{"quarantine": 1}\n',
        '{"quarantine": 99, "folder": "/x"}\n',
        '{"quarantine": 1, "folder": "deep"}\n',
    ],
)
def test_what_is_no_list_of_moves_is_refused(tmp_path: Path, content: str) -> None:
    folder = folder_of(tmp_path / "odd", {MANIFEST: content.encode()})

    with pytest.raises(ApplyError, match="cannot be read as the list of moved files"):
        restore(folder)


def test_a_folder_without_a_list_is_no_quarantine(tmp_path: Path) -> None:
    with pytest.raises(ApplyError, match="is no quarantine"):
        restore(tmp_path)


def test_a_source_that_is_not_there_is_said_to_be(root: Path, target: Path) -> None:
    root.rename(root.with_name("renamed"))

    with pytest.raises(ApplyError, match="is not there"):
        restore(target)

    assert (target / "deep/b.png").exists()


def test_two_runs_at_once_in_one_folder_are_refused(root: Path, target: Path) -> None:
    with alone_in(root), pytest.raises(ApplyError, match="Another run"):
        restore(target)

    assert restore(target).done == 1


def test_the_question_before_knows_where_and_how_many(root: Path, target: Path) -> None:
    assert check_restore(target) == (root, 1)


def test_the_command_can_be_typed_whatever_the_folder_is_called() -> None:
    typed = command_to_restore("/srv/old pictures; rm")

    assert typed == "python -m dedup_core restore '/srv/old pictures; rm'"
