"""What happens on disk while pictures are moved to a quarantine: nothing is lost or overwritten."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from dedup_core.apply import quarantine, restore
from dedup_core.model import Progress
from tests.applying import contents, plan_of
from tests.making import folder_of

FILES = {"a.png": b"best", "deep/b.png": b"copy of best", "deep/c.png": b"another"}
REMOVED = {"deep/b.png": "a.png", "deep/c.png": "a.png"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "in", FILES)


def _after_the_first(act: Callable[[], object]) -> Callable[[Progress], None]:
    """A report that does something when one picture was moved and the next is still to be."""

    def report(progress: Progress) -> None:
        if progress.done == 1:
            act()

    return report


def test_a_file_that_comes_into_the_quarantine_meanwhile_is_not_overwritten(
    root: Path, tmp_path: Path
) -> None:
    target = tmp_path / "quarantine"
    plant = _after_the_first(lambda: folder_of(target, {"deep/c.png": b"somebody's"}))

    done = quarantine(plan_of(FILES, REMOVED), root, target, report=plant)

    assert [refused.path for refused in done.refused] == ["deep/c.png"]
    assert contents(target)["deep/c.png"] == b"somebody's"
    assert contents(root)["deep/c.png"] == FILES["deep/c.png"]


def test_a_picture_that_is_replaced_meanwhile_stays_as_it_is_now(
    root: Path, tmp_path: Path
) -> None:
    target = tmp_path / "quarantine"

    def replace() -> None:
        folder_of(tmp_path, {"new.png": b"edited"})
        (tmp_path / "new.png").replace(root / "deep/c.png")

    done = quarantine(plan_of(FILES, REMOVED), root, target, report=_after_the_first(replace))

    assert [refused.path for refused in done.refused] == ["deep/c.png"]
    assert contents(root)["deep/c.png"] == b"edited"
    assert "deep/c.png" not in contents(target)


def test_a_picture_that_cannot_be_taken_away_has_no_second_name_in_the_quarantine(
    open_folder: Path, without_rights: Callable[[], AbstractContextManager[None]]
) -> None:
    root, target = folder_of(open_folder / "in", FILES), open_folder / "quarantine"
    (root / "deep").chmod(0o555)

    with without_rights():
        done = quarantine(plan_of(FILES, REMOVED), root, target)

    (root / "deep").chmod(0o755)
    assert len(done.refused) == 2
    assert set(contents(target)) == {"quarantine.jsonl"}
    assert contents(root) == FILES


def test_hard_links_among_the_pictures_go_and_come_back(root: Path, tmp_path: Path) -> None:
    (root / "deep/b.png").unlink()
    (root / "deep/b.png").hardlink_to(root / "a.png")
    plan = plan_of({**FILES, "deep/b.png": FILES["a.png"]}, REMOVED)

    moved = quarantine(plan, root, tmp_path / "quarantine")
    left = set(contents(root))
    back = restore(tmp_path / "quarantine")

    assert (moved.done, left, back.done) == (2, {"a.png"}, 2)
    assert contents(root) == {**FILES, "deep/b.png": FILES["a.png"]}
