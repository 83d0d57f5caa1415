"""Files of every format become the same table, and bad ones a sentence."""

from __future__ import annotations

import io
import json
import random
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from pyarrow import parquet

from dedup_core.errors import ManifestError
from dedup_core.manifest import Kind, Manifest, guess_mapping, read_sheet, understand
from dedup_core.manifest.reading import MOST_BYTES
from tests.making import picture
from tests.manifests import table

ROWS = [
    {"file": "a/1.jpg", "contributor": "Zoë", "price": "0.10", "note": "=1+1"},
    {"file": "a/2.jpg", "contributor": "Ben", "price": "1.20", "note": ""},
]
NAMES = ("file", "contributor", "price", "note")


def _csv(delimiter: str = ",") -> str:
    lines = [delimiter.join(NAMES), *(delimiter.join(row.values()) for row in ROWS)]
    return "\r\n".join(lines) + "\r\n"


def _parquet(columns: dict[str, object]) -> bytes:
    stream = io.BytesIO()
    parquet.write_table(pa.table(columns), stream)
    return stream.getvalue()


FORMATS = {
    "csv": _csv().encode(),
    "csv with a byte order mark": _csv().encode("utf-8-sig"),
    "csv in windows-1252": _csv().encode("cp1252"),
    "csv in utf-16": _csv("\t").encode("utf-16"),
    "semicolons": _csv(";").encode(),
    "tabs": _csv("\t").encode(),
    "json list": json.dumps(ROWS).encode(),
    "json by path": json.dumps(
        {row["file"]: {k: v for k, v in row.items() if k != "file"} for row in ROWS}
    ).encode(),
    "json lines": "\n".join(json.dumps(row) for row in ROWS).encode(),
    "parquet": _parquet({name: [row[name] for row in ROWS] for name in NAMES}),
}


@pytest.mark.parametrize("data", FORMATS.values(), ids=FORMATS)
def test_every_format_gives_the_same_table(data: bytes) -> None:
    sheet = read_sheet("m", data)

    assert sheet.names == NAMES
    assert {name: sheet.column(name) for name in NAMES} == {
        name: tuple(row[name] for row in ROWS) for name in NAMES
    }
    assert not sheet.problems


def test_another_encoding_than_utf_8_is_said() -> None:
    said = read_sheet("m", FORMATS["csv in windows-1252"]).notes

    assert "Windows-1252" in said[0]
    assert read_sheet("m", FORMATS["csv with a byte order mark"]).notes == ()


def test_numbers_in_json_stay_as_they_are_written() -> None:
    data = b'[{"file": "a.jpg", "price": 0.10, "count": 12345678901234567890, "on": true}]'

    sheet = read_sheet("m.json", data)

    assert sheet.column("price") == ("0.10",)
    assert sheet.column("count") == ("12345678901234567890",)
    assert sheet.column("on") == ("true",)


def test_a_missing_member_in_json_is_an_empty_cell() -> None:
    sheet = read_sheet("m.jsonl", b'{"file": "a.jpg"}\n\n{"file": "b.jpg", "price": null, "x": 1}')

    assert sheet.names == ("file", "price", "x")
    assert sheet.column("x") == ("", "1")
    assert sheet.column("price") == ("", "")


def test_a_path_that_comes_twice_in_json_is_two_rows() -> None:
    sheet = read_sheet("m.json", b'{"a.jpg": {"who": "x"}, "a.jpg": {"who": "y"}}')

    assert sheet.column("file") == ("a.jpg", "a.jpg")
    assert sheet.column("who") == ("x", "y")


def test_money_and_times_in_parquet_are_exact() -> None:
    at = datetime(2025, 3, 14, 4, 0, 11, tzinfo=UTC)
    columns = {"file": ["a", "b"], "price": [Decimal("0.15"), Decimal("0.30")], "time": [at, at]}
    sheet = read_sheet("m.parquet", _parquet(columns))

    found = understand(sheet, guess_mapping(sheet.names), currency="USD")

    assert found.prices == (15, 30)
    assert found.submitted_at_ms == (1741924811000,) * 2
    assert not found.problems


def test_floats_in_parquet_are_read_as_people_see_them() -> None:
    sheet = read_sheet("m.parquet", _parquet({"file": ["a", "b"], "price": [0.15, 0.1 + 0.2]}))

    found = understand(sheet, guess_mapping(sheet.names), currency="USD")

    assert found.prices == (15, 0)
    assert [problem.kind for problem in found.problems] == [Kind.DIGITS]


