"""Which pairs are shown to be judged: drawn by chance, with chances that are known.

The table is cut into strata by distance. Within a stratum every pair has the same chance; strata
near the boundary get more answers than those far from it, and each gets some. Nothing is drawn by
how doubtful a single pair looks, because then nobody could say what the answers stand for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.pairs import PairTable

MOST_DRAWN = 1_000  # that are ever asked; 30 are usual, and nobody answers a thousand
_STRATA = 10  # at 30 answers three each; more leaves some without any answer for too long
_NEAR = 0.15  # how far the dense part reaches around the boundary, as a share of all cells
_FAR_WEIGHT = 0.35  # of a stratum far from the boundary, where one at it weighs 1.35

Rows = NDArray[np.int32]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Design:
    """Pairs in the order in which they are asked, and what each stands for.

    limits:      distances of the offered thresholds, float32 [cells], rising
    sizes:       pairs in each cell: beyond the limit before, up to its own, int64 [cells]; without
                 pairs of the same content, which nobody is asked about
    copies:      pairs of the same content in each cell, int64 [cells]
    stratum_of:  of each cell, int64 [cells]
    left, right: rows of the pairs drawn, int32 [drawn]
    distance:    float32 [drawn]
    cell:        of each pair drawn, int64 [drawn]
    """

    limits: NDArray[np.float32]
    sizes: Counts
    copies: Counts
    stratum_of: Counts
    left: Rows
    right: Rows
    distance: NDArray[np.float32]
    cell: Counts

    def __len__(self) -> int:
        """Number of pairs drawn."""
        return len(self.left)

    @property
    def pairs(self) -> int:
        """Pairs that the answers speak of: all up to the loosest limit, copies too."""
        return int(self.sizes.sum() + self.copies.sum())

    @property
    def stratum(self) -> Counts:
        """Of each pair drawn, int64 [drawn]."""
        return self.stratum_of[self.cell]

    def chances(self, asked: int) -> NDArray[np.float64]:
        """With which chance each of the first pairs was among them, float64 [asked]."""
        strata = int(self.stratum_of.max(initial=-1)) + 1
        held = np.bincount(self.stratum_of, self.sizes, minlength=strata)
        drawn = np.bincount(self.stratum[:asked], minlength=strata)
        return np.asarray((drawn / np.maximum(held, 1))[self.stratum[:asked]])


def design(
    table: PairTable,
    *,
    around: float,
    seed: int,
    limits: NDArray[np.float32] | None = None,
    first: Rows | None = None,
) -> Design:
    """The pairs to ask about, most of them near a distance of `around`.

    The k-th pair depends on nothing but these values, so answering can stop and go on, and several
    people can answer; the order within a stratum does not even depend on `around`.

    limits: distances of the offered thresholds, rising; 0, 1 … reach by default
    first:  the first row with the same content as each row, int32 [rows]; without it nothing is
            known to be a copy
    """
    stops = np.arange(int(table.reach) + 1, dtype=np.float32) if limits is None else limits
    same = np.zeros(len(table), np.bool_)
    if first is not None:
        same = first[table.left] == first[table.right]
    asked = np.flatnonzero(~same)
    copies = _in_cells(table.distance[same], stops)
    sizes = _in_cells(table.distance[asked], stops)
    stratum_of = strata(sizes)
    order = _order(sizes, stratum_of, around=around, limits=stops, seed=seed)
    drawn = asked[order]
    distance = table.distance[drawn]
    cell = np.searchsorted(stops, distance, side="left")
    return Design(
        stops, sizes, copies, stratum_of, table.left[drawn], table.right[drawn], distance, cell
    )


def strata(sizes: Counts) -> Counts:
    """A stratum for each cell, rising from 0, none of them without pairs.

    Cells are added up by the logarithm of their pairs: pairs grow tenfold within a few bits, and
    strata of equal size would leave the whole strict end to one of them. It is the rule of T.
    Dalenius and J. Hodges (1959), who add up square roots, for a still more uneven population.
    """
    weight = np.cumsum(np.log1p(sizes))
    if not len(sizes) or weight[-1] == 0:
        return np.zeros(len(sizes), np.int64)
    middle = weight - np.log1p(sizes) / 2
    rough = np.minimum((middle / weight[-1] * _STRATA).astype(np.int64), _STRATA - 1)
    filled = np.unique(rough[sizes > 0])
    return np.asarray(np.minimum(np.searchsorted(filled, rough), len(filled) - 1), np.int64)


def _in_cells(distance: NDArray[np.float32], limits: NDArray[np.float32]) -> Counts:
    within = np.searchsorted(distance, limits, side="right")
    return np.diff(within, prepend=0).astype(np.int64)


def _order(
    sizes: Counts, stratum_of: Counts, *, around: float, limits: NDArray[np.float32], seed: int
) -> Counts:
    """Places of the drawn pairs among those that can be asked, in the order of asking."""
    held = np.bincount(stratum_of, sizes).astype(np.int64)
    begins = np.cumsum(held) - held
    lists = [
        begins[stratum] + _some(int(size), np.random.default_rng((seed, stratum)))
        for stratum, size in enumerate(held.tolist())
    ]
    taken = [iter(one.tolist()) for one in lists]
    turns = turns_of(sizes, stratum_of, around=around, limits=limits)
    return np.array([next(taken[stratum]) for stratum in turns.tolist()], np.int64)


def _some(size: int, random: np.random.Generator) -> Counts:
    """Up to MOST_DRAWN of so many places, in an order of chance."""
    return np.asarray(random.choice(size, min(size, MOST_DRAWN), replace=False))


def _weights(stratum_of: Counts, around: float, limits: NDArray[np.float32]) -> NDArray[np.float64]:
    """How often each stratum has its turn, more often near the boundary; they add up to 1."""
    if not len(limits):
        return np.zeros(0)
    boundary = int(np.searchsorted(limits, np.float32(around), side="left"))
    cells = np.bincount(stratum_of)
    middle = np.bincount(stratum_of, np.arange(len(limits))) / cells
    apart = (middle - boundary) / (_NEAR * len(limits))
    weight = _FAR_WEIGHT + np.exp(-(apart**2) / 2)
    return np.asarray(weight / weight.sum())


def turns_of(
    sizes: Counts, stratum_of: Counts, *, around: float, limits: NDArray[np.float32]
) -> Counts:
    """The stratum of each pair asked, up to MOST_DRAWN: whichever lags furthest behind its weight.

    Each is first due after half a turn, so that those with many turns come first.
    """
    left = np.minimum(np.bincount(stratum_of, sizes).astype(np.int64), MOST_DRAWN)
    weights, had = _weights(stratum_of, around, limits), np.zeros(len(left))
    turns = list[int]()
    while left.any() and len(turns) < MOST_DRAWN:
        stratum = int(np.where(left > 0, (had + 0.5) / weights, np.inf).argmin())
        turns.append(stratum)
        had[stratum] += 1
        left[stratum] -= 1
    return np.array(turns, np.int64)
