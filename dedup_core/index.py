"""Source → catalog and features, through the workspace. What is stored is never computed again."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dedup_core import decode, fingerprints
from dedup_core.decode import Room
from dedup_core.errors import Cancelled, PictureError
from dedup_core.fingerprints import Method
from dedup_core.model import FREE, Control, Facts, Progress, Report, quiet
from dedup_core.sources import Entry, Source
from dedup_core.store import Computed, IndexedEntry, KnownEntry, Workspace
from dedup_core.threads import one_thread_a_task

BATCH, SAVE_EVERY_S = 256, 1.0  # a commit is due after so many files, or so much time
REPORT_EVERY_S = 0.2
CHUNK, CHUNK_BYTES = 8, 256 << 10  # files that a thread takes at once: small ones are done in 1 ms
FILES_ROOM = 128 << 20  # bytes of files that all threads together hold at once
PIXELS_ROOM = 300 << 20  # bytes of pixels: two of 12 megapixels that are no JPEGs


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


def index(
    source: Source,
    workspace: Workspace,
    dataset: str,
    methods: Sequence[Method],
    *,
    max_pixels: int = decode.MAX_PIXELS,
    exactly: bool = False,
    workers: int = 0,
    report: Report = quiet,
    control: Control = FREE,
) -> Progress:
    """Bring a dataset's catalog and fingerprints up to date; the last progress comes back.

    exactly: fingerprints from all pixels, not from a scaled decode; both kinds are kept apart

    The dataset counts as indexed when afterwards every method has all its fingerprints. One bad
    file is a row with a reason. Raises SourceError when the source cannot be listed and Cancelled
    when `control` said so; whatever was finished by then is stored and not done again.
    """
    listing = source.listing()
    workspace.use_exact_decode(dataset, exactly)
    known = workspace.known_entries(dataset)
    complete = workspace.complete_digests(methods, exactly=exactly)
    skipped = [IndexedEntry(row.path, 0, "", None, row.reason) for row in listing.skipped]
    workspace.save(dataset, skipped, [], methods)
    todo = [entry for entry in listing.entries if not _is_current(entry, known, complete)]
    tally = _Tally(report, todo, total=len(listing.entries), skipped=len(skipped))
    tally.tell()
    whole = workspace.complete_digests(fingerprints.INDEXED, exactly=exactly)
    writer = _Writer(workspace, dataset, tuple(methods), exactly, whole)
    every_pixel = exactly or any(method.every_pixel for method in methods)
    work = _Work(source, tuple(methods), complete, max_pixels, every_pixel)
    with one_thread_a_task():
        _in_threads(work, todo, writer, tally, workers or os.cpu_count() or 1, control)
    there = {entry.path for entry in listing.entries} | {row.path for row in listing.skipped}
    gone = known.keys() - there
    last = tally.tell()
    anew = bool(last.computed or gone or writer.for_all)
    workspace.finish(dataset, gone, methods=fingerprints.INDEXED, exactly=exactly, anew=anew)
    return last


def _is_current(entry: Entry, known: dict[str, KnownEntry], complete: set[str]) -> bool:
    before = known.get(entry.path)
    if before is None or (before.size_bytes, before.stamp) != (entry.size_bytes, entry.stamp):
        return False
    return before.digest in complete  # what was skipped is tried again: rights and limits change


@dataclass(frozen=True, slots=True)
class _Work:
    """What a thread does with one entry; pictures that need much memory wait for each other."""

    source: Source
    methods: tuple[Method, ...]
    complete: set[str]
    max_pixels: int
    exactly: bool
    files: Room = field(default_factory=lambda: Room(FILES_ROOM))
    pixels: Room = field(default_factory=lambda: Room(PIXELS_ROOM))

    def do_all(self, entries: list[Entry]) -> list[_Done]:
        """The entries of a chunk, one after the other."""
        return [self.do(entry) for entry in entries]

    def do(self, entry: Entry) -> _Done:
        """Read, digest and, when its content is new, decode one entry."""
        with self.files.holding(entry.size_bytes):
            try:
                data = self.source.read(entry.path)
            except PictureError as error:
                return self._skip(entry, str(error))
            except Exception as error:  # whatever it is, it concerns this file alone
                return self._skip(entry, f"the file cannot be read: {error!r}")
            digest = decode.digest_of(data)
            row = IndexedEntry(entry.path, entry.size_bytes, entry.stamp, digest, None)
            if digest in self.complete:
                return _Done(row, None)
            try:
                return _Done(row, self._reduced(data, digest))
            except PictureError as error:
                return self._skip(entry, str(error))

    def _reduced(self, data: bytes, digest: str) -> _Reduced:
        opened = decode.opened(data, max_pixels=self.max_pixels, exactly=self.exactly)
        with self.pixels.holding(opened.memory_bytes), decode.refusing_damage():
            decoded = opened.decode(digest)
            reductions = tuple(method.reduce(decoded.upright) for method in self.methods)
        return _Reduced(digest, decoded.facts, decoded.thumbnail, reductions)

    @staticmethod
    def _skip(entry: Entry, reason: str) -> _Done:
        return _Done(IndexedEntry(entry.path, entry.size_bytes, entry.stamp, None, reason), None)


def _in_threads(
    work: _Work,
    todo: list[Entry],
    writer: _Writer,
    tally: _Tally,
    workers: int,
    control: Control,
) -> None:
    """Entries in order; decoders release the interpreter lock. Few pictures wait in memory."""
    waiting: deque[Future[list[_Done]]] = deque()

    def finish(until: int) -> None:
        while len(waiting) > until:
            for done in waiting.popleft().result():
                tally.count(done)
                writer.take(done)

    with ThreadPoolExecutor(workers) as pool:
        try:
            for chunk in _chunks(todo):
                if control.paused():
                    finish(0)
                    writer.save()
                    tally.tell()
                    tally.rested(control.wait())
                if control.stopped():
                    raise Cancelled("Stopped. What was finished is kept; start again to go on.")
                waiting.append(pool.submit(work.do_all, chunk))
                finish(2 * workers)
            finish(0)
        except Cancelled:
            finish(0)
            raise
        finally:
            for future in waiting:
                future.cancel()
            writer.save()
            tally.tell()


def _chunks(todo: list[Entry]) -> Iterator[list[Entry]]:
    """The same entries in order, small ones several at once."""
    chunk: list[Entry] = []
    size_bytes = 0
    for entry in todo:
        if chunk and (len(chunk) == CHUNK or size_bytes + entry.size_bytes > CHUNK_BYTES):
            yield chunk
            chunk, size_bytes = [], 0
        chunk.append(entry)
        size_bytes += entry.size_bytes
    if chunk:
        yield chunk


@dataclass(slots=True)
class _Writer:
    """Stores what is done, a batch at a time."""

    workspace: Workspace
    dataset: str
    methods: tuple[Method, ...]
    exactly: bool
    whole: set[str]  # contents that every method of the usual pass knew before this run
    batch: list[_Done] = field(default_factory=list)
    saved_at: float = field(default_factory=time.monotonic)

    @property
    def for_all(self) -> bool:
        """Whether every method gets its fingerprints."""
        return set(fingerprints.INDEXED) <= set(self.methods)

    def take(self, done: _Done) -> None:
        self.batch.append(done)
        if len(self.batch) >= BATCH or time.monotonic() - self.saved_at >= SAVE_EVERY_S:
            self.save()

    def save(self) -> None:
        batch, self.batch = self.batch, []
        if batch:
            rows = [item.row for item in batch]
            done = _computed(batch, self.methods)
            if not self.for_all and any(r.digest and r.digest not in self.whole for r in rows):
                self.workspace.unfinish(self.dataset)  # others will lack what comes in now
            self.workspace.save(
                self.dataset, rows, done, self.methods, exactly=self.exactly, known=self.whole
            )
        self.saved_at = time.monotonic()


def _computed(batch: list[_Done], methods: Sequence[Method]) -> list[Computed]:
    """The decoded pictures of a batch with their fingerprints; each content once."""
    reduced = list({item.reduced.digest: item.reduced for item in batch if item.reduced}.values())
    values: list[dict[str, bytes]] = [{} for _ in reduced]
    for number, method in enumerate(methods if reduced else ()):
        stacked = np.stack([item.reductions[number] for item in reduced])
        for row, value in enumerate(method.fingerprint(stacked)):
            values[row][method.name] = value.tobytes()
    return [
        Computed(item.digest, item.facts, item.thumbnail, value)
        for item, value in zip(reduced, values, strict=True)
    ]


class _Tally:
    """Counts for the progress report."""

    def __init__(self, report: Report, todo: list[Entry], *, total: int, skipped: int) -> None:
        self._report, self._total, self._skipped = report, total, skipped
        self._known = self._done = total - len(todo)
        self._total_bytes = sum(entry.size_bytes for entry in todo)
        self._size_bytes = self._computed = 0
        self._began = self._told = time.monotonic()

    def count(self, done: _Done) -> None:
        """One more; a report now and then."""
        self._done += 1
        self._size_bytes += done.row.size_bytes
        self._computed += done.reduced is not None
        self._skipped += done.row.reason is not None
        if time.monotonic() - self._told >= REPORT_EVERY_S:
            self.tell()

    def rested(self, seconds: float) -> None:
        """A pause is no work."""
        self._began += seconds

    def tell(self) -> Progress:
        self._told = time.monotonic()
        progress = Progress(
            stage="index",
            done=self._done,
            total=self._total,
            known=self._known,
            size_bytes=self._size_bytes,
            total_bytes=self._total_bytes,
            computed=self._computed,
            skipped=self._skipped,
            seconds=self._told - self._began,
        )
        self._report(progress)
        return progress
