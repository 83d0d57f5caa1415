"""Where pictures come from: a folder, a zip, single files."""

from __future__ import annotations

from pathlib import Path

from dedup_core.errors import SourceError
from dedup_core.sources.archive import ZipSource
from dedup_core.sources.base import (
    MAX_FILE_BYTES,
    MAX_FILES,
    Entry,
    Listing,
    Source,
    UniqueNames,
)
from dedup_core.sources.files import FilesSource, upload_source, write_names
from dedup_core.sources.folder import FolderSource

__all__ = [
    "MAX_FILES",
    "MAX_FILE_BYTES",
    "Entry",
    "FilesSource",
    "FolderSource",
    "Listing",
    "Source",
    "UniqueNames",
    "ZipSource",
    "open_source",
    "upload_source",
    "write_names",
]

_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def open_source(place: str | Path) -> Source:
    """The source at a path: a folder, a zip, or one picture.

    Raises SourceError when there is nothing there, or a zip that cannot be read.
    """
    path = Path(place)
    try:
        if path.is_dir():
            return FolderSource(path)
        if not path.exists():
            raise SourceError(f"{path} does not exist. Check the path for a typing mistake.")
        if path.suffix.lower() == ".zip" or _starts_like_a_zip(path):
            return ZipSource(path)
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from error
    return FilesSource(path.name, {path.name: path})


def _starts_like_a_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) in _ZIP_STARTS
