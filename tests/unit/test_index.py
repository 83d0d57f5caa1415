"""Indexing: nothing is computed twice, and no interruption changes the result."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dedup_core import decode, fingerprints
from dedup_core.errors import Cancelled, NoPicturesError
from dedup_core.fingerprints import INDEXED, Method, Metric
from dedup_core.index import BATCH, CHUNK, index
from dedup_core.model import FREE, Control, Progress
from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.sources import FolderSource
from dedup_core.store import Dataset, Workspace
from tests.conftest import REPOSITORY
from tests.making import data_of, folder_of, photo, picture

View = tuple[object, ...]


def _folder(folder: Path, seeds: Sequence[int]) -> Path:
    return folder_of(folder, {f"{seed:03}.png": picture(seed) for seed in seeds})


def _run(
    folder: Path,
    workspace: Workspace,
    methods: Sequence[Method] = INDEXED,
    control: Control = FREE,
    workers: int = 2,
    exactly: bool = False,
) -> Progress:
    dataset = add_path(workspace, folder)
    source, options = FolderSource(folder), {"workers": workers, "exactly": exactly}
    return index(source, workspace, dataset.id, methods, control=control, **options)


class _Scripted:
    """A control that is asked before each chunk: it stops at one, and pauses at others."""

    def __init__(
        self,
        *,
        stop_at: int = 10_000,
        pause_at: Sequence[int] = (),
        seen: Callable[[], None] = lambda: None,
    ) -> None:
        self._asked = itertools.count()
        self._stop_at, self._pause_at, self._seen = stop_at, pause_at, seen
        self._chunks = itertools.count()

    def paused(self) -> bool:
        return next(self._chunks) in self._pause_at

    def wait(self) -> float:
        self._seen()
        return 100.0

    def stopped(self) -> bool:
        return next(self._asked) >= self._stop_at


def _dataset(workspace: Workspace) -> Dataset:
    (dataset,) = workspace.datasets()
    return dataset


def _view(workspace: Workspace) -> View:
    """Everything that an index leaves, in a form that can be compared."""
    id = _dataset(workspace).id
    catalog = workspace.catalog(id)
    columns = (catalog.width, catalog.height, catalog.size_bytes, catalog.taken_at_ms)
    measured = (catalog.sharpness, catalog.information)
    values = [
        workspace.fingerprints(workspace.catalog(id).digests, method).tobytes()
        for method in INDEXED
    ]
    thumbnails = [workspace.thumbnail(digest) for digest in catalog.digests]
    numbers = [column.tolist() for column in (*columns, *measured)]
    return (catalog.paths, catalog.digests, catalog.skipped, numbers, values, thumbnails)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace(tmp_path / "other workspace")
    yield opened
    opened.close()


def test_an_index_holds_facts_fingerprints_and_thumbnails(
    tmp_path: Path, workspace: Workspace
) -> None:
    progress = _run(_folder(tmp_path / "in", range(5)), workspace)

    catalog = workspace.catalog(_dataset(workspace).id)
    assert (progress.done, progress.total, progress.computed, progress.skipped) == (5, 5, 5, 0)
    assert catalog.digests == tuple(decode.digest_of(picture(seed)) for seed in range(5))
    assert catalog.width.tolist() == [96] * 5
    for method in INDEXED:
        digests = workspace.catalog(_dataset(workspace).id).digests
        values = workspace.fingerprints(digests, method)
        uprights = [decode.decode(picture(seed)).upright for seed in range(5)]
        expected = method.fingerprint(np.stack([method.reduce(u) for u in uprights]))
        assert np.array_equal(values, expected)


def test_a_second_index_computes_and_reads_nothing(tmp_path: Path, workspace: Workspace) -> None:
    folder = _folder(tmp_path / "in", range(7))
    _run(folder, workspace)
    before = _view(workspace)

    progress = _run(folder, workspace)

    assert (progress.computed, progress.size_bytes) == (0, 0)
    assert (progress.done, progress.total) == (7, 7)
    assert _view(workspace) == before


def test_only_what_was_added_is_computed(tmp_path: Path, workspace: Workspace) -> None:
    folder = _folder(tmp_path / "in", range(20))
    _run(folder, workspace)
    _folder(folder, range(100, 110))

    progress = _run(folder, workspace)

    assert (progress.computed, progress.total) == (10, 30)
    assert progress.size_bytes == sum(len(picture(seed)) for seed in range(100, 110))


def test_a_changed_file_is_computed_again(tmp_path: Path, workspace: Workspace) -> None:
    folder = _folder(tmp_path / "in", range(4))
    _run(folder, workspace)
    (folder / "002.png").write_bytes(picture(50))

    progress = _run(folder, workspace)

    assert progress.computed == 1
    digests = workspace.catalog(_dataset(workspace).id).digests
    assert digests[2] == decode.digest_of(picture(50))


def test_a_change_that_keeps_the_size_is_seen_by_the_time(
    tmp_path: Path, workspace: Workspace
) -> None:
    folder = folder_of(tmp_path / "in", {"x.bmp": picture(1, "BMP")})
    _run(folder, workspace)
    (folder / "x.bmp").write_bytes(picture(2, "BMP"))
    os.utime(folder / "x.bmp", ns=(1, 1))

    progress = _run(folder, workspace)

    assert progress.computed == 1


def test_a_file_that_was_only_touched_is_read_but_not_computed(
    tmp_path: Path, workspace: Workspace
) -> None:
    folder = _folder(tmp_path / "in", range(3))
    _run(folder, workspace)
    os.utime(folder / "001.png", ns=(1, 1))

    progress = _run(folder, workspace)

    assert (progress.computed, progress.size_bytes) == (0, len(picture(1)))


def test_a_deleted_file_leaves_the_catalog(tmp_path: Path, workspace: Workspace) -> None:
    folder = _folder(tmp_path / "in", range(3))
    (folder / "bad.png").write_bytes(b"hello")
    _run(folder, workspace)
    (folder / "001.png").unlink()
    (folder / "bad.png").unlink()

    _run(folder, workspace)

    catalog = workspace.catalog(_dataset(workspace).id)
    assert catalog.paths == ("000.png", "002.png")
    assert catalog.skipped == ()


def test_a_renamed_file_is_not_computed_again(tmp_path: Path, workspace: Workspace) -> None:
    folder = _folder(tmp_path / "in", range(3))
    _run(folder, workspace)
    (folder / "001.png").rename(folder / "renamed.png")

    progress = _run(folder, workspace)

    assert progress.computed == 0
    catalog = workspace.catalog(_dataset(workspace).id)
    assert catalog.paths == ("000.png", "002.png", "renamed.png")
    assert catalog.digests[2] == decode.digest_of(picture(1))


def test_the_same_picture_elsewhere_is_not_computed_again(
    tmp_path: Path, workspace: Workspace
) -> None:
    _run(_folder(tmp_path / "one", range(3)), workspace)

    progress = _run(_folder(tmp_path / "two", range(3)), workspace)

    assert progress.computed == 0


def test_a_new_version_of_a_method_is_computed_beside_the_old(
    tmp_path: Path, workspace: Workspace
) -> None:
    folder, old = _folder(tmp_path / "in", range(3)), fingerprints.DEFAULT
    new = replace(
        old, version=old.version + 1, fingerprint=lambda grey: 255 - old.fingerprint(grey)
    )
    _run(folder, workspace, [old])

    progress = _run(folder, workspace, [new])

    id = _dataset(workspace).id
    assert progress.computed == 3
    digests = workspace.catalog(id).digests
    before = workspace.fingerprints(digests, old)
    assert np.array_equal(workspace.fingerprints(digests, new), 255 - before)
    assert _run(folder, workspace, [old, new]).computed == 0


def test_the_number_of_threads_changes_nothing(
    tmp_path: Path, workspace: Workspace, other: Workspace
) -> None:
    folder = _folder(tmp_path / "in", range(30))

    _run(folder, workspace, workers=1)
    _run(folder, other, workers=7)

    assert _view(workspace) == _view(other)


@pytest.mark.parametrize("after", [0, 1, 20, BATCH // CHUNK + 4])
def test_a_stopped_index_goes_on_to_the_same_result(
    after: int, tmp_path: Path, workspace: Workspace, other: Workspace
) -> None:
    folder = _folder(tmp_path / "in", range(BATCH + 60))
    (folder / "bad.png").write_bytes(b"hello")
    _run(folder, other)

    with pytest.raises(Cancelled, match="What was finished is kept; start again to go on"):
        _run(folder, workspace, control=_Scripted(stop_at=after))

    assert _dataset(workspace).indexed_at == ""
    progress = _run(folder, workspace)
    assert progress.computed == BATCH + 60 - CHUNK * after  # what was begun is finished
    assert _dataset(workspace).indexed_at
    assert _view(workspace) == _view(other)


def test_a_pause_saves_all_that_was_begun_and_is_no_working_time(
    tmp_path: Path, workspace: Workspace, other: Workspace
) -> None:
    folder, saved = _folder(tmp_path / "in", range(200)), []
    dataset = add_path(workspace, folder)
    _run(folder, other)

    def look() -> None:
        saved.append(workspace.counts(dataset.id).indexed)

    progress = _run(folder, workspace, control=_Scripted(pause_at=[7, 20], seen=look))

    assert saved == [7 * CHUNK, 20 * CHUNK]
    assert progress.seconds < 0  # two pauses of 100 s that were none
    assert _view(workspace) == _view(other)


def test_scaled_and_exact_fingerprints_are_kept_apart(tmp_path: Path, workspace: Workspace) -> None:
    shot = data_of(photo(1, (1200, 900)), "JPEG", quality=60)
    folder = folder_of(tmp_path / "in", {"large.jpg": shot})
    method = fingerprints.method_named("dhash")

    runs = [_run(folder, workspace, exactly=exactly).computed for exactly in (False, True, True)]

    assert runs == [1, 1, 0]
    assert _dataset(workspace).exact
    for exactly in (False, True):
        upright = decode.decode(shot, exactly=exactly).upright
        (stored,) = workspace.fingerprints([decode.digest_of(shot)], method, exactly=exactly)
        assert np.array_equal(stored, method.fingerprint(method.reduce(upright)[None])[0])


def test_a_dataset_goes_on_as_it_was_indexed(tmp_path: Path, workspace: Workspace) -> None:
    folder = _folder(tmp_path / "in", range(3))
    scan(workspace, add_path(workspace, folder), exactly=True)
    _folder(folder, range(3, 5))

    scan(workspace, _dataset(workspace))

    assert _dataset(workspace).exact
    assert len(OpenDataset(workspace, _dataset(workspace)).catalog) == 5


def test_a_run_for_one_method_leaves_open_what_others_lack(
    tmp_path: Path, workspace: Workspace
) -> None:
    folder = _folder(tmp_path / "in", range(3))
    _run(folder, workspace)
    (folder / "new.png").write_bytes(picture(77))

    _run(folder, workspace, [fingerprints.DEFAULT])

    assert _dataset(workspace).indexed_at == ""
    assert _run(folder, workspace).computed == 1
    assert _dataset(workspace).indexed_at


def test_a_run_for_one_method_that_is_stopped_leaves_the_dataset_to_be_indexed(
    tmp_path: Path, workspace: Workspace
) -> None:
    folder = _folder(tmp_path / "in", range(3))
    _run(folder, workspace)
    _folder(folder, range(100, 130))

    with pytest.raises(Cancelled):
        _run(folder, workspace, [fingerprints.DEFAULT], control=_Scripted(stop_at=2))

    assert _dataset(workspace).indexed_at == ""


def test_a_run_for_one_method_that_finds_nothing_new_leaves_a_dataset_indexed(
    tmp_path: Path, workspace: Workspace
) -> None:
    folder = _folder(tmp_path / "in", range(3))
    _run(folder, workspace)

    _run(folder, workspace, [fingerprints.DEFAULT])

    assert _dataset(workspace).indexed_at


def test_progress_only_grows_and_ends_complete(tmp_path: Path, workspace: Workspace) -> None:
    folder = _folder(tmp_path / "in", range(BATCH + 5))
    (folder / "bad.png").write_bytes(b"hello")
    (folder / "empty.png").write_bytes(b"")
    dataset, told = add_path(workspace, folder), []

    last = index(FolderSource(folder), workspace, dataset.id, INDEXED, report=told.append)

    done = [progress.done for progress in told]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, BATCH + 6)
    assert last == told[-1]
    assert (last.computed, last.skipped, last.total) == (BATCH + 5, 2, BATCH + 6)


@pytest.mark.slow
def test_a_killed_scan_goes_on_to_the_same_result(
    tmp_path: Path, workspace: Workspace, other: Workspace
) -> None:
    folder = _folder(tmp_path / "in", range(6 * BATCH))
    _run(folder, other)
    dataset = add_path(workspace, folder)
    command = [sys.executable, "-m", "dedup_core", "scan", str(folder), "--json"]
    process = subprocess.Popen(
        [*command, "--workspace", str(workspace.folder)],
        cwd=REPOSITORY,
        stdout=subprocess.DEVNULL,
    )
    while not workspace.counts(dataset.id).indexed:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()

    dataset = workspace.dataset(dataset.id)
    assert (process.returncode, dataset.indexed_at) == (-signal.SIGKILL, "")
    saved = workspace.counts(dataset.id).indexed
    progress = _run(folder, workspace)

    assert progress.computed == 6 * BATCH - saved
    assert _view(workspace) == _view(other)


# from a scan to groups


def test_a_scan_that_finds_no_picture_keeps_the_reasons(
    tmp_path: Path, workspace: Workspace
) -> None:
    folder = folder_of(tmp_path / "in", {"x.txt": b"hello"})
    dataset = add_path(workspace, folder)

    with pytest.raises(NoPicturesError):
        scan(workspace, dataset)

    assert [row.path for row in workspace.catalog(dataset.id).skipped] == ["x.txt"]


def test_an_open_dataset_has_pairs_of_its_copies(tmp_path: Path, workspace: Workspace) -> None:
    folder = _folder(tmp_path / "in", range(6))
    (folder / "copy of 003.jpg").write_bytes(picture(3, "JPEG", quality=95))
    (folder / "twin of 003.png").write_bytes(picture(3))
    dataset = add_path(workspace, folder)
    scan(workspace, dataset)

    opened = OpenDataset(workspace, dataset)

    for method in (m for m in INDEXED if m.metric in (Metric.HAMMING, Metric.EXACT)):
        table = opened.pairs(method.name).within(method.default)
        paths = opened.catalog.paths
        pairs = {(paths[a], paths[b]) for a, b in zip(table.left, table.right, strict=True)}
        assert ("003.png", "twin of 003.png") in pairs
        assert (("003.png", "copy of 003.jpg") in pairs) == (method.name != "exact")
