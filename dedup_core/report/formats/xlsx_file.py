"""XLSX for people: the table, a sheet about it, and one that explains its columns.

Written here, part by part, and not by a library: the ones there are take some texts for formulas
or for markup, and make floats of amounts. Every text is an inline string, which no spreadsheet
runs; an amount is written digit by digit. A spreadsheet counts in binary with 15 digits, so a
number with more is text. See ECMA-376, part 1, 18.3 (sheets) and 22.9.2.19 (`_x0041_` in texts).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain, islice
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dedup_core.errors import ReportError
from dedup_core.manifest.money import places
from dedup_core.report.formats import xlsx_parts as parts
from dedup_core.report.formats.base import Format
from dedup_core.report.tables import HEAD
from dedup_core.report.tables.column import Cell, Column, Kind, as_text, texts
from dedup_core.report.tables.table import Filled

MOST_ROWS = 1_048_576  # that a sheet can have, with the one of the names
LONGEST = 32_767  # characters of a cell; a longer text ends in …
_DIGITS = 15  # of a number that a spreadsheet keeps
_AT_ONCE = 1000  # rows that are written together
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same rows give the same bytes
_NO_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\r]|_(?=x[0-9A-Fa-f]{4}_)")
_SPECIAL = re.compile(r"[\x00-\x1f\ufffe\uffff&<>]|_x")
_MARKUP = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_ABOUT = (
    "A workbook with the table, what it is of, and what its columns mean. Numbers with more digits "
    "than a spreadsheet keeps are text."
)
_NAMED = texts(("name", ""), ("value", ""), ("meaning", ""))


def write(filled: Filled, stream: BinaryIO) -> None:
    """The whole workbook; ReportError when there are more rows than a sheet can have."""
    about = [(c.name, as_text(filled.head[c.name], c.kind), c.meaning) for c in HEAD]
    columns = [(c.name, c.kind.value, c.meaning) for c in filled.table.columns]
    sheets = {
        filled.table.name: (filled.table.columns, filled.rows),
        "about": (_NAMED, about),
        "columns": (texts(("column", ""), ("kind", ""), ("meaning", "")), columns),
    }
    with ZipFile(stream, "w", ZIP_DEFLATED) as workbook:
        for name, text in parts.around(list(sheets), places(filled.currency)).items():
            workbook.writestr(_entry(name), text.encode())
        for at, (names, rows) in enumerate(sheets.values(), start=1):
            with workbook.open(_entry(f"xl/worksheets/sheet{at}.xml"), "w") as sheet:
                sheet.write(parts.sheet_start(names).encode())
                for some in _in_bulk(_rows(names, rows)):
                    sheet.write(some.encode())
                sheet.write(parts.SHEET_END.encode())


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _LONG_AGO)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _in_bulk(lines: Iterator[str]) -> Iterator[str]:
    while some := "".join(islice(lines, _AT_ONCE)):
        yield some


def _rows(columns: tuple[Column, ...], rows: Iterable[tuple[Cell, ...]]) -> Iterator[str]:
    kinds, names = [column.kind for column in columns], [column.name for column in columns]
    yield f'<row r="1">{"".join(_text(name, style=parts.BOLD) for name in names)}</row>'
    for at, row in enumerate(chain(rows), start=2):
        if at > MOST_ROWS:
            raise ReportError(
                f"A spreadsheet has room for {MOST_ROWS - 1:,} rows, and there are more. Export "
                "this table as CSV or Parquet, or at a stricter threshold."
            )
        cells = (_cell(cell, kind) for cell, kind in zip(row, kinds, strict=True))
        yield f'<row r="{at}">{"".join(cells)}</row>'


def _cell(cell: Cell, kind: Kind) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if kind is Kind.FLAG:
        return f'<c t="b"><v>{int(bool(cell))}</v></c>'
    text = as_text(cell, kind)
    if kind in (Kind.WHOLE, Kind.NUMBER, Kind.AMOUNT) and _is_exact(text):
        style = f' s="{parts.AMOUNT}"' if kind is Kind.AMOUNT else ""
        return f"<c{style}><v>{text}</v></c>"
    return _text(text)


def _is_exact(text: str) -> bool:
    """Whether a spreadsheet keeps every digit of a number."""
    return len(text) <= _DIGITS or len(Decimal(text).as_tuple().digits) <= _DIGITS


def _text(text: str, *, style: int | None = None) -> str:
    """Text as it is; `quotePrefix` keeps it text even when somebody edits the cell."""
    short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    safe = _escaped(short) if _SPECIAL.search(short) else short
    number = parts.TEXT if style is None else style
    return f'<c s="{number}" t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'


def _escaped(text: str) -> str:
    return _NO_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text).translate(_MARKUP)


FORMAT = Format(
    "xlsx",
    "Excel",
    ".xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write,
    about=_ABOUT,
    most_rows=MOST_ROWS - 1,
)
