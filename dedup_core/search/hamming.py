"""All pairs of bit fingerprints within a distance, exactly.

`count` gives the number of pairs at every distance first, so that a budget of pairs decides how
far the search goes before anything large is allocated. Small sets go through numpy, large ones
through a loop compiled with numba (XOR and popcount, 64 bits at a time); both visit every pair.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

COMPILE_FROM = 4000  # rows; below, numpy is done before numba has been imported

Words = NDArray[np.uint64]
Columns = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint16]]


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


def count(values: NDArray[np.uint8], loosest: int) -> NDArray[np.int64]:
    """Number of pairs at each distance 0 … loosest."""
    words = as_words(values)
    if len(words) >= COMPILE_FROM:
        from dedup_core.search import compiled  # noqa: PLC0415 - numba costs 0.5 s

        return compiled.count(words, loosest)
    counts = np.zeros(loosest + 1, np.int64)
    for _, _, bits in _near_rows(words, loosest):
        counts += np.bincount(bits, minlength=loosest + 1)[: loosest + 1]
    return counts


def pairs(values: NDArray[np.uint8], limit: int, expected: int) -> Columns:
    """left < right and distance of every pair within `limit`, of which there are `expected`."""
    words = as_words(values)
    if len(words) >= COMPILE_FROM:
        from dedup_core.search import compiled  # noqa: PLC0415

        return compiled.pairs(words, limit, expected)
    left, right, distance = [], [], []
    for row, near, bits in _near_rows(words, limit):
        left.append(np.full(len(near), row, np.int32))
        right.append(near.astype(np.int32))
        distance.append(bits)
    if not left:
        empty = np.zeros(0, np.int32)
        return empty, empty.copy(), np.zeros(0, np.uint16)
    return np.concatenate(left), np.concatenate(right), np.concatenate(distance)


def _near_rows(
    words: Words, limit: int
) -> Iterator[tuple[int, NDArray[np.intp], NDArray[np.uint16]]]:
    """For each row: the later rows within `limit`, and their distances."""
    for row in range(len(words) - 1):
        bits = np.bitwise_count(words[row + 1 :] ^ words[row]).sum(axis=1, dtype=np.uint16)
        near = np.flatnonzero(bits <= limit)
        yield row, near + row + 1, bits[near]
