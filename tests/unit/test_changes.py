"""A folder that changes between a run that was stopped and the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dedup_core.control import STOP, Steering
from dedup_core.errors import Cancelled
from dedup_core.index import CHUNK
from dedup_core.model import Progress
from dedup_core.scan import add_path, scan
from dedup_core.store import Dataset, Workspace
from tests.making import folder_of, picture


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace(tmp_path / "other workspace")
    yield opened
    opened.close()


class StopsAfter(Steering):
    """Stops before the chunk of files with this number is begun."""

    def __init__(self, chunks: int) -> None:
        super().__init__()
        self._left = chunks

    def stopped(self) -> bool:
        if self._left == 0:
            self.obey(STOP)
        self._left -= 1
        return super().stopped()


def _scan(workspace: Workspace, folder: Path, control: Steering) -> tuple[Dataset, Progress]:
    dataset, told = add_path(workspace, folder), []
    scan(workspace, dataset, control=control, report=told.append)
    return dataset, told[-1]


def _change(folder: Path) -> None:
    """Of 40 pictures, 32 of which were finished: two moved, one changed, one deleted, two new."""
    (folder / "album").mkdir()
    (folder / "000.png").rename(folder / "album" / "moved.png")
    (folder / "039.png").rename(folder / "album" / "moved before it was read.png")
    (folder / "001.png").write_bytes(picture(101))
    (folder / "002.png").unlink()
    folder_of(folder, {"new.png": picture(200), "album/new.png": picture(201)})


def test_only_what_is_new_changed_or_unfinished_is_computed_after_a_stop(
    tmp_path: Path, workspace: Workspace, other: Workspace
) -> None:
    folder = folder_of(tmp_path / "in", {f"{seed:03}.png": picture(seed) for seed in range(40)})
    with pytest.raises(Cancelled):
        _scan(workspace, folder, StopsAfter(4))
    _change(folder)

    dataset, last = _scan(workspace, folder, Steering())
    fresh, _ = _scan(other, folder, Steering())

    assert last.total == 41
    assert last.known == 4 * CHUNK - 3  # less the one moved, the one changed, the one deleted
    assert last.computed == 40 - 4 * CHUNK + 1 + 2  # unfinished, changed, new
    ours, theirs = workspace.catalog(dataset.id), other.catalog(fresh.id)
    assert (ours.paths, ours.digests) == (theirs.paths, theirs.digests)
    assert "album/moved.png" in ours.paths
    assert "002.png" not in ours.paths


def test_files_that_only_moved_are_not_computed_again(tmp_path: Path, workspace: Workspace) -> None:
    folder = folder_of(tmp_path / "in", {f"{seed:03}.png": picture(seed) for seed in range(10)})
    _scan(workspace, folder, Steering())
    before = workspace.catalog(add_path(workspace, folder).id).digests
    (folder / "deep" / "er").mkdir(parents=True)
    for file in sorted(folder.glob("*.png")):
        file.rename(folder / "deep" / "er" / f"was {file.name}")

    dataset, last = _scan(workspace, folder, Steering())

    assert (last.computed, last.total) == (0, 10)
    catalog = workspace.catalog(dataset.id)
    assert catalog.paths == tuple(f"deep/er/was {seed:03}.png" for seed in range(10))
    assert catalog.digests == before
