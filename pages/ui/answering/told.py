"""What the page is told of pairs and of estimates, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from math import isnan

from dedup_core.calibrate import (
    LEAST_ANSWERS,
    Estimates,
    Goal,
    Recommendation,
    Sitting,
    Sittings,
    recommend,
)
from dedup_core.evidence import side_by_side
from dedup_core.review.phrases import clean
from dedup_core.scan import OpenDataset
from dedup_core.store import Workspace

_DIGITS = 4  # of shares; a pixel of the chart is 1/200


def pair_told(
    workspace: Workspace, opened: OpenDataset, sitting: Sitting, place: int
) -> dict[str, object]:
    """A pair with its facts side by side, and nothing of how far apart a method finds the two."""
    rows = int(sitting.design.left[place]), int(sitting.design.right[place])
    digests = sitting.pair(place)
    facts = side_by_side(*(workspace.facts(digest) for digest in digests))
    return {
        "place": place,
        "pictures": [_picture(opened, row) for row in rows],
        "facts": [asdict(fact) for fact in facts],
    }


def result_told(
    sittings: Sittings, sitting: Sitting, goal: Goal, *, scene_counts: bool, settle: bool
) -> dict[str, object]:
    """What the answers say of every threshold, and which one is recommended for a goal.

    settle: also whether more answers would change that; it takes five times as long as all else,
            so the page asks for it when nobody answers
    """
    found = sittings.estimates(sitting, scene_counts=scene_counts)
    advice = recommend(found, goal)
    settled = sittings.settled(sitting, goal, scene_counts=scene_counts) if settle else None
    return {
        "counted": found.counted,
        "unsure": found.unsure,
        "waiting": found.waiting,
        "enough": found.enough,
        "least": min(LEAST_ANSWERS, len(sitting.design)),
        "curve": _curve(sitting, found),
        "advice": _advice(sitting, advice),
        "settled": settled,
    }


def _picture(opened: OpenDataset, row: int) -> dict[str, object]:
    catalog = opened.catalog
    return {
        "row": row,
        "path": catalog.paths[row],
        "name": clean(catalog.paths[row]),
        "digest": catalog.digests[row],
        "width": int(catalog.width[row]),
        "height": int(catalog.height[row]),
    }


def _curve(sitting: Sitting, found: Estimates) -> dict[str, object]:
    thresholds = [sitting.method.threshold_of(float(limit)) for limit in found.limits.tolist()]
    thresholds = [round(threshold, 6) for threshold in thresholds]
    return {
        "thresholds": thresholds,
        "said": [sitting.method.said(threshold) for threshold in thresholds],
        "pairs": found.pairs.tolist(),
        "precision": _shares(found.precision_low, found.precision, found.precision_high),
        "recall": _shares(found.recall_low, found.recall, found.recall_high),
        "false": _counts(found.false_low, found.false_pairs, found.false_high),
    }


def _advice(sitting: Sitting, advice: Recommendation) -> dict[str, object]:
    if advice.limit is None:
        return {"cell": None, "said": "", "threshold": None, "why": advice.why}
    threshold = round(sitting.method.threshold_of(advice.limit), 6)
    said = sitting.method.said(threshold)
    return {"cell": advice.cell, "said": said, "threshold": threshold, "why": advice.why}


def _shares(*columns: Iterable[float]) -> list[list[float | None]]:
    """Low, middle and high, each rounded; None where nothing is known."""
    return [
        [None if isnan(value) else round(float(value), _DIGITS) for value in column]
        for column in columns
    ]


def _counts(*columns: Iterable[float]) -> list[list[float | None]]:
    return [
        [None if isnan(value) else round(float(value), 1) for value in column] for column in columns
    ]
