"""What a source is: a listing of entries, and the bytes of one entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from dedup_core.errors import PictureError
from dedup_core.model import Skipped

MAX_FILES = 2_000_000  # in one zip or upload
MAX_FILE_BYTES = 1 << 29  # 512 MiB: a picture file beyond this is skipped with a reason


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a source.

    path:  relative to the source, `/` between parts; unique inside the source
    stamp: differs when the content does: time of last change, or a checksum kept by an archive
    """

    path: str
    size_bytes: int
    stamp: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Every file of a source: entries to be read in path order, and what is skipped unread."""

    entries: tuple[Entry, ...]
    skipped: tuple[Skipped, ...]


class Source(Protocol):
    """A place with pictures. `listing` raises SourceError, `read` raises PictureError."""

    @property
    def name(self) -> str:
        """What people call it."""

    def listing(self) -> Listing:
        """Every file that the source holds now."""

    def read(self, path: str) -> bytes:
        """The bytes of one entry; safe to call from several threads."""

    def close(self) -> None:
        """Let go of open files."""


def too_large(size_bytes: int) -> str:
    """The reason for skipping a file of this size, or an empty string."""
    if size_bytes == 0:
        return "the file is empty (0 bytes)"
    if size_bytes > MAX_FILE_BYTES:
        return f"the file has {size_bytes:,} bytes; the limit is {MAX_FILE_BYTES:,}"
    return ""


def vanished(path: str) -> PictureError:
    """The error for an entry that was listed and is gone."""
    return PictureError(f"{path} was there when the source was listed and is gone now")


class UniqueNames:
    """Gives every name once: the second `a.jpg` becomes `a.jpg (2)`."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._number: dict[str, int] = {}

    def of(self, name: str) -> str:
        """The name, with a number behind it if it was given before."""
        unique = name
        while unique in self._taken:
            self._number[name] = self._number.get(name, 1) + 1
            unique = f"{name} ({self._number[name]})"
        self._taken.add(unique)
        return unique


def sorted_listing(entries: list[Entry], skipped: list[Skipped]) -> Listing:
    """A listing in path order."""
    return Listing(
        tuple(sorted(entries, key=lambda entry: entry.path)),
        tuple(sorted(skipped, key=lambda row: (row.path, row.reason))),
    )
