"""The log as JSON lines, for programs: one entry a line, so that a long log is read in parts."""

from __future__ import annotations

import json
from collections.abc import Iterable

from dedup_core.decisions import written
from dedup_core.report.log_rows import COLUMNS, LogExporter, LogRow


def write(rows: Iterable[LogRow]) -> bytes:
    """A line has the columns of `log_rows`, and of what the entry changed those that it has:

    marks       [path, digest, true: keep, false: remove, null: taken back]
    judgements  [duplicate, same scene, different or null: taken back; digests; digests]: each of
                the first with each of the second; without second ones, all of the first
    closings    [open, decided or skipped; the group's members as [path, digest]]
    notes       {text, digests}
    """
    return "".join(_line(row) + "\n" for row in rows).encode()


def _line(row: LogRow) -> str:
    content = dict(zip(COLUMNS, row.cells(), strict=True)) | json.loads(written(row.entry))
    return json.dumps(content, ensure_ascii=False)


EXPORTER = LogExporter("log.jsonl", "JSON lines", ".jsonl", "application/x-ndjson", write)
