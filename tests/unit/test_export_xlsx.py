"""A workbook as another program reads it: exact, harmless, and never too long."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.errors import ReportError
from dedup_core.report.formats import xlsx_file
from dedup_core.report.tables import HEAD, Cell, Filled, Kind, Row, Table
from dedup_core.report.tables.column import Column, texts, writable
from tests.exporting import format_of, written

XLSX = format_of("xlsx")
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "=HYPERLINK(1)",
    "<r><t>x</t></r>",
    "</t></is>",
    "&amp;",
    "_x0041_",
]
ODD = ["\x00", "\r\n", "\t", "￾", "]]>", " blank ", "😀", "صورة", "'=1", "\x0b"]


def _nothing(*_: object) -> Iterator[Row]:
    return iter(())


def _table(*columns: Column) -> Table:
    return Table("pay", "Pay", "", columns, _nothing, lambda *_: 0)


def _filled(table: Table, rows: object, currency: str = "USD") -> Filled:
    head: dict[str, Cell] = {c.name: "" if c.kind is Kind.TEXT else None for c in HEAD}
    return Filled(table, {**head, "currency": currency}, rows)


def _cells(data: bytes, sheet: str = "pay") -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [tuple(cell.value for cell in row) for row in book[sheet].iter_rows()]


def _one(cell: Cell, kind: Kind, currency: str = "USD") -> str:
    """The XML of the only cell below the name of its column."""
    data = written(_filled(_table(Column("it", kind, "")), [(cell,)], currency), XLSX)
    sheet = ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    return sheet.split('<row r="2">')[1].split("</row>")[0]


@pytest.mark.parametrize("text", [*HOSTILE, *ODD])
def test_a_text_is_a_text_and_never_a_formula(text: str) -> None:
    data = written(_filled(_table(*texts(("it", ""))), [(text,)]), XLSX)

    book = openpyxl.load_workbook(io.BytesIO(data))
    cell = book["pay"]["A2"]

    assert cell.data_type == "s"
    assert openpyxl.utils.escape.unescape(cell.value) == text


@given(st.text(st.characters(exclude_categories=()), max_size=12).map(writable))
def test_every_text_is_well_formed_and_comes_back(text: str) -> None:
    xml = ElementTree.fromstring(_one(text or "x", Kind.TEXT))

    found = "".join(xml.itertext())

    assert openpyxl.utils.escape.unescape(found) == (text or "x")


@pytest.mark.parametrize(
    ("units", "currency", "shown"),
    [
        (Decimal("0.15"), "USD", "<v>0.15</v>"),
        (Decimal("1234567890123.45"), "USD", "<v>1234567890123.45</v>"),
        (Decimal("100000"), "JPY", "<v>100000</v>"),
        (Decimal("1.005"), "KWD", "<v>1.005</v>"),
        (Decimal("12345678901234.56"), "USD", ">12345678901234.56</t>"),
    ],
)
def test_an_amount_is_written_digit_by_digit(units: Decimal, currency: str, shown: str) -> None:
    cell = _one(units, Kind.AMOUNT, currency)

    assert shown in cell


def test_every_number_in_a_cell_is_the_same_when_a_spreadsheet_has_made_a_float_of_it() -> None:
    wholes = [0, 15, 10**12, 999_999_999_999_999, 2**53 + 1, 2**63 - 1]
    table = _table(Column("it", Kind.WHOLE, ""))

    cells = [cell for (cell,) in _cells(written(_filled(table, [(n,) for n in wholes]), XLSX))[1:]]

    assert [int(cell) for cell in cells] == wholes


def test_what_is_unknown_is_an_empty_cell() -> None:
    kinds = [kind for kind in Kind if kind is not Kind.TEXT]
    table = _table(*(Column(kind.value, kind, "") for kind in kinds))

    rows = _cells(written(_filled(table, [tuple(None for _ in kinds)]), XLSX))

    assert set(rows[1]) == {None}


def test_a_workbook_says_what_it_is_of_and_what_its_columns_mean() -> None:
    table = _table(Column("number", Kind.WHOLE, "place of the picture"))

    data = written(_filled(table, [(1,)]), XLSX)

    assert [row[0] for row in _cells(data, "about")[1:]] == [column.name for column in HEAD]
    assert _cells(data, "columns")[1] == ("number", "whole number", "place of the picture")


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    text = "a" * (xlsx_file.LONGEST + 1)

    ((_,), (cell,)) = _cells(written(_filled(_table(*texts(("it", ""))), [(text,)]), XLSX))

    assert len(cell) == xlsx_file.LONGEST
    assert cell.endswith("a…")


def test_the_same_table_gives_the_same_bytes() -> None:
    table = _table(*texts(("it", "")))

    first, second = (written(_filled(table, [("x",)]), XLSX) for _ in range(2))

    assert first == second


@pytest.mark.slow
def test_more_rows_than_a_sheet_has_are_refused_and_not_cut_off() -> None:
    rows = ((None,) for _ in range(xlsx_file.MOST_ROWS))  # with the names one too many

    with pytest.raises(ReportError, match="room for 1,048,575 rows"):
        written(_filled(_table(Column("it", Kind.WHOLE, "")), rows), XLSX)
