"""The pictures that are kept, as a zip that is made piece by piece: it is nowhere whole."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from dedup_core.apply import placing
from dedup_core.apply.plan import Plan
from dedup_core.apply.quarantine import STOPPED
from dedup_core.apply.tally import Done, Tally
from dedup_core.errors import ApplyError, PictureError
from dedup_core.model import FREE, Control, Report, quiet
from dedup_core.report.base import csv_line, harmless
from dedup_core.sources import Source

LIST = "_files.csv"
_COLUMNS = ("name", "path", "digest", "size_bytes", "left_out")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same pictures give the same bytes
# Windows takes the first two for the way to another folder or disk, cannot write the others, and
# drops dots and spaces at the end: `a.jpg.` would be written over `a.jpg`.
_UNWRITABLE = re.compile(r'[\\:*?"<>|\x00-\x1f]|[. ](?=/|$)')
_LONGEST = 65_535  # bytes of a name: a zip has two bytes for how many there are


def zip_kept(
    plan: Plan,
    source: Source,
    file: Path,
    *,
    report: Report = quiet,
    control: Control = FREE,
) -> Done:
    """What is kept is in a new zip, each picture verified; ApplyError when it cannot begin.

    A picture that is not as it was indexed is left out, with a reason. The file appears only when
    it is whole, and never over another one.
    """
    sizes = [int(plan.catalog.size_bytes[row]) for row in plan.staying().tolist()]
    tally = Tally("zip", str(file), sizes=sizes, report=report)
    if file.exists():
        raise ApplyError(f"{file} is there already. Choose another name.")
    part = file.with_name(file.name + ".part")
    try:
        with part.open("wb") as stream:
            problem = _write(stream, zipped(plan, source, tally), control)
        if not problem:
            placing.move_new(part, file)
    except OSError as error:
        raise ApplyError(str(placing.explained(error, file))) from error
    finally:
        part.unlink(missing_ok=True)
    return tally.result(problem)


def zipped(plan: Plan, source: Source, tally: Tally | None = None) -> Iterator[bytes]:
    """A zip in pieces, one picture each, not compressed: pictures are already.

    Its last file, `_files.csv`, lists every kept picture with its name in the zip, and why one is
    left out. Names that only some systems can tell apart, or write, are changed there.
    """
    catalog, names, pipe = plan.catalog, _Names(), _Pipe()
    listed = [csv_line(_COLUMNS)]
    with ZipFile(pipe, "w", ZIP_STORED) as archive:
        for row in plan.staying().tolist():
            path, digest, size = catalog.paths[row], catalog.digests[row], catalog.size_bytes[row]
            name, reason = "", ""
            try:
                data = _verified(source, path, digest)
                name = names.of(path)
                archive.writestr(ZipInfo(name, _LONG_AGO), data)
            except PictureError as error:
                reason = str(error)
            listed.append(csv_line(map(harmless, (name, path, digest, int(size), reason))))
            _count(tally, path, int(size), reason)
            yield pipe.drained()
        archive.writestr(ZipInfo(LIST, _LONG_AGO), "".join(listed).encode())
    yield pipe.drained()


def _write(stream: BinaryIO, pieces: Iterator[bytes], control: Control) -> str:
    """Why it ended before its end; empty: it did not."""
    for piece in pieces:
        control.wait()
        if control.stopped():
            return STOPPED
        stream.write(piece)
    return ""


def _verified(source: Source, path: str, digest: str) -> bytes:
    data = source.read(path)
    if placing.digest_of(data) != digest:
        raise PictureError(placing.CHANGED)
    return data


def _count(tally: Tally | None, path: str, size_bytes: int, reason: str) -> None:
    if tally is not None and reason:
        tally.refuse(path, reason, size_bytes)
    elif tally is not None:
        tally.done(size_bytes)


class _Names:
    """Gives every picture a name that unpacks below the chosen folder, on every system."""

    def __init__(self) -> None:
        self._files = {_alike(LIST)}
        self._folders: set[str] = set()
        self._number: dict[str, int] = {}  # the last that was given to files of one name

    def of(self, path: str) -> str:
        """The name for a path; PictureError when it leads elsewhere, or through another file."""
        if path.startswith("/") or any(part in ("", ".", "..") for part in path.split("/")):
            raise PictureError("its path leads outside the folder; such a path is never used")
        wanted = PurePosixPath(_UNWRITABLE.sub("_", path))
        folders = {_alike(str(folder)) for folder in wanted.parents} - {"."}
        if folders & self._files:
            raise PictureError("a picture has the name of its folder")
        name, alike = str(wanted), _alike(str(wanted))
        while _alike(name) in self._files or _alike(name) in self._folders:
            self._number[alike] = number = self._number.get(alike, 1) + 1
            name = str(wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}"))
        if len(name.encode()) > _LONGEST:
            raise PictureError("its path is longer than a zip can hold")
        self._files.add(_alike(name))
        self._folders |= folders
        return name


def _alike(name: str) -> str:
    """Equal for names that some system takes for one: by case, or by how an accent is written."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


class _Pipe(io.BytesIO):
    """What was written since it was last drained, at its place in the whole.

    `ZipFile` goes back once for each file, to write its size before it: so it must be able to seek,
    but never further back than to the file at hand.
    """

    def __init__(self) -> None:
        super().__init__()
        self._gone = 0

    def tell(self) -> int:
        """The place in the whole."""
        return self._gone + super().tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place of the whole."""
        back = self._gone if whence == io.SEEK_SET else 0
        return self._gone + super().seek(offset - back, whence)

    def drained(self) -> bytes:
        """What was written, which is then forgotten."""
        piece = self.getvalue()
        self._gone += len(piece)
        super().seek(0)
        self.truncate()
        return piece
