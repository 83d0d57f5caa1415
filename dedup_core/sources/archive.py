"""A zip file as a source. Nothing is ever unpacked to disk: entries are read one by one."""

from __future__ import annotations

import lzma
import struct
import threading
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from dedup_core.errors import PictureError, SourceError
from dedup_core.model import Skipped
from dedup_core.sources.base import (
    MAX_FILES,
    Entry,
    Listing,
    UniqueNames,
    sorted_listing,
    too_large,
    vanished,
)

MAX_RATIO = (
    200  # a picture is compressed already: an honest zip of pictures is near 1, BMPs near 50
)
MAX_FREE_BYTES = 1 << 30  # below this total the ratio does not matter
_ENCRYPTED, _UTF8 = 0x1, 0x800
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    struct.error,
)


class ZipSource:
    """The files inside a zip. SourceError when it is no zip, encrypted as a whole, or a bomb."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        try:
            self._zip = zipfile.ZipFile(file)
        except FileNotFoundError as error:
            raise SourceError(f"{file} does not exist.") from error
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise SourceError(
                f"{file.name} is not a zip file that can be read ({error}). "
                "If it was copied or downloaded, it may be incomplete: get it again."
            ) from error
        self._infos: dict[str, zipfile.ZipInfo] = {}

    @property
    def name(self) -> str:
        """The zip's file name without its ending."""
        return self._file.stem

    def listing(self) -> Listing:
        """Every file in the zip."""
        infos = [info for info in self._zip.infolist() if not info.is_dir()]
        if len(infos) > MAX_FILES:
            raise SourceError(f"{self._file.name} has {len(infos):,} files; at most {MAX_FILES:,}.")
        self._refuse_bomb(infos)
        if infos and all(info.flag_bits & _ENCRYPTED for info in infos):
            raise SourceError(
                f"{self._file.name} is encrypted. Unpack it with its password and give the folder, "
                "or a zip without a password."
            )
        entries: list[Entry] = []
        skipped: list[Skipped] = []
        self._infos, names = {}, UniqueNames()
        for info in infos:
            path = names.of(_name(info))
            self._infos[path] = info
            if reason := _refused(info, path):
                skipped.append(Skipped(path, reason))
            else:
                entries.append(Entry(path, info.file_size, f"{info.CRC:08x}"))
        return sorted_listing(entries, skipped)

    def read(self, path: str) -> bytes:
        """The bytes of one entry, at most as many as the zip's table of contents promised."""
        if not self._infos:
            self.listing()
        info = self._infos.get(path)
        if info is None:
            raise vanished(path)
        try:
            with self._lock, self._zip.open(info) as stream:
                data = stream.read(info.file_size + 1)
        except _DAMAGE as error:
            raise PictureError(f"{path} is damaged inside the zip: {error}") from error
        except RuntimeError as error:  # zipfile's way to say "password required"
            raise PictureError(f"{path} cannot be unpacked: {error}") from error
        if len(data) != info.file_size:
            raise PictureError(f"{path} is damaged inside the zip: its size is not as told")
        return data

    def close(self) -> None:
        """Close the zip."""
        self._zip.close()

    def _refuse_bomb(self, infos: list[zipfile.ZipInfo]) -> None:
        packed = max(1, self._file.stat().st_size)
        unpacked = sum(info.file_size for info in infos)
        overlapping = sum(info.compress_size for info in infos) > packed
        if overlapping or (unpacked > MAX_FREE_BYTES and unpacked > MAX_RATIO * packed):
            raise SourceError(
                f"{self._file.name} looks like a zip bomb: {packed:,} bytes would unpack to "
                f"{unpacked:,}. Nothing was read. If it is honest, unpack it and give the folder."
            )


def _name(info: zipfile.ZipInfo) -> str:
    """The name; many programs write UTF-8 without saying so, which zipfile reads as cp437."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


def _refused(info: zipfile.ZipInfo, path: str) -> str:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    if ".." in parts or path.startswith(("/", "\\")) or (parts and parts[0].endswith(":")):
        return "the name leads outside the zip; such files are never read"
    if info.flag_bits & _ENCRYPTED:
        return "the file is encrypted inside the zip"
    return too_large(info.file_size)
