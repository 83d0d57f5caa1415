"""The grid of groups as one Streamlit component; its code lies beside this file."""

from __future__ import annotations

import json

import numpy as np

from dedup_core.fingerprints import Metric
from dedup_core.judged import CHANGED
from dedup_core.review import Outcome
from dedup_core.scan import OpenDataset
from pages.ui.code import component
from pages.ui.engine import Engine
from pages.ui.http.address import address

KEPT, MARKED, DIFFERS = 1, 2, 4


def packed(outcome: Outcome, about: dict[str, object]) -> bytes:
    """The groups in the layout that `payload.js` reads, `about` as JSON before them."""
    groups = outcome.groups
    head = json.dumps(about).encode()
    head += b" " * (-len(head) % 4)
    differs = outcome.relation == CHANGED
    flags = outcome.kept * KEPT + outcome.marked * MARKED + differs * DIFFERS
    columns = (
        np.array([len(head)], "<i4").tobytes() + head,
        np.array([len(groups), len(groups.member)], "<i4").tobytes(),
        groups.start.astype("<i4").tobytes(),
        groups.member.astype("<i4").tobytes(),
        outcome.distance.astype("<f4").tobytes(),
        flags.astype(np.uint8).tobytes(),
    )
    return b"".join(columns)


def show_grid(
    engine: Engine, opened: OpenDataset, outcome: Outcome, *, setting: str, empty: str
) -> None:
    """Draw the groups. `setting` differs when other groups were asked for; `empty`: why none."""
    method = outcome.method
    exact = method.metric is Metric.EXACT
    about: dict[str, object] = {
        "base": address(engine, f"of/{opened.version}/"),
        "marks": address(engine, f"marks/{opened.dataset.id}"),
        "setting": setting,
        "threshold": method.limit_of(outcome.setting.threshold),
        "method": method.name,
        "asked": outcome.setting.threshold,
        "unit": method.unit,
        "words": [*(notch.word for notch in method.notches), "other pixels"] if exact else None,
        "similar": method.is_similarity,
        "notches": [[method.limit_of(notch.limit), notch.word] for notch in method.notches],
        "empty": empty,
    }
    component(engine, "grid")(key="grid", data=packed(outcome, about), on_saved_change=lambda: None)
