"""All pairs of pictures within a distance, however one of them is mirrored or rotated, exactly.

Values are the fingerprints of all eight turns of each picture side by side, turn 0 first
(`fingerprints.turned`). Two pictures are as far apart as the nearest of: one as it is and the other
turned, or the other way round. That these differ by a bit now and then comes from rounding.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints.turned import TURNS, inverse
from dedup_core.search.found import Collector, Found, Rows, sorted_columns
from dedup_core.search.hamming import as_words

COMPILE_FROM = 4_000  # pictures; below, numpy is done before numba has been imported
_AT_ONCE = 1 << 16  # pairs whose 16 distances are looked at together

Words = NDArray[np.uint64]


def as_turns(values: NDArray[np.uint8]) -> Words:
    """Fingerprints uint8 [n, 8 x bytes] as uint64 [n, 8, words]."""
    each = as_words(values.reshape(len(values) * TURNS, values.shape[1] // TURNS))
    return each.reshape(len(values), TURNS, each.shape[1])


def distances(values: NDArray[np.uint8], left: Rows, right: Rows) -> NDArray[np.uint16]:
    """Bits by which the nearest turns of two pictures differ, one value for each left and right."""
    return np.concatenate(
        [apart.min(axis=1) for apart in _all_turns(as_turns(values), left, right)]
    )


def turn_of(values: NDArray[np.uint8], left: Rows, right: Rows) -> NDArray[np.int8]:
    """How each left picture must be turned to look like the right one: 0 … 7, 0 for not at all."""
    turns = [apart.argmin(axis=1) for apart in _all_turns(as_turns(values), left, right)]
    return np.concatenate(turns).astype(np.int8)


def pairs(values: NDArray[np.uint8], loosest: float, budget: int) -> Found:
    """All pairs within `loosest`, or within the largest distance whose pairs fit the budget."""
    words = as_turns(values)
    limit = min(int(loosest), words.shape[2] * 64)
    if len(words) < COMPILE_FROM:
        return by_every_pair(words, limit, budget)
    from dedup_core.search import turned_joining  # noqa: PLC0415 - numba costs 0.5 s

    return turned_joining.search(words, limit, budget)


def by_every_pair(words: Words, loosest: int, budget: int) -> Found:
    """`pairs` by numpy: each picture against all later ones. The reference for all other ways."""
    collector = Collector(len(words), loosest=loosest, budget=budget)
    for row in range(len(words) - 1):
        one, others = words[row], words[row + 1 :]
        bits = np.minimum(
            _apart(others, one[0]).min(axis=1), _apart(others[:, :1], one).min(axis=1)
        )
        near = np.flatnonzero(bits <= max(0, collector.limit)).astype(np.uint64)
        left = np.full(len(near), row, np.uint64)
        right = near + np.uint64(row + 1)
        collector.take(collector.key(bits[near].astype(np.uint64), left, right))
    return collector.found(sorted_columns)


def _apart(some: Words, others: Words) -> NDArray[np.uint16]:
    """Bits between fingerprints [..., words]."""
    return np.asarray(np.bitwise_count(some ^ others).sum(axis=-1, dtype=np.uint16))


def _all_turns(words: Words, left: Rows, right: Rows) -> Iterator[NDArray[np.uint16]]:
    """Bits [pairs, 8] between each left picture after each turn and the right one, in parts."""
    back = [inverse(turn) for turn in range(TURNS)]
    for first in range(0, max(1, len(left)), _AT_ONCE):
        some, others = words[left[first:][:_AT_ONCE]], words[right[first:][:_AT_ONCE]]
        yield np.minimum(_apart(some, others[:, :1]), _apart(some[:, :1], others[:, back]))
