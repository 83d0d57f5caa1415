"""CSV for people and programs: lines that begin with `#`, the column names, the rows.

UTF-8 with a mark, commas, lines end in a line feed, times as ISO 8601, amounts exact. A text that
a spreadsheet would run as a formula begins with `'`; one that begins so anyway has one more, so
that reading gives back what was there. `pandas.read_csv(file, comment="#")` skips the head: a cell
with a `#` in it always stands in quotes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import BinaryIO

from dedup_core.report.base import harmless, unharmed
from dedup_core.report.formats.base import Format, foreign, head_texts, head_values, table_in
from dedup_core.report.tables.column import Cell, Kind, as_text, from_text
from dedup_core.report.tables.table import Filled

_ABOUT = (
    "For spreadsheets and scripts. The first lines begin with # and say what it is of. A text that "
    "a spreadsheet would run as a formula has an apostrophe before it."
)
MARK = b"\xef\xbb\xbf"  # tells spreadsheets that it is UTF-8
_END = "\r\n#"  # of a line, see `_Lines`
_ESCAPED = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_ESCAPE = re.compile(r"[\\\n\r]")
_ESCAPES = re.compile(r"\\([\\nr])")
_PLAIN = {"\\": "\\", "n": "\n", "r": "\r"}
_AT_ONCE = 1000  # lines that are written together


def write(filled: Filled, stream: BinaryIO) -> None:
    """The whole file."""
    columns, lines = filled.table.columns, _Lines()
    stream.write(MARK)
    for name, text in head_texts(filled).items():
        stream.write(f"# {name}".encode())  # itself never in quotes
        lines.add(["", _one_line(str(harmless(text)))])
        stream.write(lines.taken())
    lines.add([column.name for column in columns])
    texts = [_TEXT_OF[column.kind] for column in columns]
    rows = iter(filled.rows)
    while some := list(islice(rows, _AT_ONCE)):
        for row in some:
            lines.add([text(cell) for text, cell in zip(texts, row, strict=True)])
        stream.write(lines.taken())
    stream.write(lines.taken())


def read(stream: BinaryIO) -> Filled:
    """The table of a file, its rows in memory; ReportError when it is none."""
    text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
    try:
        return _read(iter(text))
    except (ValueError, KeyError, ArithmeticError, StopIteration, csv.Error) as error:
        raise foreign(error) from error
    finally:
        text.detach()


def _read(lines: Iterator[str]) -> Filled:
    texts, names = {}, []
    for line in lines:
        if not line.startswith("#"):
            names = line.rstrip("\n").split(",")
            break
        name, value = next(csv.reader([line.rstrip("\n")], strict=True))
        texts[name.removeprefix("# ")] = unharmed(_of_one_line(value))
    head = head_values(texts)
    table = table_in(head, names)
    kinds = [column.kind for column in table.columns]
    rows = [
        tuple(_from(text, kind) for text, kind in zip(record, kinds, strict=True))
        for record in csv.reader(lines, strict=True)
    ]
    return Filled(table, head, rows)


def _from(text: str, kind: Kind) -> Cell:
    return from_text(unharmed(text) if kind is Kind.TEXT else text, kind)


class _Lines:
    """Lines of a CSV file, those that were added since they were last taken.

    The writer puts every cell in quotes that holds a sign of the line's end. So `#` is made a part
    of that, and taken away: a reader that skips from `#` on must not begin within a cell.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self.add = csv.writer(self, lineterminator=_END).writerow

    def write(self, line: str) -> None:
        """Take one line of the writer."""
        self._lines.append(line.removesuffix(_END) + "\n")

    def taken(self) -> bytes:
        """The lines, which are then forgotten."""
        data = "".join(self._lines).encode()
        self._lines.clear()
        return data


def _itself(cell: Cell) -> Cell:
    return cell


def _as_text_of(kind: Kind) -> Callable[[Cell], Cell]:
    return lambda cell: as_text(cell, kind)


_TEXT_OF: Mapping[Kind, Callable[[Cell], object]] = {
    Kind.TEXT: harmless,
    Kind.WHOLE: _itself,
    Kind.NUMBER: _itself,
    **{kind: _as_text_of(kind) for kind in (Kind.AMOUNT, Kind.FLAG, Kind.MOMENT, Kind.CLOCK)},
}


def _one_line(text: str) -> str:
    """Text without line ends: a line of the head must stay one."""
    return _ESCAPE.sub(lambda found: _ESCAPED[found[0]], text)


def _of_one_line(text: str) -> str:
    return _ESCAPES.sub(lambda found: _PLAIN[found[1]], text)


FORMAT = Format("csv", "CSV", ".csv", "text/csv", write, read, _ABOUT)
