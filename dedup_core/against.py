"""Two settings side by side: pairs that both find, and those that only one does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from dedup_core.decisions import Verdict
from dedup_core.judged_pairs import NO_VERDICT
from dedup_core.pairs import PairTable
from dedup_core.review.kappa import wilson

Rows = NDArray[np.int32]
Places = NDArray[np.int64]
Said = NDArray[np.int8]
Verdicts = Callable[[Rows, Rows], Said]


class Part(Enum):
    """Who finds a pair. The value is the word in addresses."""

    BOTH = "both"
    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Joined:
    """The pairs of two tables in one, in an order of chance that is always the same.

    The order depends on the contents alone, not on method or threshold: whoever judges the
    pairs of a part in this order has judged a fair sample of it, wherever the thresholds go.

    left, right:   rows, int32 [pairs], left < right
    first, second: distance in each table, float32 [pairs]; infinite where it is not in the table
    """

    left: Rows
    right: Rows
    first: NDArray[np.float32]
    second: NDArray[np.float32]

    def __len__(self) -> int:
        """Number of pairs in either table."""
        return len(self.left)


def joined(first: PairTable, second: PairTable, digests: NDArray[np.uint64]) -> Joined:
    """Both tables in one; made once, then any two thresholds are a comparison.

    digests: the first 8 bytes of each row's digest, uint64 [rows]
    """
    rows = len(digests)
    keys = [table.left.astype(np.int64) * rows + table.right for table in (first, second)]
    every = np.union1d(*keys)
    columns = []
    for key, table in zip(keys, (first, second), strict=True):
        distance = np.full(len(every), np.inf, np.float32)
        distance[np.searchsorted(every, key)] = table.distance
        columns.append(distance)
    left, right = (every // max(1, rows)).astype(np.int32), (every % max(1, rows)).astype(np.int32)
    order = np.argsort(_chance(digests[left], digests[right]), kind="stable")
    return Joined(left[order], right[order], columns[0][order], columns[1][order])


def _chance(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A number for each pair of contents that looks drawn by chance (the mixer of SplitMix64)."""
    with np.errstate(over="ignore"):
        mixed = np.minimum(one, other) * np.uint64(0x9E3779B97F4A7C15) + np.maximum(one, other)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


def parts(pairs: Joined, *, first: float, second: float) -> dict[Part, Places]:
    """The pairs of each part at two thresholds (distances), places in the order of chance."""
    found = pairs.first <= np.float32(first), pairs.second <= np.float32(second)
    return {
        Part.BOTH: np.flatnonzero(found[0] & found[1]),
        Part.FIRST: np.flatnonzero(found[0] & ~found[1]),
        Part.SECOND: np.flatnonzero(found[1] & ~found[0]),
    }


def said_of(pairs: Joined, places: Places, same: NDArray[np.bool_], verdicts: Verdicts) -> Said:
    """What was said of these pairs, place in `Verdict` or NO_VERDICT, int8.

    same: which of them are one content in two files: these are duplicates, whatever anyone says
    """
    said = verdicts(pairs.left[places], pairs.right[places])
    return np.where(same, np.int8(tuple(Verdict).index(Verdict.DUPLICATE)), said)


@dataclass(frozen=True, slots=True)
class Precision:
    """How many pairs of a part are duplicates, by those that people judged in the order of chance.

    judged: pairs that count: all from the first on without a gap, copies of one file too
    share, low, high: duplicates among them with a 95 % band (Wilson 1927), which closes when the
                      whole part is judged; NaN without any
    """

    judged: int
    share: float
    low: float
    high: float


def precision(said: Said, *, scene_counts: bool, pairs: int) -> Precision:
    """The precision of a part from what was said of its first pairs, in their order.

    pairs: in the part
    said: places in `Verdict`, or NO_VERDICT, int8; enough of them that a gap is among them
    """
    gaps = np.flatnonzero(said == NO_VERDICT)
    judged = said[: int(gaps[0]) if len(gaps) else len(said)]
    wanted = [Verdict.DUPLICATE, Verdict.SAME_SCENE][: 1 + scene_counts]
    hits = int(np.isin(judged, [tuple(Verdict).index(verdict) for verdict in wanted]).sum())
    if not len(judged):
        return Precision(0, np.nan, np.nan, np.nan)
    share = hits / len(judged)
    if len(judged) == pairs:
        return Precision(pairs, share, share, share)
    low, high = wilson(hits, len(judged)) or (np.nan, np.nan)
    return Precision(len(judged), share, low, high)
