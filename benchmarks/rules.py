"""How long a rule takes over 100,000 pictures: the preview, and the entry of its run.

python -m benchmarks.rules [--pictures 100000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial
from statistics import median

import numpy as np

from dedup_core.decisions import written
from dedup_core.judged import unknown
from dedup_core.review.rules import BulkRule, Material, OfPairs, entry, preview
from dedup_core.review.rules.conditions import Closest, Contributors, NothingDiffers, TakenWithin
from dedup_core.review.rules.keeping import Formats, PathLike, Reputation, Resolution, Suggested
from tests.ruling import Desk, desk

GROUP = 5  # pictures
RULES = {
    "close, one contributor, suggested": BulkRule(
        (Closest("phash", 4), Contributors(one=True), NothingDiffers()), (Suggested(),)
    ),
    "seven parts": BulkRule(
        (Closest("phash", 4), Contributors(one=True), TakenWithin(60), NothingDiffers()),
        (Reputation(), PathLike("*/final/*"), Formats(("dng", "jpg")), Resolution()),
    ),
}


def many(pictures: int) -> Desk:
    """A desk of groups of five, most of them within 4 bits."""
    random = np.random.default_rng(1)
    rows = np.arange(pictures // GROUP * GROUP).reshape(-1, GROUP)
    paths = [f"walk/{row:07}.jpg" for row in range(pictures)]
    return desk(
        paths,
        rows.tolist(),
        digests=[f"{row:064x}" for row in range(pictures)],
        bits=random.choice([0, 1, 3, 7, 31], pictures).tolist(),
        taken_at_ms=(np.arange(pictures) * 1000).tolist(),
        width=random.integers(1, 4, pictures).tolist(),
        contributor=[f"contributor {row // 50}" for row in range(pictures)],
        price=[15] * pictures,
    )


def material_of(found: Desk) -> Material:
    """What a rule may look at, with relations and verdicts that cost next to nothing."""
    found.relations = lambda left, _: unknown(len(left))  # type: ignore[method-assign]
    found.verdicts = lambda left, _: np.full(len(left), -1, np.int8)  # type: ignore[method-assign]
    outcome = found.outcome()
    of_pairs = OfPairs(found.distances, found.relations, found.verdicts)
    whole = found.material()
    return Material(outcome, whole.submitted, of_pairs, whole.marks)


def cpu_ms(step: Callable[[], object], rounds: int) -> float:
    """The median processor time, milliseconds."""
    times = []
    for _ in range(rounds):
        begin = time.process_time()
        step()
        times.append(time.process_time() - begin)
    return median(times) * 1000


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    material = material_of(many(asked.pictures))
    print(f"| rule over {asked.pictures:,} pictures | groups | preview, CPU | entry | as text |")
    print("|---|---|---|---|---|")
    for name, rule in RULES.items():
        shown = preview(rule, material)
        run = partial(entry, shown, dataset="d", reviewer="r", last=shown.last)
        took = (
            cpu_ms(step, asked.rounds)
            for step in (partial(preview, rule, material), run, partial(written, run()))
        )
        print(f"| {name} | {shown.matched:,} | {' | '.join(f'{ms:.0f} ms' for ms in took)} |")


if __name__ == "__main__":
    main()
