"""Removed pictures go to a quarantine and come back; what is not as it was indexed stays."""

from __future__ import annotations

import errno
import json
import os
import resource
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from dedup_core.apply import Done, Plan, quarantine, restore
from dedup_core.control import STOP, Steering
from dedup_core.errors import ApplyError
from dedup_core.model import Progress
from tests.applying import contents, digest_of, plan_of
from tests.making import folder_of

MANIFEST = "quarantine.jsonl"
FILES = {
    "a.png": b"best",
    "deep/b.png": b"copy of best",
    "deep/er/c.png": b"another",
    "d.png": b"d",
}
REMOVED = {"deep/b.png": "a.png", "deep/er/c.png": "a.png"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "in", FILES)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "quarantine"


@pytest.fixture
def plan() -> Plan:
    return plan_of(FILES, REMOVED)


def _moved(folder: Path) -> dict[str, bytes]:
    return {path: data for path, data in contents(folder).items() if path != MANIFEST}


def _lines(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / MANIFEST).read_text().splitlines()]


def _reasons(done: Done) -> dict[str, str]:
    return {refused.path: refused.reason for refused in done.refused}


def test_removed_pictures_lie_in_the_quarantine_under_the_same_paths(
    root: Path, target: Path, plan: Plan
) -> None:
    done = quarantine(plan, root, target)

    assert (done.asked, done.done, done.already, done.left) == (2, 2, 0, 0)
    assert (done.refused, done.problem) == ((), "")
    assert contents(root) == {path: FILES[path] for path in ("a.png", "d.png")}
    assert _moved(target) == {path: FILES[path] for path in REMOVED}


def test_the_list_of_moves_says_where_each_belongs_and_why_it_went(
    root: Path, target: Path, plan: Plan
) -> None:
    before = (root / "deep/b.png").stat()

    quarantine(plan, root, target)

    header, first, _ = _lines(target)
    assert (header["folder"], header["method"], header["threshold"]) == (str(root), "phash", 10)
    assert first == {
        "path": "deep/b.png",
        "digest": digest_of(FILES["deep/b.png"]),
        "size_bytes": before.st_size,
        "mtime_ns": before.st_mtime_ns,
        "group": 1,
        "keeper": "a.png",
    }


def test_everything_comes_back_with_its_times(root: Path, target: Path, plan: Plan) -> None:
    before = {file: file.stat().st_mtime_ns for file in root.rglob("*.png")}
    quarantine(plan, root, target)

    done = restore(target)

    assert (done.asked, done.done, done.refused) == (2, 2, ())
    assert contents(root) == FILES
    assert {file: file.stat().st_mtime_ns for file in root.rglob("*.png")} == before
    assert [item.name for item in target.iterdir()] == [MANIFEST]


def test_both_ways_may_be_gone_again_and_again(root: Path, target: Path, plan: Plan) -> None:
    for _ in range(2):
        assert quarantine(plan, root, target).done == 2
        assert quarantine(plan, root, target).already == 2
        assert restore(target).done == 2
        assert restore(target).already == 2

    assert contents(root) == FILES
    assert len(_lines(target)) == 1 + 2  # a move that is known needs no second line


def test_a_picture_that_has_changed_stays(root: Path, target: Path, plan: Plan) -> None:
    (root / "deep/b.png").write_bytes(b"edited later")

    done = quarantine(plan, root, target)

    assert _reasons(done) == {"deep/b.png": "its content has changed since it was indexed"}
    assert (root / "deep/b.png").read_bytes() == b"edited later"
    assert done.done == 1


def test_a_change_that_leaves_size_and_time_is_noticed(
    root: Path, target: Path, plan: Plan
) -> None:
    file = root / "deep/b.png"
    before = file.stat()
    file.write_bytes(FILES["deep/b.png"][::-1])
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    done = quarantine(plan, root, target)

    assert "has changed" in _reasons(done)["deep/b.png"]


@pytest.mark.parametrize("gone", [True, False])
def test_nothing_goes_whose_keeper_is_missing_or_changed(
    root: Path, target: Path, plan: Plan, gone: bool
) -> None:
    keeper = root / "a.png"
    keeper.unlink() if gone else keeper.write_bytes(b"cut")

    done = quarantine(plan, root, target)

    assert set(_reasons(done)) == set(REMOVED)
    assert all("the picture kept for it, a.png, is not" in why for why in _reasons(done).values())
    assert _moved(target) == {}
    assert set(REMOVED) <= set(contents(root))


def test_a_picture_that_is_gone_is_said_to_be(root: Path, target: Path, plan: Plan) -> None:
    (root / "deep/b.png").unlink()

    done = quarantine(plan, root, target)

    assert _reasons(done) == {"deep/b.png": "it is not there any more"}


def test_a_picture_behind_a_link_stays(
    root: Path, target: Path, plan: Plan, tmp_path: Path
) -> None:
    (root / "deep").rename(tmp_path / "elsewhere")
    (root / "deep").symlink_to(tmp_path / "elsewhere")

    done = quarantine(plan, root, target)

    assert all("symbolic link" in why for why in _reasons(done).values())
    assert len(done.refused) == 2
    assert set(contents(tmp_path / "elsewhere")) == {"b.png", "er/c.png"}


