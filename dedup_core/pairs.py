"""The pair table: what one method found close, once, up to the loosest offered threshold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints import Method
from dedup_core.model import Catalog
from dedup_core.search import search_for

BUDGET = 20_000_000  # pairs; 12 bytes each, and twice as much again while they are sorted
# A dataset that is looked at needs fewer: with more than one chance neighbour a picture, chained
# groups run into each other, and with 30 nothing is left to choose. Small ones have all they want.
PAIRS_A_PICTURE, PAIRS_AT_LEAST = 30, 2_000_000
# Grey levels, see `Facts.information`. Two shots of one dark scene, alike but for the noise of the
# sensor, differ by 18 bits (phash, median) below 0.5, by 6 up to 0.75, by 4 up to 1 and by 2 above
# it (benchmarks/information.py, white noise). The blotchy noise of a phone at night measures up to
# 1.3 by itself; of 3,978 real photos none lies below 3.
MIN_INFORMATION = 1.5


@dataclass(frozen=True, slots=True)
class PairTable:
    """Pairs of pictures that one method found close, as columns sorted by distance, then rows.

    left, right: row numbers in the catalog, int32 [pairs], left < right
    distance:    in the method's own unit, float32 [pairs]
    reach:       the largest distance up to which all pairs are here: the loosest that was asked
                 for, or the last one whose pairs fit the budget; -1 when not even 0 fits. A whole
                 number for bits and levels, of millionths for 1 - cosine
    counts:      pairs at each distance (each millionth) 0 … reach, int64; nobody counts beyond
    silent:      rows left out because they carry too little information, int32
    """

    method: str
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    distance: NDArray[np.float32]
    reach: float
    counts: NDArray[np.int64]
    silent: NDArray[np.int32]

    def __len__(self) -> int:
        """Number of pairs."""
        return len(self.left)

    def within(self, limit: float) -> PairTable:
        """Pairs at most `limit` apart; the order is kept."""
        end = int(np.searchsorted(self.distance, limit, side="right"))
        return PairTable(
            self.method,
            self.left[:end],
            self.right[:end],
            self.distance[:end],
            self.reach,
            self.counts,
            self.silent,
        )


def budget_for(values: NDArray[Any], most: int = BUDGET) -> int:
    """How many pairs are kept of these fingerprints, when a person will choose the threshold.

    Pairs of equal ones come on top: a thousand copies of one file must not cost all other pairs.
    """
    rows = np.ascontiguousarray(values).reshape(len(values), int(np.prod(values.shape[1:])))
    _, copies = np.unique(rows.view(f"V{rows.shape[1] * rows.itemsize}"), return_counts=True)
    equal = int((copies.astype(np.int64) * (copies - 1) // 2).sum())
    return min(most, max(PAIRS_AT_LEAST, PAIRS_A_PICTURE * len(values)) + equal)


def silent_rows(catalog: Catalog, method: Method, values: NDArray[Any]) -> NDArray[np.int32]:
    """Rows whose stored fingerprint says nothing: flat, black or blank pictures."""
    silent = np.zeros(len(catalog), np.bool_)
    if method.needs_detail:
        silent |= catalog.information < MIN_INFORMATION
    if method.says_nothing is not None:
        silent |= method.says_nothing(values)
    return np.flatnonzero(silent).astype(np.int32)


def find_pairs(
    values: NDArray[np.uint8] | NDArray[np.float32],
    method: Method,
    *,
    silent: NDArray[np.int32] | None = None,
    loosest: float | None = None,
    budget: int = BUDGET,
) -> PairTable:
    """All pairs of fingerprints [n, …] within a distance of `loosest`, none of them a silent row.

    By default up to the loosest threshold that is offered. When they are more than `budget`, the
    table ends at the last distance that fits.
    """
    left_out = np.zeros(0, np.int32) if silent is None else silent
    limit = method.limit_of(method.loosest) if loosest is None else loosest
    search = search_for(method.metric)
    if not len(left_out):
        found = search.pairs(values, limit, budget)
        left, right = found.left, found.right
    else:
        rows = np.setdiff1d(np.arange(len(values), dtype=np.int32), left_out, assume_unique=True)
        found = search.pairs(values[rows], limit, budget)
        left, right = rows[found.left], rows[found.right]
    return PairTable(method.name, left, right, found.distance, found.reach, found.counts, left_out)
