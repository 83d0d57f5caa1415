"""Pair tables of which the truth is known, and people who answer by it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup_core.calibrate import NOT_ASKED, Design
from dedup_core.decisions import Judgement, Verdict
from dedup_core.pairs import PairTable

PLACE = {verdict: place for place, verdict in enumerate(Verdict)}
SIZES = (4, 6, 10, 30, 80, 200, 400, 900)  # pairs at 0 … 7 bits
DUPLICATES = (4, 6, 9, 20, 30, 25, 10, 4)


def table(sizes: tuple[int, ...] = SIZES) -> PairTable:
    """Pairs (0, 1), (2, 3) …, so many at each distance."""
    many = sum(sizes)
    rows = np.arange(2 * many, dtype=np.int32)
    counts = np.array(sizes, np.int64)
    distance = np.repeat(np.arange(len(sizes), dtype=np.float32), counts)
    nobody = np.zeros(0, np.int32)
    return PairTable("phash", rows[::2], rows[1::2], distance, len(sizes) - 1, counts, nobody)


def truth(
    sizes: tuple[int, ...] = SIZES, duplicates: tuple[int, ...] = DUPLICATES
) -> NDArray[np.bool_]:
    """Which pairs of such a table are duplicates: the first ones at each distance."""
    return np.concatenate(
        [np.arange(size) < yes for size, yes in zip(sizes, duplicates, strict=True)]
    )


def answers(design: Design, known: NDArray[np.bool_], many: int) -> NDArray[np.int8]:
    """What somebody says who answers the first pairs by the truth."""
    said = np.full(len(design), NOT_ASKED, np.int8)
    yes, no = PLACE[Verdict.DUPLICATE], PLACE[Verdict.DIFFERENT]
    said[:many] = np.where(known[design.left[:many] // 2], yes, no)
    return said


def judgement(verdict: Verdict | None, left: int, right: int) -> Judgement:
    """A word on two contents that are named by their rows."""
    return Judgement(verdict, (str(left),), (str(right),))
