"""What people said of the pairs that were drawn."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from dedup_core.calibrate.drawing import Design
from dedup_core.decisions import Verdict
from dedup_core.judged_pairs import Contents, Judgements, judged_pairs

NOT_ASKED, UNSURE = -1, -2  # beside the places in `Verdict`

Answers = NDArray[np.int8]


def answers_from(
    judgements: Judgements,
    design: Design,
    within: Contents,
    *,
    unsure: Iterable[tuple[str, str]] = (),
) -> Answers:
    """The last word on each pair drawn, int8 [drawn]: its place in `Verdict`, or as above.

    A verdict that somebody gave elsewhere counts, too.

    judgements: in log order, each with the id of its entry
    unsure:     digests of two contents of which somebody could not tell; a verdict beats it
    """
    answers = np.full(len(design), NOT_ASKED, np.int8)
    keys = _keys(within.first[design.left], within.first[design.right], len(within))
    doubtful = [
        (within.row_of[one], within.row_of[other])
        for one, other in unsure
        if one in within.row_of and other in within.row_of
    ]
    left, right = np.array(doubtful, np.int32).reshape(-1, 2).T
    answers[np.isin(keys, _keys(left, right, len(within)))] = UNSURE
    said = judged_pairs(judgements, within)
    known = _keys(said.left, said.right, len(within))
    at = np.minimum(np.searchsorted(known, keys), max(0, len(known) - 1))
    if len(known):
        answers = np.where(known[at] == keys, said.said[at], answers)
    return answers


def asked(answers: Answers) -> int:
    """How many pairs from the first on have an answer: those that are counted.

    What somebody said of pairs further on waits until its turn comes: they were not asked in the
    order of chance, and a reviewer meets many more duplicates than a draw does.
    """
    missing = np.flatnonzero(answers == NOT_ASKED)
    return int(missing[0]) if len(missing) else len(answers)


def next_pair(answers: Answers, *, taken: Iterable[int] = ()) -> int | None:
    """The place of the first pair to ask about, without those that others have before them."""
    missing = np.flatnonzero(answers == NOT_ASKED)
    free = np.setdiff1d(missing, np.fromiter(taken, np.int64))
    return int(free[0]) if len(free) else None


def are_duplicates(answers: Answers, *, scene_counts: bool) -> NDArray[np.bool_]:
    """Which answers say duplicate, or, when asked so, same scene."""
    places = {verdict: place for place, verdict in enumerate(Verdict)}
    found = answers == places[Verdict.DUPLICATE]
    return np.asarray(found | (scene_counts & (answers == places[Verdict.SAME_SCENE])))


def _keys(one: NDArray[np.int32], other: NDArray[np.int32], rows: int) -> NDArray[np.int64]:
    low, high = np.minimum(one, other), np.maximum(one, other)
    return np.asarray(low.astype(np.int64) * rows + high)
