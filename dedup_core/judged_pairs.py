"""What people last said of every two contents, as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

from dedup_core.decisions import Judgement, Verdict
from dedup_core.errors import DecisionError

Numbers = NDArray[np.int32]
Judgements = Sequence[tuple[int, Judgement]]
NO_VERDICT = -1
# That one act may judge: 2,000 pictures told apart from each other. Every pair costs 40 bytes, and
# 0.2 µs at each later decision; a group of 100,000 pictures would be five billion pairs.
MOST_PAIRS = 2_000_000


@dataclass(frozen=True, slots=True)
class JudgedPairs:
    """Pairs of contents, sorted by left, then right; a content is named by its first row.

    left, right: int32 [pairs], left < right
    said:        the last word, int8 [pairs]: its place in `Verdict`
    entry:       id of the entry that said it, int64 [pairs]
    """

    left: Numbers
    right: Numbers
    said: NDArray[np.int8]
    entry: NDArray[np.int64]

    def __len__(self) -> int:
        """Number of pairs."""
        return len(self.left)

    def only(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> JudgedPairs:
        """These pairs."""
        return JudgedPairs(
            self.left[chosen], self.right[chosen], self.said[chosen], self.entry[chosen]
        )


@dataclass(frozen=True, slots=True)
class Contents:
    """Which rows hold the same content. A content is named by its first row.

    digests: of each row
    row_of:  the first row of each digest
    first:   the first row with the same content, int32 [rows]
    """

    digests: Sequence[str]
    row_of: Mapping[str, int]
    first: Numbers

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.digests)


def contents(digests: Sequence[str]) -> Contents:
    """The contents of a dataset; 25 ms for 100,000 rows, so it is made once."""
    rows = range(len(digests))
    row_of = dict(zip(reversed(digests), reversed(rows), strict=True))  # the first row wins
    first = np.fromiter(map(row_of.__getitem__, digests), np.int32, len(digests))
    return Contents(digests, row_of, first)


def checked(judgements: tuple[Judgement, ...]) -> tuple[Judgement, ...]:
    """The same; DecisionError when one entry would judge more than MOST_PAIRS.

    The log only grows: what cannot be folded in once could never be opened again.
    """
    if pairs_said(judgements) > MOST_PAIRS:
        raise DecisionError(
            f"More than {MOST_PAIRS:,} pairs would be judged at once. Choose a stricter threshold, "
            "so that the groups are smaller, or fewer pictures."
        )
    return judgements


def pairs_said(judgements: Sequence[Judgement]) -> int:
    """How many pairs they are about, at most: what is named twice counts twice."""
    sizes = ((len(said.left), len(said.right)) for said in judgements)
    return sum(left * right if right else left * (left - 1) // 2 for left, right in sizes)


def judged_pairs(judgements: Judgements, within: Contents) -> JudgedPairs:
    """The last word on each two contents of a dataset, without those taken back.

    judgements: in log order, each with the id of its entry
    """
    one, other, judged_by = _expanded(judgements, within)
    low, high = np.minimum(one, other), np.maximum(one, other)
    key = low.astype(np.int64) * len(within) + high
    order = np.argsort(key, kind="stable")  # so a later word stands behind an earlier one
    order = order[np.flatnonzero(np.diff(key[order], append=-1))]
    places: dict[Verdict | None, int] = {verdict: place for place, verdict in enumerate(Verdict)}
    said = np.array([places.get(said.verdict, NO_VERDICT) for _, said in judgements], np.int8)
    entry = np.array([entry for entry, _ in judgements], np.int64)
    order = order[said[judged_by[order]] != NO_VERDICT]
    by = judged_by[order]
    return JudgedPairs(low[order], high[order], said[by], entry[by])


def _expanded(
    judgements: Judgements, within: Contents
) -> tuple[Numbers, Numbers, NDArray[np.int64]]:
    """Both rows of every pair that is spoken of, and the number of the judgement, in its order.

    A group of 1,000 different pictures is half a million pairs, so all are made as columns.
    """
    sides = [side for _, said in judgements for side in (said.left, said.right)]
    lengths = np.array([len(side) for side in sides], np.int64)
    among = lengths[1::2] == 0  # nothing on the right: every two of the left
    found = map(within.row_of.get, chain.from_iterable(sides), repeat(-1))
    row = np.fromiter(found, np.int32, lengths.sum())
    side = np.repeat(np.arange(len(sides)), lengths)[row >= 0]
    row = row[row >= 0]
    at, beside = _partners(side, among)
    one, other, judged_by = row[at], row[beside], side[at] // 2
    apart = one != other
    return one[apart], other[apart], judged_by[apart]


def _partners(
    side: NDArray[np.int64], among: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places in `side` of every left one and of all its partners; sides 0, 1 are left, right."""
    bounds = np.concatenate(([0], np.cumsum(np.bincount(side, minlength=2 * len(among)))))
    one = np.flatnonzero(side % 2 == 0)
    judgement = side[one] // 2
    middle = bounds[2 * judgement + 1]
    begin = np.where(among[judgement], one + 1, middle)
    end = np.where(among[judgement], middle, bounds[2 * judgement + 2])
    counts = end - begin
    shift = np.repeat(begin - np.cumsum(counts) + counts, counts)
    return np.repeat(one, counts), np.arange(len(shift)) + shift
