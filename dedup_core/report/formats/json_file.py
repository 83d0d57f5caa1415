"""JSON for programs: `head`, `columns` with their meaning, and `rows` as objects, one a line.

Amounts and times are text, so that no program makes a float of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from dedup_core.report.formats.base import (
    Format,
    as_json,
    foreign,
    head_of_json,
    of_json,
    table_in,
)
from dedup_core.report.tables import HEAD
from dedup_core.report.tables.table import Filled

_ABOUT = "For programs: totals, the columns with their meaning, rows. Amounts are exact text."
_AT_ONCE = 1000  # rows that are written together


def write(filled: Filled, stream: BinaryIO) -> None:
    """The whole file."""
    head = {column.name: as_json(filled.head[column.name], column.kind) for column in HEAD}
    columns = [
        {"name": column.name, "kind": column.kind.value, "meaning": column.meaning}
        for column in filled.table.columns
    ]
    stream.write(f'{{"head": {_json(head)},\n"columns": {_json(columns)},\n"rows": ['.encode())
    rows, between = _rows(filled), "\n"
    while some := list(islice(rows, _AT_ONCE)):
        stream.write((between + ",\n".join(some)).encode())
        between = ",\n"
    stream.write(b"\n]}\n")


def read(stream: BinaryIO) -> Filled:
    """The table of a file, its rows in memory; ReportError when it is none."""
    try:
        return _read(json.loads(stream.read()))
    except (
        ValueError,
        KeyError,
        TypeError,
        ArithmeticError,
        AttributeError,
        RecursionError,
    ) as error:
        raise foreign(error) from error


def _read(content: dict[str, Any]) -> Filled:
    head = head_of_json(content["head"])
    table = table_in(head, [column["name"] for column in content["columns"]])
    columns = [(column.name, column.kind) for column in table.columns]
    rows = [tuple(of_json(row[name], kind) for name, kind in columns) for row in content["rows"]]
    return Filled(table, head, rows)


def _rows(filled: Filled) -> Iterator[str]:
    columns = filled.table.columns
    for row in filled.rows:
        yield _json({c.name: as_json(cell, c.kind) for c, cell in zip(columns, row, strict=True)})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


FORMAT = Format("json", "JSON", ".json", "application/json", write, read, _ABOUT)
