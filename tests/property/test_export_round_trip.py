"""Whatever a table holds, what is read back from its file is the same, and writes the same file."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.errors import ReportError
from dedup_core.manifest import amount
from dedup_core.report import formats
from dedup_core.report.base import harmless, number, unharmed
from dedup_core.report.formats import Format
from dedup_core.report.tables import ALL, HEAD, Filled, Kind, Table
from dedup_core.report.tables.column import Cell, writable
from tests.exporting import written

READABLE = [each for each in formats.ALL if each.read]
EVERY_TABLE = pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
EVERY_READABLE = pytest.mark.parametrize("format", READABLE, ids=lambda format: format.name)
CURRENCIES = ("", "USD", "JPY", "KWD", "CLF")
LARGEST_SUM = 10**12 * 9_000_000  # every price the largest, of as many pictures as there can be
LAST_MS = 253_402_300_799_999  # the end of the year 9999
HOSTILE = st.sampled_from(
    [
        *("", "=1+1", "'=1", "''@x", "'", "-", "\t", "\r", "\n=", '"', "#", "# format", "a\r\nb"),
        *("<r></r>", "_x0041_", "\x00", "\ud800", "\u202e", "＝1", "é", "😀", "a,b", " blank "),
        *("\ufeff", "\x85", "\u2028", "NaN", "null", "1e5", "true"),
    ]
)
TEXTS = st.text(st.characters(exclude_categories=()), max_size=8) | HOSTILE


def _cells(kind: Kind, currency: str) -> st.SearchStrategy[Cell]:
    if kind is Kind.TEXT:
        return TEXTS.map(writable)
    units = st.integers(0, LARGEST_SUM)
    known: dict[Kind, st.SearchStrategy[Cell]] = {
        Kind.WHOLE: st.integers(0, 2**63 - 1),
        Kind.NUMBER: st.floats(0, 1e9, allow_nan=False).map(number),
        Kind.AMOUNT: units.map(lambda found: amount(found, currency)),
        Kind.FLAG: st.booleans(),
        Kind.MOMENT: st.integers(0, LAST_MS),
        Kind.CLOCK: st.integers(0, LAST_MS),
    }
    return st.none() | known[kind]


@st.composite
def filled(draw: st.DrawFn, table: Table) -> Filled:
    currency = draw(st.sampled_from(CURRENCIES))
    head = {column.name: draw(_cells(column.kind, currency)) for column in HEAD}
    head |= {"table": table.name, "currency": currency, "format": 1}
    row = st.tuples(*(_cells(column.kind, currency) for column in table.columns))
    return Filled(table, head, draw(st.lists(row, max_size=3)))


@EVERY_TABLE
@EVERY_READABLE
@given(data=st.data())
def test_a_file_that_is_read_back_holds_the_same_and_writes_the_same_file(
    table: Table, format: Format, data: st.DataObject
) -> None:
    before = data.draw(filled(table))
    file = written(before, format)

    after = format.read(io.BytesIO(file))

    assert (after.table, dict(after.head), list(after.rows)) == (table, before.head, before.rows)
    assert written(after, format) == file


@EVERY_READABLE
@given(units=st.integers(0, LARGEST_SUM), currency=st.sampled_from(CURRENCIES))
def test_an_amount_keeps_every_digit(format: Format, units: int, currency: str) -> None:
    pay = next(table for table in ALL if table.name == "pay")
    head = {column.name: None if column.kind is not Kind.TEXT else "" for column in HEAD}
    head |= {"table": "pay", "currency": currency, "paid": amount(units, currency)}
    cells = tuple(amount(units, currency) if c.name == "amount" else None for c in pay.columns)
    row = tuple(
        "" if c.kind is Kind.TEXT else cell for c, cell in zip(pay.columns, cells, strict=True)
    )

    after = format.read(io.BytesIO(written(Filled(pay, head, [row]), format)))

    found = dict(zip([c.name for c in pay.columns], next(iter(after.rows)), strict=True))
    for exact in (after.head["paid"], found["amount"]):
        assert isinstance(exact, Decimal)
        assert exact.as_tuple() == amount(units, currency).as_tuple()


@given(TEXTS)
def test_what_was_made_harmless_is_given_back(text: str) -> None:
    cell = str(harmless(text))

    assert unharmed(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@EVERY_READABLE
@given(st.binary(max_size=200))
def test_a_foreign_file_is_refused_with_a_sentence(format: Format, data: bytes) -> None:
    with pytest.raises(ReportError, match="table"):
        format.read(io.BytesIO(data))


@EVERY_READABLE
@given(data=st.data())
def test_a_file_that_was_cut_off_is_refused_or_shorter(format: Format, data: st.DataObject) -> None:
    before = data.draw(filled(ALL[0]))
    file = written(before, format)
    cut = file[: data.draw(st.integers(0, len(file) - 1))]

    try:
        after = format.read(io.BytesIO(cut))
    except ReportError:
        return

    assert len(list(after.rows)) <= len(before.rows)
