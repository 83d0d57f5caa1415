"""The log as CSV, for people; the columns are explained in `log_rows`."""

from __future__ import annotations

from collections.abc import Iterable

from dedup_core.decisions import written
from dedup_core.report.base import csv_line, harmless
from dedup_core.report.log_rows import COLUMNS, LogExporter, LogRow


def write(rows: Iterable[LogRow]) -> bytes:
    """One entry a row; `content`, the last column, is all that it changed, as JSON.

    Cells that a spreadsheet would run as a formula begin with `'`.
    """
    lines = [csv_line((*COLUMNS, "content"))]
    for row in rows:
        cells = map(harmless, (*row.cells(), written(row.entry)))
        lines.append(csv_line("" if cell is None else cell for cell in cells))
    return b"\xef\xbb\xbf" + "".join(lines).encode()  # the mark tells spreadsheets it is UTF-8


EXPORTER = LogExporter("log.csv", "CSV", ".csv", "text/csv", write)
