"""Groups as CSV, one member a row: the format of `python -m dedup_core groups --out x.csv`."""

from __future__ import annotations

from dataclasses import astuple

from dedup_core.report.base import Exporter, csv_line, number, related
from dedup_core.review import Outcome

COLUMNS = (
    "group",
    "path",
    "keeper",
    "distance",
    "relation",
    "view",
    "rotation_degrees",
    "status",
    "reason",
)


def write(outcome: Outcome) -> bytes:
    """status: keeper, member, or skipped (then `reason` says why and the rest is empty)."""
    lines = [csv_line(COLUMNS)]
    catalog, groups = outcome.catalog, outcome.groups
    keepers, of_group = groups.keeper, groups.of_each_member()
    to_keeper = related(outcome)
    for at, row in enumerate(groups.member):
        keeper = keepers[of_group[at]]
        status = "keeper" if row == keeper else "member"
        distance = number(float(outcome.distance[at]))
        paths, seen = catalog.paths, astuple(to_keeper[at])
        lines.append(
            csv_line([of_group[at] + 1, paths[row], paths[keeper], distance, *seen, status, ""])
        )
    for skipped in catalog.skipped:
        lines.append(csv_line(["", skipped.path, *[""] * 5, "skipped", skipped.reason]))
    return "".join(lines).encode()


EXPORTER = Exporter("groups.csv", "Groups (CSV)", ".csv", "text/csv", write)
