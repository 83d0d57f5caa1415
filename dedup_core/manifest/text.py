"""CSV as people's programs write it: its encoding and its delimiter are found out."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from dedup_core.errors import ManifestError
from dedup_core.manifest.formulas import unharmed
from dedup_core.manifest.sheet import Sheet, sheet_of

Record = tuple[int, list[str]]  # its number in a spreadsheet, its cells
_DELIMITERS = ",;\t"
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")  # no table holds these; pictures and zips do
_EXPORTED = "# format"  # the first cell of what `report.formats.csv_file` writes
_HEADER_CHARACTERS = 100_000
_LONGEST_LINE = 1_000_000  # characters


def decoded(data: bytes, name: str) -> tuple[str, list[str]]:
    """The text of a file and what was assumed; ManifestError for what is no text."""
    text, notes = _by_encoding(data)
    if text is None or _NO_TEXT.search(text):
        raise ManifestError(
            f"{name} is no table of text: it holds characters that none has. Save the table as "
            "CSV in UTF-8 and choose that file."
        )
    return text, notes


def csv_sheet(text: str, name: str, notes: list[str]) -> Sheet:
    """The table of a CSV file; ManifestError says at which row it cannot be read."""
    records = _records(text, name, _delimiter(text))
    header, records = _without_head(records)
    if header is None:
        raise ManifestError(f"{name} is empty. Its first row must name the columns.")
    return sheet_of(name, header[1], records, notes=notes)


def _without_head(records: Iterator[Record]) -> tuple[Record | None, Iterator[Record]]:
    """The first record and the others; of a table that was exported here without its head.

    What was made harmless there is as it was.
    """
    first = next(records, None)
    if first is None or first[1][0] != _EXPORTED:
        return first, records
    below = (record for record in records if not record[1][0].startswith("# "))
    plain = ((row, [unharmed(cell) for cell in cells]) for row, cells in below)
    return next(plain, None), plain


def _by_encoding(data: bytes) -> tuple[str | None, list[str]]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = [("utf-16", ["Read as UTF-16."])]
    else:
        fallback = "Read as Windows-1252, since it is not UTF-8: look at names with accents."
        encodings = [("utf-8-sig", []), ("cp1252", [fallback])]
    for encoding, notes in encodings:
        try:
            return data.decode(encoding), notes
        except UnicodeDecodeError:
            continue
    return None, []


def _delimiter(text: str) -> str:
    """The one that divides the first row into most cells; a comma where none divides it."""
    start = text.lstrip("\r\n")[:_HEADER_CHARACTERS]

    def cells(delimiter: str) -> int:
        try:
            return len(next(csv.reader(io.StringIO(start, newline=""), delimiter=delimiter), []))
        except csv.Error:
            return 0

    return max(_DELIMITERS, key=cells)


def _lines(text: str, name: str) -> Iterator[str]:
    """The lines of a text; one without end would become a list of millions of cells."""
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > _LONGEST_LINE:
            raise ManifestError(
                f"{name}: line {number:,} has {len(line):,} characters; {_LONGEST_LINE:,} are "
                "allowed. Is it a table with one row for each picture?"
            )
        yield line


def _records(text: str, name: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Records that are not blank, each with its number in a spreadsheet."""
    reader = csv.reader(_lines(text, name), delimiter=delimiter, strict=True)
    row = 0
    try:
        for row, record in enumerate(reader, start=1):
            if any(record):
                yield row, record
    except csv.Error as error:
        raise ManifestError(
            f"{name} cannot be read behind row {row} (line {reader.line_num}): {error}. "
            "Look at the quotation marks there: each that opens must close."
        ) from error
