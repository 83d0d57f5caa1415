"""What each step of the slider adds: how many pairs, and a fair draw of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dedup_core.pairs import PairTable
from dedup_core.strictness.curve import Counts, Limits

DRAWN = 4  # pairs of a step: two by two beside the curve; each is two pictures


@dataclass(frozen=True, slots=True)
class Step:
    """The pairs farther apart than the threshold before, and within this one.

    pairs: number of them
    drawn: places of some in the pair table, int64, the closest first; all where they are few
    """

    pairs: int
    drawn: Counts


def steps(pairs: PairTable, limits: Limits, *, most: int = DRAWN) -> list[Step]:
    """What each of the rising thresholds adds; the first adds all pairs within it.

    Every pair of a step has the same chance to be drawn. The draw is the same each time, so that
    two people who look at one threshold see the same pictures.
    """
    ends = np.searchsorted(pairs.distance, limits, side="right")
    bounds = pairwise([0, *ends.tolist()])
    return [_step(begin, end, number, most) for number, (begin, end) in enumerate(bounds)]


def _step(begin: int, end: int, number: int, most: int) -> Step:
    random = np.random.default_rng(number)
    drawn = random.choice(end - begin, size=min(most, end - begin), replace=False)
    return Step(end - begin, np.sort(drawn).astype(np.int64) + begin)
