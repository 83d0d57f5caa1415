"""All pairs of bit fingerprints within a distance, exactly.

Small sets go through numpy, which visits every pair; large ones through compiled loops, which skip
most (see `bands`). Either gives what it finds to a `Collector`, which keeps to a budget.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup_core.search.found import Collector, Found, sorted_columns

COMPILE_FROM = 12_000  # rows; below, numpy is done before numba has been imported

Words = NDArray[np.uint64]


def as_words(values: NDArray[np.uint8]) -> Words:
    """Fingerprints uint8 [n, bytes] as uint64 [n, words], padded with zeros."""
    padding = -values.shape[1] % 8
    padded = np.pad(values, ((0, 0), (0, padding))) if padding else values
    return np.ascontiguousarray(padded).view(np.uint64)


def distances(
    values: NDArray[np.uint8], left: NDArray[np.int32], right: NDArray[np.int32]
) -> NDArray[np.uint16]:
    """Bits by which rows differ, one value for each left and right."""
    words = as_words(values)
    return np.asarray(np.bitwise_count(words[left] ^ words[right]).sum(axis=1, dtype=np.uint16))


def pairs(values: NDArray[np.uint8], loosest: float, budget: int) -> Found:
    """All pairs within `loosest`, or within the largest distance whose pairs fit the budget."""
    words = as_words(values)
    limit = min(int(loosest), words.shape[1] * 64)
    if len(words) < COMPILE_FROM:
        return by_every_pair(words, limit, budget)
    from dedup_core.search import joining  # noqa: PLC0415 - numba costs 0.5 s

    return joining.search(words, limit, budget)


def by_every_pair(words: Words, loosest: int, budget: int) -> Found:
    """`pairs` by numpy: each row against all later ones. The reference for all other ways."""
    collector = Collector(len(words), loosest=loosest, budget=budget)
    for row in range(len(words) - 1):
        bits = np.bitwise_count(words[row + 1 :] ^ words[row]).sum(axis=1, dtype=np.uint64)
        near = np.flatnonzero(bits <= max(0, collector.limit)).astype(np.uint64)
        left = np.full(len(near), row, np.uint64)
        right = near + np.uint64(row + 1)
        collector.take(collector.key(bits[near], left, right))
    return collector.found(sorted_columns)
