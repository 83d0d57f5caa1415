"""Parts as text: JSON, and tables of which each line is a row as JSON; the first names the columns.

Everything is ASCII, so that any file name survives and the bytes are the same everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dedup_core.errors import BundleError

LARGEST = 1 << 62  # of a whole number: columns are 64 bits wide
_HALF = rb"\ud"  # how JSON begins to write half a character
_LONGEST_LINE = 64 << 20  # bytes; one decision about 500,000 pictures fits
Kinds = Mapping[str, tuple[type, ...]]  # what may stand in each column


def table(columns: Iterable[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The part of a table."""
    lines = [json.dumps(list(columns)), *map(json.dumps, rows), ""]
    return "\n".join(lines).encode("ascii")


def document(content: Mapping[str, object]) -> bytes:
    """The part of a few named values."""
    return (json.dumps(content, indent=1) + "\n").encode("ascii")


def rows_in(name: str, data: bytes, kinds: Kinds) -> list[list[Any]]:
    """The rows of a table; BundleError names the line of what cannot stand there."""
    lines = _lines(name, data)
    if next(lines, None) != list(kinds):
        raise BundleError(f"{name} has other columns than {', '.join(kinds)}.")
    rows, allowed = [], list(kinds.values())
    for number, row in enumerate(lines, start=2):
        fits = isinstance(row, list) and len(row) == len(allowed)
        if not fits or not all(map(_fits, row, allowed)):
            raise BundleError(f"{name}, line {number:,}: this is no row of {', '.join(kinds)}.")
        rows.append(row)
    return rows


def values_in(name: str, data: bytes, kinds: Kinds) -> dict[str, Any]:
    """Named values; BundleError where others stand there."""
    try:
        content = _value(data)
    except (ValueError, RecursionError) as error:
        raise BundleError(f"{name} cannot be read.") from error
    if not isinstance(content, dict) or list(content) != list(kinds):
        raise BundleError(f"{name} holds other values than {', '.join(kinds)}.")
    for key, allowed in kinds.items():
        if not _fits(content[key], allowed):
            raise BundleError(f"{name}: “{key}” makes no sense.")
    return content


def _lines(name: str, data: bytes) -> Iterator[Any]:
    for number, line in enumerate(data.splitlines(), start=1):
        try:
            if len(line) > _LONGEST_LINE:
                raise ValueError("too long")
            yield _value(line)
        except (ValueError, RecursionError) as error:
            raise BundleError(f"{name}, line {number:,} cannot be read.") from error


def _value(data: bytes) -> Any:
    """What JSON says; ValueError also for halves of characters, which no database takes."""
    value = json.loads(data)
    if _HALF in data.lower():  # or a whole character beyond the first 65,536
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _fits(value: object, allowed: tuple[type, ...]) -> bool:
    if type(value) not in allowed:
        return False
    return not isinstance(value, int) or -LARGEST <= value <= LARGEST
