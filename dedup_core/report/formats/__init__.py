"""Formats of tables. A new one is a file with a `Format`, and a line in `ALL`."""

from dedup_core.report.formats import csv_file, json_file, parquet_file, xlsx_file
from dedup_core.report.formats.base import Format

__all__ = ["ALL", "Format"]

ALL: tuple[Format, ...] = (
    csv_file.FORMAT,
    xlsx_file.FORMAT,
    json_file.FORMAT,
    parquet_file.FORMAT,
)
