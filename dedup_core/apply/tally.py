"""What a run did, file by file: counted while it goes on, and as a value at its end."""

from __future__ import annotations

import time
from dataclasses import dataclass

from dedup_core.model import Progress, Report


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that a run left as it was, with the reason in words."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """What a run did; asked = done + already + refused + left.

    way:     copy, link, quarantine or restore
    folder:  where the copies or the quarantine are
    already: files that were as wanted before it began
    left:    files that it did not come to
    size_bytes: of the done
    problem: why it ended before its end, and what to do; empty: it did not
    """

    way: str
    folder: str
    asked: int
    done: int
    already: int
    refused: tuple[Refused, ...]
    size_bytes: int
    problem: str = ""

    @property
    def left(self) -> int:
        """Files that it did not come to."""
        return self.asked - self.done - self.already - len(self.refused)


class Tally:
    """Counts the files of one run, and tells a `Report` about each."""

    def __init__(self, way: str, folder: str, *, sizes: list[int], report: Report) -> None:
        self._way, self._folder, self._report = way, folder, report
        self._total, self._bytes = len(sizes), sum(sizes)
        self._refused: list[Refused] = []
        self._done = self._already = self._size = self._passed = 0
        self._began = time.monotonic()
        self._tell()

    def done(self, size_bytes: int) -> None:
        """A file was carried out."""
        self._done += 1
        self._size += size_bytes
        self._pass(size_bytes)

    def already(self, size_bytes: int) -> None:
        """A file was as wanted."""
        self._already += 1
        self._pass(size_bytes)

    def refuse(self, path: str, reason: str, size_bytes: int = 0) -> None:
        """A file was left as it was."""
        self._refused.append(Refused(path, reason))
        self._pass(size_bytes)

    def result(self, problem: str = "") -> Done:
        """What was done so far."""
        refused = tuple(self._refused)
        return Done(
            self._way,
            self._folder,
            self._total,
            self._done,
            self._already,
            refused,
            self._size,
            problem,
        )

    def _pass(self, size_bytes: int) -> None:
        self._passed += size_bytes
        self._tell()

    def _tell(self) -> None:
        self._report(
            Progress(
                stage=self._way,
                done=self._done + self._already + len(self._refused),
                total=self._total,
                known=0,  # those that were as wanted are read, too, and cost as much
                size_bytes=self._passed,
                total_bytes=self._bytes,
                computed=0,
                skipped=len(self._refused),
                seconds=time.monotonic() - self._began,
            )
        )
