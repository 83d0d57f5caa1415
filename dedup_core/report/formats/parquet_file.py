"""Parquet for analysts: every column with its own type, amounts as exact decimals.

The head is JSON under the key `dedup_core` of the file's metadata, a column's meaning under
`meaning` of the field's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from dedup_core.manifest.money import places
from dedup_core.report.base import number
from dedup_core.report.formats.base import Format, as_json, foreign, head_of_json, table_in
from dedup_core.report.tables import HEAD
from dedup_core.report.tables.column import Cell, Column, Kind, Row
from dedup_core.report.tables.table import Filled

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

_ABOUT = "For analysts: every column has its type, amounts are exact decimals."
_KEY = b"dedup_core"
_AT_ONCE = 65_536  # rows of one row group: some 20 MB in memory
_DIGITS = 38  # of an amount, the most that Parquet has; sums of all prices have 20
_TIMES = (Kind.MOMENT, Kind.CLOCK)


def write(filled: Filled, stream: BinaryIO) -> None:
    """The whole file, row group by row group."""
    import pyarrow as pa  # noqa: PLC0415 - 60 ms that only Parquet needs
    from pyarrow import parquet  # noqa: PLC0415 - see above

    schema, rows = _schema(filled), iter(filled.rows)
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while some := list(islice(rows, _AT_ONCE)):
            cells = list(zip(*some, strict=True))
            arrays = [
                pa.array(_plain(values, column), field.type)
                for values, field, column in zip(cells, schema, filled.table.columns, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def read(stream: BinaryIO) -> Filled:
    """The table of a file, its rows in memory; ReportError when it is none."""
    import pyarrow as pa  # noqa: PLC0415 - see above
    from pyarrow import parquet  # noqa: PLC0415 - see above

    try:
        return _read(parquet.read_table(stream))
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
        raise foreign(error) from error


def _read(found: pa.Table) -> Filled:
    head = head_of_json(json.loads((found.schema.metadata or {})[_KEY]))
    table = table_in(head, found.column_names)
    columns = [list(_cells(found.column(column.name), column.kind)) for column in table.columns]
    return Filled(table, head, list(zip(*columns, strict=True)))


def _cells(values: Any, kind: Kind) -> Iterator[Cell]:
    if kind in _TIMES:
        values = values.cast("int64")
    for value in values.to_pylist():
        yield number(value) if kind is Kind.NUMBER and value is not None else value


def _plain(values: Row, column: Column) -> Row:
    if column.kind is Kind.NUMBER:
        return tuple(None if value is None else float(value) for value in values)
    return values


def _schema(filled: Filled) -> pa.Schema:
    import pyarrow as pa  # noqa: PLC0415 - see above

    types = {
        Kind.TEXT: pa.string(),
        Kind.WHOLE: pa.int64(),
        Kind.NUMBER: pa.float64(),
        Kind.AMOUNT: pa.decimal128(_DIGITS, places(filled.currency)),
        Kind.FLAG: pa.bool_(),
        Kind.MOMENT: pa.timestamp("ms", tz="UTC"),
        Kind.CLOCK: pa.timestamp("ms"),
    }
    head = {column.name: as_json(filled.head[column.name], column.kind) for column in HEAD}
    fields = [
        pa.field(column.name, types[column.kind], metadata={"meaning": column.meaning})
        for column in filled.table.columns
    ]
    return pa.schema(fields, metadata={_KEY: json.dumps(head, ensure_ascii=False)})


FORMAT = Format(
    "parquet", "Parquet", ".parquet", "application/vnd.apache.parquet", write, read, _ABOUT
)
