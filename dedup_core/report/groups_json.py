"""Groups as JSON, for programs: the format of `python -m dedup_core groups`."""

from __future__ import annotations

import json
from dataclasses import asdict

from dedup_core.report.base import Exporter, number, related
from dedup_core.review import Outcome


def write(outcome: Outcome) -> bytes:
    """All groups; members include the keeper, first and at distance 0."""
    catalog, groups = outcome.catalog, outcome.groups
    to_keeper = related(outcome)
    rows = []
    for begin, end in zip(groups.start[:-1], groups.start[1:], strict=True):
        members = [
            {
                "path": catalog.paths[groups.member[at]],
                "distance": number(float(outcome.distance[at])),
                **asdict(to_keeper[at]),
            }
            for at in range(begin, end)
        ]
        rows.append({"keeper": members[0]["path"], "members": members})
    content = {
        "source": catalog.source,
        "method": outcome.setting.method,
        "threshold": number(outcome.setting.threshold),
        "rule": outcome.setting.rule.value,
        "pictures": len(catalog),
        "skipped": [{"path": row.path, "reason": row.reason} for row in catalog.skipped],
        "groups": rows,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


EXPORTER = Exporter("groups.json", "Groups (JSON)", ".json", "application/json", write)
