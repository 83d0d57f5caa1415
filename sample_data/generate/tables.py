"""The campaign's two tables: the manifest and the truth."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from .cast import Plan
from .layout import chord
from .story import CAMPAIGN, CURRENCY, PRICE

MANIFEST = ("file", "contributor", "submitted_at", "campaign", "price", "currency", "digest")
TRUTH = ("left", "right", "relation", "how", "angle_degrees", "shift_metres")

Row = dict[str, str]


def manifest_rows(plan: Plan, digests: dict[str, str]) -> list[Row]:
    """One row for each file; files without a known digest get an empty one."""
    return [
        {
            "file": picture.file,
            "contributor": picture.contributor,
            "submitted_at": picture.submitted_at.isoformat(),
            "campaign": CAMPAIGN,
            "price": PRICE,
            "currency": CURRENCY,
            "digest": digests.get(picture.file, ""),
        }
        for picture in plan.pictures
    ]


def _row(a: str, b: str, relation: str, how: str, angle: str = "", shift: str = "") -> Row:
    left, right = sorted((a, b))
    return dict(zip(TRUTH, (left, right, relation, how, angle, shift), strict=True))


def _moved(plan: Plan, a: str, b: str, how: str) -> Row:
    """Two shots of the same thing with the camera moved in between."""
    left, right = plan.shot_of(a), plan.shot_of(b)
    angle = abs(left.azimuth - right.azimuth)
    moved = chord(left.pose.origin, right.pose.origin)
    return _row(a, b, "same-scene", how, f"{angle:.1f}", f"{moved:.2f}")


def _copies(plan: Plan) -> list[Row]:
    edit = {picture.file: picture.edit or "original" for picture in plan.pictures}
    owner = {picture.file: picture.contributor for picture in plan.pictures}
    rows = []
    for group in plan.copies:
        for a, b in combinations(group, 2):
            how = " + ".join(dict.fromkeys(e for e in (edit[a], edit[b]) if e != "original"))
            prefix = "" if owner[a] == owner[b] else "stolen: "
            rows.append(_row(a, b, "copy", prefix + how))
    return rows


def _differences(plan: Plan) -> list[Row]:
    rows = []
    for here, there in plan.meetings:
        rows += [_row(a, b, "different", "same junction, other place") for a in here for b in there]
    rows += [_row(a, b, "different", "look-alike junctions") for a, b in plan.twins]
    rows += [_row(a, b, "different", "flat night shots") for a, b in combinations(plan.nights, 2)]
    seen: dict[tuple[str, object], list[str]] = {}
    for picture in plan.pictures:
        if picture.kind in ("jpeg", "heic") and picture.contributor in (
            "mei",
            "lin",
            "joel",
            "noor",
        ):
            visit = plan.book.shots[picture.shot].visit
            seen.setdefault((picture.contributor, visit), []).append(picture.file)
    for files in seen.values():
        rows += [_row(a, b, "different", "same visit, other signal")
                 for a, b in combinations(files, 2)]  # fmt: skip
    return rows


def truth_rows(plan: Plan) -> list[Row]:
    """Every pair whose relation is worth naming; all other pairs are different."""
    rows = _copies(plan)
    rows += [_moved(plan, a, b, "walk") for a, b in combinations(plan.walk, 2)]
    for group in plan.strolls:
        rows += [_moved(plan, a, b, "moved a little") for a, b in combinations(group, 2)]
    rows += _differences(plan)
    return sorted(rows, key=lambda row: (row["left"], row["right"]))


def write(path: Path, columns: Iterable[str], rows: list[Row]) -> None:
    """Write rows as CSV."""
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
