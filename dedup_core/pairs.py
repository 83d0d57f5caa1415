"""The pair table: what one method found close, once, up to the loosest offered threshold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints import Method
from dedup_core.model import Catalog
from dedup_core.search import search_for

BUDGET = 20_000_000  # pairs; 12 bytes each, and about as much again while they are sorted
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
    reach:       the largest distance up to which all pairs are here; -1 when not even 0 fits
    counts:      pairs at each distance 0 … the loosest that was asked for, int64
    silent:      rows left out because they carry too little information, int32
    """

    method: str
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    distance: NDArray[np.float32]
    reach: int
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


def silent_rows(catalog: Catalog, method: Method) -> NDArray[np.int32]:
    """Rows whose fingerprint under this method says nothing: flat, black or blank pictures."""
    if not method.needs_detail:
        return np.zeros(0, np.int32)
    return np.flatnonzero(catalog.information < MIN_INFORMATION).astype(np.int32)


def find_pairs(
    values: NDArray[np.uint8],
    method: Method,
    *,
    silent: NDArray[np.int32] | None = None,
    loosest: int | None = None,
    budget: int = BUDGET,
) -> PairTable:
    """All pairs of fingerprints uint8 [n, bytes] within `loosest`, none of them a silent row.

    When they are more than `budget`, the table ends at the last distance that fits.
    """
    left_out = np.zeros(0, np.int32) if silent is None else silent
    rows = np.setdiff1d(np.arange(len(values), dtype=np.int32), left_out, assume_unique=True)
    search, limit = search_for(method.metric), method.loosest if loosest is None else loosest
    counts = search.count(values[rows], limit)
    reach = int(np.searchsorted(np.cumsum(counts), budget, side="right")) - 1
    expected = int(counts[: reach + 1].sum())
    if reach < 0:
        nothing = np.zeros(0, np.int32)
        distance = np.zeros(0, np.float32)
        return PairTable(method.name, nothing, nothing, distance, -1, counts, left_out)
    left, right, bits = search.pairs(values[rows], reach, expected)
    order = np.argsort(bits, kind="stable")  # rows come sorted, so ties stay in row order
    return PairTable(
        method.name,
        rows[left[order]],
        rows[right[order]],
        bits[order].astype(np.float32),
        reach,
        counts,
        left_out,
    )
