"""What a column of an exported table is: its name, its kind and its meaning, said once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum

Cell = str | int | float | Decimal | bool | None
Row = tuple[Cell, ...]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_WHOLE = re.compile(r"[+-]?[0-9]+")


class Kind(Enum):
    """What the cells of a column are; each kind but text has None for what is unknown."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    AMOUNT = "exact amount"  # Decimal, with as many digits behind the point as the currency has
    FLAG = "true or false"
    MOMENT = "time, UTC"  # int: milliseconds since 1970
    CLOCK = "time, camera's clock"  # the same, without a zone


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `meaning` is what its documentation says."""

    name: str
    kind: Kind
    meaning: str


def texts(*columns: tuple[str, str]) -> tuple[Column, ...]:
    """Columns of text: name and meaning of each."""
    return tuple(Column(name, Kind.TEXT, meaning) for name, meaning in columns)


def as_text(cell: Cell, kind: Kind) -> str:
    """A cell as it is written; empty for what is unknown. `from_text` is the way back."""
    if cell is None:
        return ""
    if kind is Kind.FLAG:
        return "true" if cell else "false"
    if kind in (Kind.MOMENT, Kind.CLOCK):
        return _time(int(cell), zone="Z" if kind is Kind.MOMENT else "")
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def from_text(text: str, kind: Kind) -> Cell:
    """The cell that `as_text` wrote; ValueError for anything else."""
    if kind is Kind.TEXT:
        return text
    return _READ[kind](text) if text else None


def writable(text: str) -> str:
    """Text that every file can hold: halves of a character are written `\\udXXX`."""
    if text.isascii():
        return text
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"{text} is neither true nor false")
    return text == "true"


def _number(text: str) -> int | float:
    return int(text) if _WHOLE.fullmatch(text) else float(text)


def _at_ms(text: str) -> int:
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - _EPOCH) // _MILLISECOND


_READ: Mapping[Kind, Callable[[str], Cell]] = {
    Kind.WHOLE: int,
    Kind.NUMBER: _number,
    Kind.AMOUNT: Decimal,
    Kind.FLAG: _flag,
    Kind.MOMENT: _at_ms,
    Kind.CLOCK: _at_ms,
}


def _time(at_ms: int, *, zone: str) -> str:
    """`2025-03-14T04:00:11Z`, with a fraction where there is one."""
    when = (_EPOCH + at_ms * _MILLISECOND).replace(tzinfo=None)
    return when.isoformat(timespec="milliseconds" if at_ms % 1000 else "seconds") + zone
