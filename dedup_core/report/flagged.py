"""What is flagged at a setting, the list of what to remove: CSV for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from dedup_core.fingerprints import Method
from dedup_core.report.base import Exporter, Related, csv_line, harmless, number, related
from dedup_core.review import Outcome


@dataclass(frozen=True, slots=True)
class FlaggedRow:
    """One flagged picture, or one skipped file (then group, keeper and distance are empty)."""

    status: str
    path: str
    group: int | None
    keeper: str
    distance: int | float | None
    unit: str
    relation: str
    view: str
    rotation_degrees: float | None
    width: int | None
    height: int | None
    size_bytes: int | None
    digest: str
    decided_by: str
    reason: str


def rows(outcome: Outcome) -> Iterator[FlaggedRow]:
    """Flagged pictures in the order of their groups, then the skipped files."""
    catalog, groups = outcome.catalog, outcome.groups
    keepers, of_group = groups.keeper, groups.of_each_member()
    to_keeper = related(outcome)
    for at, row in enumerate(groups.member):
        if outcome.kept[at]:
            continue
        yield FlaggedRow(
            status="flagged",
            path=catalog.paths[row],
            group=int(of_group[at]) + 1,
            keeper=catalog.paths[keepers[of_group[at]]],
            distance=number(float(outcome.distance[at])),
            unit=_unit(outcome.method),
            **asdict(to_keeper[at]),
            width=int(catalog.width[row]),
            height=int(catalog.height[row]),
            size_bytes=int(catalog.size_bytes[row]),
            digest=catalog.digests[row],
            decided_by="reviewer" if outcome.marked[at] else "suggestion",
            reason="",
        )
    for skipped in catalog.skipped:
        yield FlaggedRow(
            status="skipped",
            path=skipped.path,
            group=None,
            keeper="",
            distance=None,
            unit="",
            **asdict(Related()),
            width=None,
            height=None,
            size_bytes=None,
            digest="",
            decided_by="",
            reason=skipped.reason,
        )


def _unit(method: Method) -> str:
    """Of distances: bits, or what is missing to the full similarity or probability."""
    return f"1 - {method.unit}" if method.is_similarity else method.unit


def write_csv(outcome: Outcome) -> bytes:
    """One row a picture. Cells that a spreadsheet would run as a formula begin with `'`."""
    lines = [csv_line(FlaggedRow.__dataclass_fields__)]
    for row in rows(outcome):
        lines.append(csv_line(harmless(value) for value in asdict(row).values()))
    return b"\xef\xbb\xbf" + "".join(lines).encode()  # the mark tells spreadsheets it is UTF-8


def write_json(outcome: Outcome) -> bytes:
    """The setting, the headline numbers, what is flagged and what was skipped."""
    found = list(rows(outcome))
    headline, setting = outcome.headline, outcome.setting
    content = {
        "source": outcome.catalog.source,
        "method": setting.method,
        "threshold": number(setting.threshold),
        "unit": outcome.method.unit,
        "rule": setting.rule.value,
        "at_least": setting.at_least,
        "found": headline.found,
        "pictures": headline.pictures,
        "groups": headline.groups,
        "flagged": [_without_status(row) for row in found if row.status == "flagged"],
        "skipped": [
            {"path": row.path, "reason": row.reason} for row in found if row.status == "skipped"
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _without_status(row: FlaggedRow) -> dict[str, object]:
    return {k: v for k, v in asdict(row).items() if k not in ("status", "reason", "unit")}


CSV = Exporter("flagged.csv", "CSV", ".csv", "text/csv", write_csv)
JSON = Exporter("flagged.json", "JSON", ".json", "application/json", write_json)
