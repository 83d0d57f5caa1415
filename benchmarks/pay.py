"""Milliseconds that pay costs: 100,000 pictures of 2,000 contributors, 60,000 of them in groups.

python -m benchmarks.pay [pictures]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np

from benchmarks.common import show_load, show_machine, show_table
from dedup_core import fingerprints
from dedup_core.groups import Groups, Rule
from dedup_core.judged import RELATIONS, VIEWS, Records, Rows, unknown
from dedup_core.manifest import Submissions
from dedup_core.model import Catalog
from dedup_core.pay import (
    Known,
    Policy,
    Scene,
    across,
    by_contributor,
    differences,
    nothing_known,
    pay,
    reason,
    totals,
)
from dedup_core.review import Outcome, Setting, outcome

PICTURES, CONTRIBUTORS, IN_GROUPS = 100_000, 2_000, 0.6
REPEATS, REASONS = 7, 1_000
DAY_MS = 86_400_000


def main() -> None:
    """Print the table."""
    pictures = int(sys.argv[1]) if sys.argv[1:] else PICTURES
    random = np.random.default_rng(1)
    shown, sent, known = _made(random, pictures)
    rows = []
    for scene in Scene:
        policy = Policy(scene=scene)
        payroll = pay(shown, sent, policy, known=known)
        unpaid = np.flatnonzero(payroll.fate)[:REASONS].tolist()
        steps: tuple[Callable[[], object], ...] = (
            lambda policy=policy: pay(shown, sent, policy, known=known),
            lambda payroll=payroll: by_contributor(payroll),
            lambda payroll=payroll: across(payroll),
            lambda payroll=payroll: (totals(payroll), differences(payroll)),
            lambda payroll=payroll, some=unpaid: [reason(payroll, row) for row in some],
        )
        rows.append([scene.value, *map(_milliseconds, steps)])
    head = ("paid of a scene", "pay", "contributors", "across", "totals", f"{REASONS:,} reasons")
    show_table(f"Pay of {pictures:,} pictures, best of {REPEATS}, milliseconds", head, rows)
    show_load()
    show_machine()


def _milliseconds(step: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(REPEATS):
        began = time.perf_counter()
        step()
        best = min(best, time.perf_counter() - began)
    return best * 1000


def _made(random: np.random.Generator, pictures: int) -> tuple[Outcome, Submissions, Known]:
    """Groups of 2 to about 30 pictures, each pair of them related somehow."""
    row = random.permutation(pictures).astype(np.int32)
    sizes = np.minimum(2 + random.geometric(0.2, pictures), 30)
    ends = np.cumsum(sizes)
    start = np.concatenate(([0], ends[ends <= pictures * IN_GROUPS])).astype(np.int64)
    member = row[: start[-1]]
    shown = outcome(
        _catalog(random, pictures),
        fingerprints.DEFAULT,
        Groups(start, member),
        distances=lambda left, _: np.full(len(left), 3),
        setting=Setting("phash", 10, Rule.KEEPER),
        silent=np.zeros(0, np.int32),
        said=np.full(pictures, -1, np.int8),
        relations=_relations,
    )
    copies = member[: len(member) // 2 * 2].reshape(-1, 2)
    nothing = nothing_known(pictures)
    known = Known(nothing.hands, (copies[:, 0].copy(), copies[:, 1].copy()), _relations)
    return shown, _submissions(random, pictures), known


def _relations(left: Rows, right: Rows) -> Records:
    found = unknown(len(left))
    found["relation"] = (left + right) % len(RELATIONS)
    found["view"] = 1 + (left * 7 + right) % (len(VIEWS) - 1)
    return found


def _submissions(random: np.random.Generator, pictures: int) -> Submissions:
    return Submissions(
        contributor=tuple(f"contributor {row % CONTRIBUTORS}" for row in range(pictures)),
        submitted_at_ms=random.integers(0, 60 * DAY_MS, pictures),
        price=random.integers(1, 100, pictures),
        currency="USD",
        campaign=("",) * pictures,
        known=np.ones(pictures, np.bool_),
        extra={},
    )


def _catalog(random: np.random.Generator, pictures: int) -> Catalog:
    ones = np.ones(pictures, np.int32)
    return Catalog(
        source="made",
        paths=tuple(f"{row % CONTRIBUTORS:04}/{row:07}.jpg" for row in range(pictures)),
        digests=tuple(f"{row:064x}" for row in range(pictures)),
        width=ones,
        height=ones,
        size_bytes=ones.astype(np.int64),
        taken_at_ms=random.integers(0, 60 * DAY_MS, pictures),
        utc_offset_minutes=np.full(pictures, 480.0),
        latitude=random.normal(1.3, 0.05, pictures),  # a city, 20 km wide
        longitude=random.normal(103.8, 0.1, pictures),
        sharpness=ones.astype(np.float64),
        information=ones.astype(np.float64),
        camera=tuple(f"camera {row % 37}" for row in range(pictures)),
        serial=tuple(f"{row % CONTRIBUTORS:08}" for row in range(pictures)),
        skipped=(),
    )


if __name__ == "__main__":
    main()