def test_a_file_in_the_quarantine_is_never_overwritten(
    root: Path, target: Path, plan: Plan
) -> None:
    quarantine(plan, root, target)
    folder_of(root, {"deep/b.png": b"a new one"})

    done = quarantine(plan_of({**FILES, "deep/b.png": b"a new one"}, REMOVED), root, target)

    assert "another file has this name" in _reasons(done)["deep/b.png"]
    assert _moved(target)["deep/b.png"] == FILES["deep/b.png"]
    assert contents(root)["deep/b.png"] == b"a new one"


@pytest.mark.parametrize("place", ["in", "in/deep/quarantine", "."])
def test_a_quarantine_within_or_around_the_pictures_is_refused(
    root: Path, plan: Plan, tmp_path: Path, place: str
) -> None:
    with pytest.raises(ApplyError, match="lie in each other"):
        quarantine(plan, root, tmp_path / place)

    assert contents(root) == FILES


def test_a_folder_that_holds_something_else_is_refused(
    root: Path, plan: Plan, tmp_path: Path
) -> None:
    other = folder_of(tmp_path / "other", {"letter.txt": b"Dear all"})

    with pytest.raises(ApplyError, match="not empty"):
        quarantine(plan, root, other)

    assert contents(other) == {"letter.txt": b"Dear all"}


def test_the_quarantine_of_another_folder_is_refused(
    root: Path, target: Path, plan: Plan, tmp_path: Path
) -> None:
    quarantine(plan, root, target)
    second = folder_of(tmp_path / "second", FILES)

    with pytest.raises(ApplyError, match=r"is the quarantine of .*/in, not of .*/second"):
        quarantine(plan, second, target)


def test_pictures_of_a_zip_cannot_be_moved(target: Path, plan: Plan) -> None:
    with pytest.raises(ApplyError, match="Copy what is kept"):
        quarantine(plan, None, target)

    assert not target.exists()


def test_a_folder_that_cannot_be_written_to_is_said_to_be(
    open_folder: Path, plan: Plan, without_rights: Callable[[], AbstractContextManager[None]]
) -> None:
    root = folder_of(open_folder / "in", FILES)
    closed = folder_of(open_folder / "closed", {})
    closed.chmod(0o555)

    with without_rights(), pytest.raises(ApplyError, match="the right"):
        quarantine(plan, root, closed / "quarantine")

    assert contents(root) == FILES


def test_pictures_that_may_not_be_moved_are_refused_one_by_one(
    open_folder: Path, plan: Plan, without_rights: Callable[[], AbstractContextManager[None]]
) -> None:
    root = folder_of(open_folder / "in", FILES)
    (root / "deep").chmod(0o555)

    with without_rights():
        done = quarantine(plan, root, open_folder / "quarantine")

    (root / "deep").chmod(0o755)
    assert os.strerror(errno.EACCES) in _reasons(done)["deep/b.png"]
    assert contents(root)["deep/b.png"] == FILES["deep/b.png"]


def test_it_can_be_stopped_and_goes_on(root: Path, target: Path, plan: Plan) -> None:
    steering = Steering()
    steering.obey(STOP)

    stopped = quarantine(plan, root, target, control=steering)
    whole = quarantine(plan, root, target)

    assert (stopped.done, stopped.left) == (0, 2)
    assert "run it again" in stopped.problem
    assert whole.done == 2


def test_nothing_is_moved_when_the_list_of_moves_cannot_be_written(
    root: Path, target: Path, plan: Plan
) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, limits[1]))  # the first line, not much more
    try:
        done = quarantine(plan, root, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert f"{MANIFEST} cannot be written" in done.problem
    assert (done.done, done.left) == (0, 2)
    assert contents(root) == FILES
    assert quarantine(plan, root, target).done == 2
    assert restore(target).done == 2


def test_progress_ends_with_every_file(root: Path, target: Path, plan: Plan) -> None:
    (root / "deep/b.png").unlink()
    told: list[Progress] = []

    quarantine(plan, root, target, report=told.append)

    last = told[-1]
    assert (last.stage, last.done, last.total, last.skipped) == ("quarantine", 2, 2, 1)
    assert last.size_bytes == last.total_bytes


def test_a_name_that_is_no_valid_text_goes_and_comes_back(root: Path, target: Path) -> None:
    stray = os.fsdecode(b"b\xff.png")
    (root / stray).write_bytes(b"stray")
    plan = plan_of({**FILES, "b\\udcff.png": b"stray"}, {"b\\udcff.png": "a.png"})

    moved = quarantine(plan, root, target)
    lies = (target / stray).read_bytes()
    back = restore(target)

    assert (moved.done, lies, back.done) == (1, b"stray", 1)
    assert (root / stray).read_bytes() == b"stray"
