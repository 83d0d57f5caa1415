"""`quarantine.jsonl`: which files were moved, and where they belong.

The first line says from which folder they come. Each further line is one picture, and is on disk
before that picture is moved: it says what may be in the quarantine, the files say what is. A path
that was moved, restored and moved again has several lines; the last one holds.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Any

from dedup_core.apply.places import is_new, seen
from dedup_core.apply.placing import explained, sync_folder
from dedup_core.apply.tally import Refused
from dedup_core.errors import ApplyError, PictureError
from dedup_core.review import Setting

NAME = "quarantine.jsonl"
VERSION = 1
_KINDS = {"path": str, "digest": str, "size_bytes": int, "mtime_ns": int}
_MOST_BYTES = 1 << 31  # of a manifest: 2 GiB are some five million pictures


@dataclass(frozen=True, slots=True)
class Move:
    """A picture that is moved. path, keeper: relative names on disk; digest, size: of its bytes."""

    path: str
    digest: str
    size_bytes: int
    mtime_ns: int
    group: int
    keeper: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What a manifest holds: where the files come from, the last line of each path, bad lines."""

    root: Path
    moves: dict[str, Move]
    unreadable: tuple[Refused, ...] = ()


class Manifest:
    """An open manifest; what is written to it is on disk when `write` comes back."""

    def __init__(self, file: Path, stream: FileIO, known: dict[str, Move]) -> None:
        self._file, self._stream, self.known = file, stream, known

    def write(self, moves: Sequence[Move]) -> None:
        """Add a line for each, unless the same one is there. ApplyError when that cannot be."""
        new = [move for move in moves if self.known.get(move.path) != move]
        if new:
            self.add(b"".join(_line(asdict(move)) for move in new))
        self.known.update({move.path: move for move in new})

    def add(self, lines: bytes) -> None:
        """Add whole lines. Without a buffer: what did not fit must not be tried again later."""
        try:
            while lines:
                lines = lines[self._stream.write(lines) :]
            os.fsync(self._stream.fileno())
        except OSError as error:
            raise ApplyError(str(explained(error, self._file))) from error


@contextmanager
def opened(folder: Path, root: Path, setting: Setting) -> Iterator[Manifest]:
    """The manifest of a quarantine folder, begun where there is none; see `refuse_foreign`."""
    file = folder / NAME
    refuse_foreign(folder, root)
    known = {} if _is_unbegun(folder) else dict(read(folder).moves)
    with file.open("r+b" if file.exists() else "x+b", buffering=0) as stream:
        _cut_torn_line(stream)
        manifest = Manifest(file, stream, known)
        if not stream.tell():
            manifest.add(_line(_header(root, setting)))
            sync_folder(folder)
        yield manifest


def refuse_foreign(folder: Path, root: Path) -> None:
    """ApplyError unless a folder is new, empty, or the quarantine of the same folder."""
    if _is_unbegun(folder):
        return
    if not (folder / NAME).exists():
        raise ApplyError(
            f"{folder} is not empty. Choose a new or an empty folder, or an earlier quarantine of "
            "the same pictures."
        )
    before = read(folder).root
    if before != root:
        raise ApplyError(
            f"{folder} is the quarantine of {before}, not of {root}. Choose another folder."
        )


def _is_unbegun(folder: Path) -> bool:
    """Whether a folder is new, or a run was killed there before its first line was whole."""
    if is_new(folder):
        return True
    file = folder / NAME
    return os.listdir(folder) == [NAME] and file.is_file() and b"\n" not in file.read_bytes()


def read(folder: Path) -> Moved:
    """What a quarantine folder's manifest says; ApplyError when there is none to be read."""
    file = folder / NAME
    try:
        size = seen(file)
        if size is None:
            raise ApplyError(f"{folder} is no quarantine: there is no {NAME} in it.")
        if size.st_size > _MOST_BYTES:
            raise ApplyError(f"{file} has {size.st_size:,} bytes: that is no list of moved files.")
        first, *lines = file.read_bytes().split(b"\n")
        root = _root(first)
    except (OSError, PictureError, ValueError, KeyError, TypeError) as error:
        raise ApplyError(f"{file} cannot be read as the list of moved files: {error}") from error
    moves, unreadable = {}, []
    for number, line in enumerate(lines[:-1], 2):  # behind the last line's end: nothing, or a tear
        try:
            move = _move(json.loads(line))
        except (ValueError, KeyError, TypeError, RecursionError):
            unreadable.append(Refused(f"{NAME}, line {number}", "the line cannot be read"))
            continue
        moves[move.path] = move
    return Moved(root, moves, tuple(unreadable))


def _root(line: bytes) -> Path:
    header = json.loads(line)
    if header["quarantine"] != VERSION:
        raise ValueError(f"it was written by another version ({header['quarantine']})")
    root = Path(header["folder"])
    if not root.is_absolute():
        raise ValueError("its folder is no full path")
    return root


def _move(content: Any) -> Move:
    for key, kind in _KINDS.items():
        if not isinstance(content[key], kind):
            raise TypeError(key)
    if content["size_bytes"] < 0:
        raise ValueError("size_bytes")
    return Move(**{key: content[key] for key in Move.__dataclass_fields__})


def _header(root: Path, setting: Setting) -> dict[str, object]:
    return {
        "quarantine": VERSION,
        "folder": str(root),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "method": setting.method,
        "threshold": setting.threshold,
        "rule": setting.rule.value,
    }


def _line(content: dict[str, object]) -> bytes:
    """Letters outside ASCII are spelt out: so a name that is no valid UTF-8 survives, too."""
    return json.dumps(content).encode("ascii") + b"\n"


def _cut_torn_line(stream: FileIO) -> None:
    """Take away a last line without an end, of a run that was killed: nothing was moved for it."""
    content = stream.read()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        stream.truncate(whole)
    stream.seek(whole)
