"""Groups as CSV, one member a row: the format of `python -m dedup_core groups --out x.csv`."""

from __future__ import annotations

import csv
import io

from dedup_core.report.base import Exporter, number
from dedup_core.review import Outcome

COLUMNS = ("group", "path", "keeper", "distance", "status", "reason")


def write(outcome: Outcome) -> bytes:
    """status: keeper, member, or skipped (then `reason` says why and the rest is empty)."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    catalog, groups = outcome.catalog, outcome.groups
    keepers, of_group = groups.keeper, groups.of_each_member()
    for at, row in enumerate(groups.member):
        keeper = keepers[of_group[at]]
        status = "keeper" if row == keeper else "member"
        distance = number(float(outcome.distance[at]))
        paths = catalog.paths
        writer.writerow([of_group[at] + 1, paths[row], paths[keeper], distance, status, ""])
    for skipped in catalog.skipped:
        writer.writerow(["", skipped.path, "", "", "skipped", skipped.reason])
    return stream.getvalue().encode()


EXPORTER = Exporter("groups.csv", "Groups (CSV)", ".csv", "text/csv", write)
