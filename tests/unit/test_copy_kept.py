"""What is kept, in a folder of its own: whole files, never over another one, from any source."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from dedup_core.apply import Done, Plan, check_copy, copy_kept
from dedup_core.control import STOP, Steering
from dedup_core.errors import ApplyError
from dedup_core.model import Progress
from dedup_core.sources import FolderSource, ZipSource, upload_source, write_names
from tests.applying import contents, plan_of
from tests.making import folder_of, zip_of

FILES = {"a.png": b"best", "deep/b.png": b"copy of best", "deep/er/c.png": b"another"}
KEPT = {path: data for path, data in FILES.items() if path != "deep/b.png"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "in", FILES)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "kept"


@pytest.fixture
def plan() -> Plan:
    return plan_of(FILES, {"deep/b.png": "a.png"})


def _copied(plan: Plan, root: Path, target: Path, *, link: bool = False) -> Done:
    return copy_kept(plan, FolderSource(root), target, root=root, link=link)


def _reasons(done: Done) -> dict[str, str]:
    return {refused.path: refused.reason for refused in done.refused}


def test_what_is_kept_lies_under_the_same_paths_with_its_times(
    root: Path, target: Path, plan: Plan
) -> None:
    os.utime(root / "deep/er/c.png", ns=(7_000_000_000, 8_000_000_000))

    done = _copied(plan, root, target)

    assert (done.way, done.asked, done.done, done.refused) == ("copy", 2, 2, ())
    assert contents(target) == KEPT
    assert (target / "deep/er/c.png").stat().st_mtime_ns == 8_000_000_000
    assert contents(root) == FILES


def test_it_works_from_a_zip(tmp_path: Path, target: Path, plan: Plan) -> None:
    source = ZipSource(zip_of(tmp_path / "in.zip", FILES))

    done = copy_kept(plan, source, target, root=None)

    source.close()
    assert done.done == 2
    assert contents(target) == KEPT


def test_it_works_from_an_upload(tmp_path: Path, target: Path, plan: Plan) -> None:
    folder = folder_of(tmp_path / "up", {str(at): data for at, data in enumerate(FILES.values())})
    write_names(folder, {path: str(at) for at, path in enumerate(FILES)})

    done = copy_kept(plan, upload_source(folder, name="up"), target, root=None)

    assert done.done == 2
    assert contents(target) == KEPT


def test_hard_links_are_the_same_files(root: Path, target: Path, plan: Plan) -> None:
    done = _copied(plan, root, target, link=True)

    assert (done.way, done.done) == ("link", 2)
    assert all(os.path.samefile(root / path, target / path) for path in KEPT)
    assert contents(target) == KEPT


@pytest.mark.parametrize("link", [True, False])
def test_a_picture_that_has_changed_is_left_out(
    root: Path, target: Path, plan: Plan, link: bool
) -> None:
    (root / "a.png").write_bytes(b"edited")

    done = _copied(plan, root, target, link=link)

    assert _reasons(done) == {"a.png": "its content has changed since it was indexed"}
    assert set(contents(target)) == {"deep/er/c.png"}


@pytest.mark.parametrize("link", [True, False])
def test_a_picture_that_is_gone_is_left_out(
    root: Path, target: Path, plan: Plan, link: bool
) -> None:
    (root / "a.png").unlink()

    done = _copied(plan, root, target, link=link)

    assert "gone" in _reasons(done)["a.png"] or "not there any more" in _reasons(done)["a.png"]
    assert done.done == 1


def test_another_file_at_its_place_is_never_overwritten(
    root: Path, target: Path, plan: Plan
) -> None:
    folder_of(target, {"a.png": b"somebody else's"})

    done = _copied(plan, root, target)

    assert _reasons(done) == {"a.png": "another file is at its place; nothing is ever overwritten"}
    assert contents(target) == {**KEPT, "a.png": b"somebody else's"}


def test_a_link_at_its_place_is_not_written_through(
    root: Path, target: Path, plan: Plan, tmp_path: Path
) -> None:
    target.mkdir()
    (target / "a.png").symlink_to(tmp_path / "elsewhere.png")

    done = _copied(plan, root, target)

    assert "no regular file" in _reasons(done)["a.png"]
    assert not (tmp_path / "elsewhere.png").exists()


def test_a_second_run_goes_on_where_the_first_stopped(tmp_path: Path, target: Path) -> None:
    files = {f"{at % 3}/{at}.png": f"picture {at}".encode() for at in range(100)}
    root, plan, steering = folder_of(tmp_path / "many", files), plan_of(files, {}), Steering()

    def stop_after_one(progress: Progress) -> None:
        if progress.done == 1:
            steering.obey(STOP)

    source = FolderSource(root)
    first = copy_kept(plan, source, target, root=root, report=stop_after_one, control=steering)
    (target / "0" / ".0123456789abcdef.part").write_bytes(b"cut sh")  # as a kill leaves it
    second = _copied(plan, root, target)

    assert 0 < first.done < 100
    assert first.done + first.left == 100
    assert "run it again" in first.problem
    assert (second.done, second.already, second.refused) == (first.left, first.done, ())


def test_equal_pictures_in_one_folder_are_all_copied(tmp_path: Path, target: Path) -> None:
    files = {f"{at}.png": b"all the same" for at in range(60)}
    root = folder_of(tmp_path / "many", files)

    done = _copied(plan_of(files, {}), root, target)

    assert (done.done, done.refused) == (60, ())
    assert contents(target) == files


def test_a_folder_with_other_files_is_refused(root: Path, target: Path, plan: Plan) -> None:
    folder_of(target, {"letter.txt": b"Dear all"})

    with pytest.raises(ApplyError, match=r"holds another file, 'letter\.txt'"):
        _copied(plan, root, target)

    assert contents(target) == {"letter.txt": b"Dear all"}


@pytest.mark.parametrize("place", ["in", "in/kept", "."])
def test_a_target_within_or_around_the_pictures_is_refused(
    root: Path, plan: Plan, tmp_path: Path, place: str
) -> None:
    with pytest.raises(ApplyError, match="lie in each other"):
        _copied(plan, root, tmp_path / place)

    assert contents(root) == FILES


def test_a_target_in_the_workspace_is_refused(root: Path, plan: Plan, tmp_path: Path) -> None:
    """A start of the server clears folders there that it does not know."""
    workspace = tmp_path / "workspace"

    with pytest.raises(ApplyError, match="lie in each other"):
        check_copy(plan, root, workspace / "uploads" / "kept", besides=[workspace])


def test_a_target_that_is_a_file_is_refused(root: Path, target: Path, plan: Plan) -> None:
    target.write_bytes(b"")

    with pytest.raises(ApplyError, match="is a file"):
        _copied(plan, root, target)


def test_links_are_for_folders_only(target: Path, plan: Plan) -> None:
    with pytest.raises(ApplyError, match="Copy these instead"):
        check_copy(plan, None, target, link=True)


def test_links_to_another_disk_are_refused(root: Path, plan: Plan) -> None:
    memory = Path("/dev/shm")
    if not memory.is_dir() or os.stat(memory).st_dev == os.stat(root).st_dev:
        pytest.skip("there is no second disk here")

    with pytest.raises(ApplyError, match="on another disk"):
        check_copy(plan, root, memory / "dedup-test-kept", link=True)


def test_a_path_that_leads_outside_is_never_written(tmp_path: Path, target: Path) -> None:
    files = {"../out.png": b"planted", "a.png": b"best"}
    folder = folder_of(tmp_path / "up", {"0": b"planted", "1": b"best"})
    write_names(folder, {"../out.png": "0", "a.png": "1"})

    done = copy_kept(plan_of(files, {}), upload_source(folder, name="up"), target, root=None)

    assert "leads outside" in _reasons(done)["../out.png"]
    assert not (tmp_path / "out.png").exists()
    assert contents(target) == {"a.png": b"best"}


def test_a_file_that_would_have_to_be_a_folder_is_refused(tmp_path: Path, target: Path) -> None:
    files = {"a": b"a picture", "a/b.png": b"another"}
    source = ZipSource(zip_of(tmp_path / "in.zip", files))

    done = copy_kept(plan_of(files, {}), source, target, root=None)

    source.close()
    assert set(_reasons(done)) == {"a/b.png"}
    assert contents(target) == {"a": b"a picture"}


def test_more_than_there_is_room_for_is_refused_before_it_begins(
    root: Path, target: Path, plan: Plan
) -> None:
    huge = replace(plan, totals=replace(plan.totals, kept_bytes=1 << 60))

    with pytest.raises(ApplyError, match="bytes free"):
        _copied(huge, root, target)

    assert not target.exists()


def test_a_disk_that_refuses_a_write_is_named_and_leaves_nothing_half_written(
    root: Path, target: Path, plan: Plan
) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5, limits[1]))
    try:
        done = _copied(plan, root, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert "deep/er/c.png cannot be written" in _reasons(done)["deep/er/c.png"]
    assert contents(target) == {"a.png": b"best"}


def test_a_folder_that_cannot_be_written_to_is_said_to_be(
    open_folder: Path, plan: Plan, without_rights: Callable[[], AbstractContextManager[None]]
) -> None:
    root = folder_of(open_folder / "in", FILES)
    closed = folder_of(open_folder / "closed", {})
    closed.chmod(0o555)

    with without_rights(), pytest.raises(ApplyError, match="the right to"):
        _copied(plan, root, closed)
