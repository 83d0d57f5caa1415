"""What a format is: a filled table → bytes on a stream, and for most the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from dedup_core.errors import ReportError
from dedup_core.report.tables import ALL, HEAD, Table
from dedup_core.report.tables.column import Cell, Kind, as_text, from_text
from dedup_core.report.tables.table import Filled

_AS_THEY_ARE = (Kind.WHOLE, Kind.NUMBER, Kind.FLAG)  # what JSON and Parquet have a kind for


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file. `ending` with the dot; `title` for the picker.

    write: leaves the stream open; it need not be able to seek
    read:  the table of such a file, whole; None where there is no way back
    about: what is to be known of such a file, in a sentence or two
    most_rows: that there is room for; None: any number
    """

    name: str
    title: str
    ending: str
    media_type: str
    write: Callable[[Filled, BinaryIO], None]
    read: Callable[[BinaryIO], Filled] | None = None
    about: str = ""
    most_rows: int | None = None


def head_texts(filled: Filled) -> dict[str, str]:
    """The head as text."""
    return {column.name: as_text(filled.head[column.name], column.kind) for column in HEAD}


def head_values(texts: dict[str, str]) -> dict[str, Cell]:
    """The head that `head_texts` made; ValueError or KeyError for anything else."""
    return {column.name: from_text(texts[column.name], column.kind) for column in HEAD}


def head_of_json(values: dict[str, Cell]) -> dict[str, Cell]:
    """The head from JSON, where only amounts and times are text."""
    return {column.name: of_json(values[column.name], column.kind) for column in HEAD}


def as_json(cell: Cell, kind: Kind) -> Cell:
    """A cell as JSON has it: amounts and times as text, so that none is a float."""
    return cell if cell is None or kind in _AS_THEY_ARE else as_text(cell, kind)


def of_json(value: Cell, kind: Kind) -> Cell:
    """The cell that `as_json` wrote."""
    return value if value is None or kind in _AS_THEY_ARE else from_text(str(value), kind)


def table_in(head: dict[str, Cell], names: list[str]) -> Table:
    """The table that a head names; ReportError unless the columns are still the same."""
    table = next((table for table in ALL if table.name == head["table"]), None)
    if table is None or names != [column.name for column in table.columns]:
        raise ReportError(
            "This file holds no table of ours, or one of another version. Choose a file as it "
            "was exported, unchanged."
        )
    return table


def foreign(error: Exception) -> ReportError:
    """What to say of a file that cannot be read back."""
    return ReportError(
        f"This is no table as it was exported ({error}). Choose a file as it was, unchanged."
    )
