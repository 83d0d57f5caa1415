"""Source → catalog and features, through the workspace. What is stored is never computed again."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core import decode
from dedup_core.errors import Cancelled, PictureError
from dedup_core.fingerprints import Method
from dedup_core.model import Facts, Progress, Report, Stop, never, quiet
from dedup_core.sources import Entry, Source
from dedup_core.store import Computed, IndexedEntry, KnownEntry, Workspace

BATCH = 64  # pictures a commit: what a crash can cost at most
REPORT_EVERY_S = 0.2


@dataclass(frozen=True, slots=True)
class _Reduced:
    digest: str
    facts: Facts
    thumbnail: bytes
    reductions: tuple[NDArray[np.uint8], ...]


@dataclass(frozen=True, slots=True)
class _Done:
    """One entry after its turn; `reduced` only when it had to be decoded."""

    row: IndexedEntry
    reduced: _Reduced | None
    read_bytes: int


def index(
    source: Source,
    workspace: Workspace,
    dataset: str,
    methods: Sequence[Method],
    *,
    whole: bool = True,
    max_pixels: int = decode.MAX_PIXELS,
    workers: int = 0,
    report: Report = quiet,
    stop: Stop = never,
) -> Progress:
    """Bring a dataset's catalog and fingerprints up to date; the last progress comes back.

    whole: whether these are all methods, so that the dataset counts as indexed afterwards

    One bad file is a row with a reason. Raises SourceError when the source cannot be listed and
    Cancelled when `stop` said so; whatever was finished by then is stored and not done again.
    """
    listing = source.listing()
    known = workspace.known_entries(dataset)
    complete = workspace.complete_digests(methods)
    skipped = [IndexedEntry(row.path, 0, "", None, row.reason) for row in listing.skipped]
    workspace.save(dataset, skipped, [], methods)
    todo = [entry for entry in listing.entries if not _is_current(entry, known, complete)]
    tally = _Tally(report, total=len(listing.entries), done=len(listing.entries) - len(todo))
    tally.skipped = len(skipped)
    tally.tell()
    work = _Work(source, tuple(methods), complete, max_pixels)
    done = _in_threads(work, todo, workers or os.cpu_count() or 1, stop)
    for batch in _batches(tally.watch(done)):
        _save(workspace, dataset, batch, methods)
    listed = {e.path for e in listing.entries} | {s.path for s in listing.skipped}
    gone = known.keys() - listed
    last = tally.tell()
    if whole or last.computed or gone:
        workspace.finish(dataset, gone, indexed=whole)
    return last


def _is_current(entry: Entry, known: dict[str, KnownEntry], complete: set[str]) -> bool:
    before = known.get(entry.path)
    if before is None or (before.size_bytes, before.stamp) != (entry.size_bytes, entry.stamp):
        return False
    return before.digest in complete  # what was skipped is tried again: rights and limits change


@dataclass(frozen=True, slots=True)
class _Work:
    source: Source
    methods: tuple[Method, ...]
    complete: set[str]
    max_pixels: int

    def do(self, entry: Entry) -> _Done:
        """Read, digest and, when its content is new, decode one entry."""
        try:
            data = self.source.read(entry.path)
        except PictureError as error:
            return self._skip(entry, str(error), 0)
        except Exception as error:  # whatever it is, it concerns this file alone
            return self._skip(entry, f"the file cannot be read: {error!r}", 0)
        digest = decode.digest_of(data)
        row = IndexedEntry(entry.path, entry.size_bytes, entry.stamp, digest, None)
        if digest in self.complete:
            return _Done(row, None, len(data))
        try:
            decoded = decode.decode(data, digest=digest, max_pixels=self.max_pixels)
            with decode.refusing_damage():
                reductions = tuple(method.reduce(decoded.upright) for method in self.methods)
        except PictureError as error:
            return self._skip(entry, str(error), len(data))
        reduced = _Reduced(digest, decoded.facts, decoded.thumbnail, reductions)
        return _Done(row, reduced, len(data))

    @staticmethod
    def _skip(entry: Entry, reason: str, read_bytes: int) -> _Done:
        row = IndexedEntry(entry.path, entry.size_bytes, entry.stamp, None, reason)
        return _Done(row, None, read_bytes)


def _in_threads(work: _Work, todo: list[Entry], workers: int, stop: Stop) -> Iterator[_Done]:
    """Results in order; decoders release the interpreter lock. Few pictures wait in memory."""
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[_Done]] = deque()
        try:
            for entry in todo:
                if stop():
                    raise Cancelled("Stopped. What was finished is kept; start again to go on.")
                waiting.append(pool.submit(work.do, entry))
                if len(waiting) > 2 * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _batches(done: Iterator[_Done]) -> Iterator[list[_Done]]:
    """Lists of at most BATCH; what is finished when the work is cancelled still comes out."""
    batch: list[_Done] = []
    try:
        for item in done:
            batch.append(item)
            if len(batch) == BATCH:
                yield batch
                batch = []
    except Cancelled:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _save(
    workspace: Workspace, dataset: str, batch: list[_Done], methods: Sequence[Method]
) -> None:
    fresh = {item.reduced.digest: item.reduced for item in batch if item.reduced}
    reduced = list(fresh.values())
    values: list[dict[str, bytes]] = [{} for _ in reduced]
    for number, method in enumerate(methods):
        if reduced:
            stacked = np.stack([item.reductions[number] for item in reduced])
            for row, value in enumerate(method.fingerprint(stacked)):
                values[row][method.name] = value.tobytes()
    computed = [
        Computed(item.digest, item.facts, item.thumbnail, value)
        for item, value in zip(reduced, values, strict=True)
    ]
    workspace.save(dataset, [item.row for item in batch], computed, methods)


class _Tally:
    """Counts for the progress report."""

    def __init__(self, report: Report, *, total: int, done: int) -> None:
        self._report = report
        self.total, self.done = total, done
        self.size_bytes = self.computed = self.skipped = 0

    def watch(self, done: Iterator[_Done]) -> Iterator[_Done]:
        """The same, counted; a report now and then."""
        told_at = time.monotonic()
        for item in done:
            self.done += 1
            self.size_bytes += item.read_bytes
            self.computed += item.reduced is not None
            self.skipped += item.row.reason is not None
            if time.monotonic() - told_at >= REPORT_EVERY_S:
                told_at = time.monotonic()
                self.tell()
            yield item

    def tell(self) -> Progress:
        progress = Progress(
            "index", self.done, self.total, self.size_bytes, self.computed, self.skipped
        )
        self._report(progress)
        return progress
