"""The action list: every file of a dataset and what becomes of it, for people and programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from operator import attrgetter

from dedup_core.apply.plan import Fate, Plan
from dedup_core.report.base import csv_line, harmless, number


@dataclass(frozen=True, slots=True)
class Row:
    """One file. action: keep, remove or skipped; group, keeper: empty outside of groups."""

    action: str
    path: str
    group: int | None
    keeper: str
    decided_by: str
    size_bytes: int | None
    digest: str
    reason: str


COLUMNS = tuple(field.name for field in fields(Row))
_CELLS = attrgetter(*COLUMNS)  # `asdict` takes ten times as long


@dataclass(frozen=True, slots=True)
class List:
    """One kind of file. `ending` with the dot; `title` for the button."""

    title: str
    ending: str
    media_type: str
    write: Callable[[Plan], bytes]


def rows(plan: Plan) -> Iterator[Row]:
    """Every picture in path order, then the skipped files."""
    catalog, words = plan.catalog, [fate.value for fate in Fate]
    columns = (plan.fate, plan.group, plan.keeper, catalog.size_bytes)
    for row, (fate, group, keeper, size) in enumerate(
        zip(*(column.tolist() for column in columns), strict=True)
    ):
        yield Row(
            action="remove" if words[fate] == Fate.REMOVED.value else "keep",
            path=catalog.paths[row],
            group=group or None,
            keeper=catalog.paths[keeper] if keeper >= 0 else "",
            decided_by=plan.decided_by[row],
            size_bytes=size,
            digest=catalog.digests[row],
            reason=words[fate],
        )
    for skipped in plan.catalog.skipped:
        yield Row("skipped", skipped.path, None, "", "", None, "", skipped.reason)


def write_csv(plan: Plan) -> bytes:
    """One line a file. Cells that a spreadsheet would run as a formula begin with `'`."""
    lines = [csv_line(COLUMNS)]
    lines += [csv_line(map(harmless, _CELLS(row))) for row in rows(plan)]
    return b"\xef\xbb\xbf" + "".join(lines).encode()  # the mark tells spreadsheets it is UTF-8


def write_json(plan: Plan) -> bytes:
    """The setting, the totals, and every file."""
    setting = plan.setting
    content = {
        "source": plan.catalog.source,
        "method": setting.method,
        "threshold": number(setting.threshold),
        "rule": setting.rule.value,
        "at_least": setting.at_least,
        "totals": asdict(plan.totals),
        "files": [dict(zip(COLUMNS, _CELLS(row), strict=True)) for row in rows(plan)],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


CSV = List("CSV", ".csv", "text/csv", write_csv)
JSON = List("JSON", ".json", "application/json", write_json)
LISTS = (CSV, JSON)
