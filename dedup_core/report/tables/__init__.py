"""Tables as data. A new one is a file with a `Table`, and a line in `ALL`."""

from dedup_core.report.tables import contributors, groups, pairs, pay, pictures, verdicts
from dedup_core.report.tables.column import Cell, Column, Kind, Row
from dedup_core.report.tables.head import HEAD
from dedup_core.report.tables.table import Filled, Table, fill
from dedup_core.report.tables.verdicts import judgements

__all__ = [
    "ALL",
    "HEAD",
    "Cell",
    "Column",
    "Filled",
    "Kind",
    "Row",
    "Table",
    "fill",
    "judgements",
]

ALL: tuple[Table, ...] = (
    pay.TABLE,
    contributors.TABLE,
    pictures.TABLE,
    groups.TABLE,
    pairs.TABLE,
    verdicts.TABLE,
)