def test_rows_with_another_number_of_cells_are_named_and_not_used() -> None:
    data = table("a.jpg,ann,0.15,,,", "b.jpg,ben,0,15", "c.jpg", header="file,contributor,price")

    sheet = read_sheet("m.csv", data)

    assert sheet.column("file") == ("a.jpg",)
    assert [(problem.kind, problem.row) for problem in sheet.problems] == [
        (Kind.CELLS, 3),
        (Kind.CELLS, 4),
    ]
    assert "4 cells, and the header has 3" in sheet.problems[0].words


def test_rows_are_counted_as_a_spreadsheet_does() -> None:
    sheet = read_sheet("m.csv", b'\nfile,note\na.jpg,"two\nlines"\n\nb.jpg,\n')

    assert sheet.rows == (3, 5)
    assert sheet.column("note") == ("two\nlines", "")


def test_columns_with_one_name_are_told_apart() -> None:
    sheet = read_sheet("m.csv", table("a,1,2,3,4", header="file,price,price,price (2),"))

    assert len(set(sheet.names)) == 5
    assert sheet.column("price") == ("1",)
    assert sheet.names[4] == "column 5"
    assert "“price”" in sheet.notes[0]


def test_a_formula_is_only_text() -> None:
    formula = '=HYPERLINK("http://x","y")'
    quoted = '"' + formula.replace('"', '""') + '"'
    sheet = read_sheet("m.csv", table(f"a.jpg,{quoted}", header="file,contributor"))

    assert sheet.column("contributor") == (formula,)


def test_halves_of_characters_in_json_can_be_stored() -> None:
    sheet = read_sheet("m.json", rb'[{"file": "a\ud800.jpg", "who": "\u0000x"}]')

    for cell in (*sheet.column("file"), *sheet.column("who")):
        assert "\0" not in cell.encode().decode()


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
    return stream.getvalue()


def _understood(data: bytes) -> Manifest:
    sheet = read_sheet("m.x", data)
    return understand(sheet, guess_mapping(sheet.names))


BAD = {
    "empty": (b"", "is empty"),
    "only blank lines": (b"\n\n\n", "is empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "is empty"),
    "header only": (b"file,contributor\n", "no rows below its header"),
    "random bytes": (random.Random(7).randbytes(5000), "no table of text"),
    "a picture": (picture(1, "JPEG"), "no table of text"),
    "NUL": (b"file,who\na\0.jpg,ann\n", "no table of text"),
    "a spreadsheet": (_zip(), "Save the sheet as CSV"),
    "an open quotation mark": (b'file,who\n"a.jpg,ann\nb.jpg,ben\n', "behind row 1"),
    "one endless line": (b"file," + b"x," * 600_000, "line 1 has 1,200,005 characters"),
    "an endless row": (b"file\n" + b"x," * 600_000, "line 2 has 1,200,000 characters"),
    "an endless cell": (b"file,who\n" + b"x" * 200_000 + b",ann\n", "field limit"),
    "too many columns": (b",".join([b"x"] * 300) + b"\n", "300 columns"),
    "too large": (b" " * (MOST_BYTES + 1), "the limit is"),
    "json that is no table": (b'{"files": 3}', "names the file"),
    "json that is cut": (b'[{"file": "a.jpg"}, {"fi', "no JSON at line 1"),
    "json lines with a broken one": (b'{"file": "a"}\n{"file": }\n', "no JSON at line 2"),
    "a list of numbers": (b"[1, 2]", "entry 1 is no object"),
    "an empty list": (b"[]", "holds no entries"),
    "deep json": (b"[" * 200_000, "nested too deeply"),
    "a member twice": (b'[{"file": "a", "file": "b"}]', "has “file” twice"),
    "a column for each row": (
        json.dumps([{f"key {n}": 1} for n in range(5000)]).encode(),
        "5,000 columns",
    ),
    "damaged parquet": (FORMATS["parquet"][:200], "damaged"),
    "parquet that is only a mark": (b"PAR1", "damaged"),
}


@pytest.mark.parametrize(("data", "words"), BAD.values(), ids=BAD)
def test_what_is_no_manifest_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(ManifestError) as refused:
        _understood(data)

    assert words in str(refused.value)
