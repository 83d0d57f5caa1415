"""The groups of a rule's sample as one Streamlit component: to look at, nothing to click."""

from __future__ import annotations

from itertools import pairwise

from dedup_core.fingerprints import Metric
from dedup_core.judged import RELATIONS
from dedup_core.review import Outcome
from dedup_core.review.phrases import clean
from dedup_core.review.rules import Action, Preview
from dedup_core.scan import OpenDataset
from pages.ui import words
from pages.ui.code import component
from pages.ui.engine import Engine
from pages.ui.http.address import address

_MOST_TILES = 12  # of one group; enough to see what it is


def show_sample(engine: Engine, opened: OpenDataset, preview: Preview) -> None:
    """Draw the sample, each picture with what the rule does with it."""
    sample = preview.samples()
    starts = pairwise(sample.groups.start.tolist())
    content = {
        "base": address(engine, f"of/{opened.version}/"),
        "says": preview.rule.action is not Action.SKIP,
        "groups": [
            {
                "why": "one of the loosest" if place < preview.loosest else "drawn at random",
                "size": words.counted(end - begin, "picture"),
                "more": max(0, end - begin - _MOST_TILES),
                "pictures": _pictures(sample, begin, min(end, begin + _MOST_TILES)),
            }
            for place, (begin, end) in enumerate(starts)
        ],
    }
    component(engine, "rules")(key="rule-sample", data=content)


def _pictures(sample: Outcome, begin: int, end: int) -> list[dict[str, object]]:
    return [
        {
            "row": row,
            "path": clean(sample.catalog.paths[row]),
            "kept": bool(sample.kept[begin + place]),
            "facts": _facts(sample, begin + place),
        }
        for place, row in enumerate(sample.groups.member[begin:end].tolist())
    ]


def _facts(sample: Outcome, member: int) -> str:
    """`640 × 480 · 3 bits · copy`; how far from the kept one, where it is not that itself."""
    row, relation = int(sample.groups.member[member]), int(sample.relation[member])
    said = [f"{sample.catalog.width[row]} × {sample.catalog.height[row]}"]
    if sample.verdict[member] >= 0:
        said.append(_apart(sample, float(sample.distance[member])))
        said += [RELATIONS[relation]] if relation >= 0 else []
    return " · ".join(said)


def _apart(sample: Outcome, distance: float) -> str:
    """How far a picture is from the kept one, in words."""
    method = sample.method
    threshold = method.threshold_of(distance)
    if method.metric is Metric.EXACT:
        return method.notch(threshold).word
    return method.said(threshold)
