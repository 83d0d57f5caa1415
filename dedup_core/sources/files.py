"""Single files under given names as a source: a few pictures, or what a browser uploaded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from dedup_core.errors import SourceError
from dedup_core.model import Skipped
from dedup_core.sources.base import Entry, Listing, sorted_listing, too_large, vanished
from dedup_core.sources.folder import read_file

UPLOAD_NAMES = "names.json"


class FilesSource:
    """Files by the name that people know them by; where they lie on disk may be named otherwise."""

    def __init__(self, name: str, files: Mapping[str, Path]) -> None:
        self._name = name
        self._files = dict(files)

    @property
    def name(self) -> str:
        """What people call it."""
        return self._name

    def listing(self) -> Listing:
        """Every file that was named; one that is missing is skipped with a reason."""
        entries: list[Entry] = []
        skipped: list[Skipped] = []
        for path, file in self._files.items():
            try:
                stat = file.stat()
            except OSError as error:
                skipped.append(Skipped(path, f"the file cannot be looked at: {error.strerror}"))
                continue
            if reason := too_large(stat.st_size):
                skipped.append(Skipped(path, reason))
            else:
                entries.append(Entry(path, stat.st_size, str(stat.st_mtime_ns)))
        return sorted_listing(entries, skipped)

    def read(self, path: str) -> bytes:
        """The bytes of one entry."""
        if path not in self._files:
            raise vanished(path)
        return read_file(self._files[path], path)

    def close(self) -> None:
        """Nothing is kept open."""


def write_names(folder: Path, names: Mapping[str, str]) -> None:
    """Say under which name each file of an upload folder is known (`names`: name → file)."""
    (folder / UPLOAD_NAMES).write_text(json.dumps(dict(names)), encoding="utf-8")


def upload_source(folder: Path, *, name: str) -> FilesSource:
    """The files of an upload folder under the names that the browser gave them."""
    try:
        names = json.loads((folder / UPLOAD_NAMES).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SourceError(f"The upload {name} is incomplete. Upload it again.") from error
    return FilesSource(name, {path: folder / file for path, file in names.items()})
