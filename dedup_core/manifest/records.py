"""JSON, JSON lines and Parquet as tables of text. Numbers stay as they are written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dedup_core.errors import ManifestError
from dedup_core.manifest.sheet import HEADER_ROWS, MOST_COLUMNS, MOST_ROWS, Sheet, sheet_of

PATH_COLUMN = "file"  # what the keys of {path: {…}} are called
_WANTED = "Wanted: a list of objects, {path: {…}}, or one object on each line."


class _Members(tuple[tuple[str, Any], ...]):
    """A JSON object as it is written: its members in order, also those that come twice."""


def json_sheet(text: str, name: str, notes: list[str]) -> Sheet:
    """The table of a JSON file or of JSON lines; ManifestError says what is not right."""
    try:
        found = _parsed(text)
    except json.JSONDecodeError as error:
        found = _lines(text, name, error)
    except RecursionError as error:
        raise ManifestError(f"{name} is nested too deeply. {_WANTED}") from error
    if isinstance(found, _Members):
        found = _by_path(found)
    if not isinstance(found, list):
        raise ManifestError(f"{name} is JSON, but no table. {_WANTED}")
    return _from_objects(name, found, notes)


def parquet_sheet(data: bytes, name: str) -> Sheet:
    """The table of a Parquet file; ManifestError when it is damaged or too large."""
    import pyarrow as pa  # type: ignore[import-untyped] # noqa: PLC0415 - 0.2 s, for this format
    from pyarrow import parquet  # noqa: PLC0415 - as above

    try:
        file = parquet.ParquetFile(pa.BufferReader(data))
        if file.metadata.num_rows > MOST_ROWS or file.metadata.num_columns > MOST_COLUMNS:
            raise ManifestError(
                f"{name} is too large: {MOST_ROWS:,} rows and {MOST_COLUMNS} columns are allowed."
            )
        table = file.read()
        columns = [_as_text(column, pa) for column in table.columns]
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ManifestError(f"{name} is damaged or no Parquet file: {error}") from error
    numbered = enumerate(zip(*columns, strict=True), start=HEADER_ROWS + 1)
    return sheet_of(name, [_clean(n) for n in table.column_names], numbered)


def _as_text(column: Any, pa: Any) -> list[str]:
    """The cells of an Arrow column: exact for decimals, shortest for floats, times with zone."""
    try:
        cells = column.cast(pa.string()).to_pylist()
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        cells = column.to_pylist()
    return [_cell(cell) for cell in cells]


def _parsed(text: str) -> Any:
    """JSON with every number as the text that it was written as."""
    return json.loads(
        text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_Members
    )


def _lines(text: str, name: str, whole: json.JSONDecodeError) -> list[Any]:
    """The values of JSON lines; the error of the whole where it is no such file."""
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            found += [_parsed(line)] if line.strip() else []
        except (json.JSONDecodeError, RecursionError) as error:
            at = f"line {number}" if len(found) else f"line {whole.lineno}"
            why = error if found else whole
            raise ManifestError(f"{name} is no JSON at {at}: {why}. {_WANTED}") from error
    return found


def _by_path(entries: _Members) -> Any:
    """{path: {…}} as a list of objects; a single object is a list of one."""
    if not all(isinstance(value, _Members) for _, value in entries):
        return [entries]
    return [
        _Members(((PATH_COLUMN, path), *((key, v) for key, v in value if key != PATH_COLUMN)))
        for path, value in entries
    ]


def _from_objects(name: str, objects: Sequence[Any], notes: list[str]) -> Sheet:
    """The table of a list of objects; its columns are all names that occur."""
    header: dict[str, None] = {}
    for place, value in enumerate(objects, start=1):
        if not isinstance(value, _Members):
            raise ManifestError(f"{name}: entry {place} is no object. {_WANTED}")
        names = [key for key, _ in value]
        if len(set(names)) < len(names):
            twice = next(key for key in names if names.count(key) > 1)
            raise ManifestError(f"{name}: entry {place} has “{_clean(twice)}” twice.")
        header.update(dict.fromkeys(names))
    if not header:
        raise ManifestError(f"{name} holds no entries. {_WANTED}")
    return sheet_of(name, [_clean(key) for key in header], _cells(header, objects), notes=notes)


def _cells(
    header: Iterable[str], objects: Iterable[_Members]
) -> Iterator[tuple[int, Sequence[str]]]:
    for place, value in enumerate(objects, start=1):
        said = dict(value)
        yield place, [_cell(said.get(key)) for key in header]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | bytes):
        return _clean(value if isinstance(value, str) else value.decode("utf-8", "replace"))
    return _clean(json.dumps(value, default=str, ensure_ascii=False))


def _clean(text: str) -> str:
    """Text that can be stored: no halves of characters, which JSON may hold, and no NUL."""
    if "\0" in text or not text.isascii():
        whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return whole.replace("\0", "\N{REPLACEMENT CHARACTER}")
    return text
