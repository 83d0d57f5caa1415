"""What a table is: columns that are declared once, and a subject → rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from dedup_core.pay.members import Flags
from dedup_core.report.subject import Subject
from dedup_core.report.tables.column import Cell, Column, Kind, Row, writable
from dedup_core.report.tables.head import head
from dedup_core.report.tables.said import chosen_of


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of table.

    rows:  of a subject, for the pictures chosen (bool [pictures]), with hidden names hidden
    count: how many rows that gives, without making them
    """

    name: str
    title: str
    meaning: str
    columns: tuple[Column, ...]
    rows: Callable[[Subject, Flags], Iterable[Row]]
    count: Callable[[Subject, Flags], int]


@dataclass(frozen=True, slots=True)
class Filled:
    """A table with its rows, ready to be written; `head` has the values of `head.HEAD`.

    rows can be walked through once only.
    """

    table: Table
    head: Mapping[str, Cell]
    rows: Iterable[Row]

    @property
    def currency(self) -> str:
        """Of all amounts; empty where it is unknown."""
        return str(self.head["currency"])


def fill(table: Table, subject: Subject, *, campaign: str | None = None) -> Filled:
    """The table of a subject, or of the pictures of one campaign."""
    chosen = chosen_of(subject, campaign)
    return Filled(
        table,
        head(subject, table.name, chosen, campaign=campaign),
        _writable(table, table.rows(subject, chosen)),
    )


def _writable(table: Table, rows: Iterable[Row]) -> Iterator[Row]:
    """The same rows with texts that can be written; most are and come back as they were."""
    kinds = [column.kind for column in table.columns]
    texts_of = itemgetter(*(at for at, kind in enumerate(kinds) if kind is Kind.TEXT), 0)
    for row in rows:
        if "".join(map(str, texts_of(row))).isascii():
            yield row
            continue
        yield tuple(
            writable(str(cell)) if kind is Kind.TEXT else cell
            for cell, kind in zip(row, kinds, strict=True)
        )
