"""A folder, nested to any depth, as a source."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from dedup_core.errors import PictureError, SourceError
from dedup_core.model import Skipped
from dedup_core.sources.base import (
    MAX_FILE_BYTES,
    Entry,
    Listing,
    sorted_listing,
    too_large,
    vanished,
)

# What was a file when it was listed may be a link or a pipe by now.
_NO_LINK, _NO_WAIT = getattr(os, "O_NOFOLLOW", 0), getattr(os, "O_NONBLOCK", 0)


class FolderSource:
    """All files below a folder. Symbolic links are not followed: they could lead outside or around.

    Files come and go while a folder is read; what is gone at reading time becomes a skipped row.
    """

    def __init__(self, root: Path) -> None:
        if not root.exists():
            raise SourceError(f"{root} does not exist. Check the path for a typing mistake.")
        if not root.is_dir():
            raise SourceError(f"{root} is not a folder.")
        self._root = root
        self._odd_names: dict[str, str] = {}  # text → name on disk, where the name is no UTF-8

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self._root.resolve().name or str(self._root)

    def listing(self) -> Listing:
        """Every file below the folder; SourceError when the folder itself cannot be listed."""
        entries: list[Entry] = []
        skipped: list[Skipped] = []
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            try:
                with os.scandir(self._root / folder) as found:
                    items = sorted(found, key=lambda item: item.name)
            except OSError as error:
                if not folder:
                    raise SourceError(f"{self._root} cannot be read: {error.strerror}.") from error
                skipped.append(_skipped(folder, f"the folder cannot be read: {error.strerror}"))
                continue
            for item in items:
                self._sort_in(item, folder, entries, skipped, waiting)
        return sorted_listing(*self._without_doubles(entries, skipped))

    def _without_doubles(
        self, entries: list[Entry], skipped: list[Skipped]
    ) -> tuple[list[Entry], list[Skipped]]:
        """Each path once: a name with stray bytes may read like another one when written out."""
        if not self._odd_names:
            return entries, skipped
        kept: dict[str, Entry] = {}
        for entry in entries:
            if entry.path in kept:
                self._odd_names.pop(entry.path, None)
                reason = "two files have this name once stray bytes are written out; rename one"
                skipped = [*skipped, Skipped(f"{entry.path} (2)", reason)]
            kept.setdefault(entry.path, entry)
        return list(kept.values()), skipped

    def read(self, path: str) -> bytes:
        """The bytes of one entry."""
        if "\\udc" in path and not self._odd_names:
            self.listing()
        return read_file(self._root / self._odd_names.get(path, path), path)

    def close(self) -> None:
        """Nothing is kept open."""

    def _sort_in(
        self,
        item: os.DirEntry[str],
        folder: str,
        entries: list[Entry],
        skipped: list[Skipped],
        waiting: list[str],
    ) -> None:
        path = f"{folder}/{item.name}" if folder else item.name
        try:
            if item.is_symlink():
                skipped.append(_skipped(path, "a symbolic link is not followed"))
            elif item.is_dir(follow_symlinks=False):
                waiting.append(path)
            elif not item.is_file(follow_symlinks=False):
                skipped.append(_skipped(path, "not a regular file (a device, pipe or socket)"))
            else:
                seen = item.stat(follow_symlinks=False)
                if reason := too_large(seen.st_size):
                    skipped.append(_skipped(path, reason))
                else:
                    text = _in_text(path)
                    if text != path:
                        self._odd_names[text] = path
                    entries.append(Entry(text, seen.st_size, str(seen.st_mtime_ns)))
        except OSError as error:
            skipped.append(_skipped(path, f"the file cannot be looked at: {error.strerror}"))


def read_file(file: Path, path: str) -> bytes:
    """The bytes of a file on disk; PictureError (naming `path`) when it cannot be read."""
    try:
        opened = os.open(file, os.O_RDONLY | _NO_LINK | _NO_WAIT)
        with open(opened, "rb") as stream:
            seen = os.fstat(opened)
            if not stat.S_ISREG(seen.st_mode):
                raise PictureError(f"{path} is no regular file any more")
            # Not more than there is: room for the largest file would be asked for and given back.
            data = stream.read(min(seen.st_size, MAX_FILE_BYTES) + 1)
        if len(data) > seen.st_size:
            raise PictureError(f"{path} is still being written; index it again when it is complete")
        if len(data) > MAX_FILE_BYTES:
            raise PictureError(f"{path} has grown beyond {MAX_FILE_BYTES:,} bytes")
        return data
    except FileNotFoundError as error:
        raise vanished(path) from error
    except OSError as error:
        raise PictureError(f"{path} cannot be read: {error.strerror}") from error


def _skipped(path: str, reason: str) -> Skipped:
    return Skipped(_in_text(path), reason)


def _in_text(path: str) -> str:
    """A name that is not valid UTF-8 on disk, as text that is: each stray byte as `\\udcXX`."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")
