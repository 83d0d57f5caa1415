"""All pairs of equal contents: 0 for the same file, 1 for the same pixels.

Fingerprints are two 32-byte digests side by side: of the file, and of the pixels.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup_core.search.found import Found

NEITHER = 2


def distances(
    values: NDArray[np.uint8], left: NDArray[np.int32], right: NDArray[np.int32]
) -> NDArray[np.uint16]:
    """0 same file, 1 same pixels, 2 neither, one value for each left and right."""
    same_file = (values[left, :32] == values[right, :32]).all(axis=1)
    same_pixels = (values[left, 32:] == values[right, 32:]).all(axis=1)
    return np.where(same_file, 0, np.where(same_pixels, 1, NEITHER)).astype(np.uint16)


def pairs(values: NDArray[np.uint8], loosest: float, budget: int) -> Found:
    """All pairs within `loosest`, or within the largest level whose pairs fit the budget."""
    same_file = _pairs_in(_class_sizes(values[:, :32]))
    same_pixels = _pairs_in(_class_sizes(values[:, 32:]))
    counts = np.array([same_file, same_pixels - same_file][: int(loosest) + 1], np.int64)
    fitting = int(np.searchsorted(np.cumsum(counts), budget, side="right"))
    left, right = _within(values, fitting - 1, int(counts[:fitting].sum()))
    order = np.lexsort((right, left, distances(values, left, right)))
    return Found(left[order], right[order], counts[:fitting])


def _within(
    values: NDArray[np.uint8], limit: int, expected: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """left < right of every pair within `limit`, of which there are `expected`."""
    left, right = np.empty(expected, np.int32), np.empty(expected, np.int32)
    if not expected:
        return left, right
    label = _labels(values[:, :32] if limit < 1 else values[:, 32:])
    order = np.argsort(label, kind="stable").astype(np.int32)
    sizes = np.bincount(label)
    begins = np.cumsum(sizes) - sizes
    at = 0
    for begin, size in zip(begins[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        rows = order[begin : begin + size]
        for number in range(size - 1):
            more = size - number - 1
            left[at : at + more], right[at : at + more] = rows[number], rows[number + 1 :]
            at += more
    return left, right


def _labels(part: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The same number for equal rows."""
    words = np.ascontiguousarray(part).view(np.uint64)
    _, label = np.unique(words, axis=0, return_inverse=True)
    return label.reshape(-1)


def _class_sizes(part: NDArray[np.uint8]) -> NDArray[np.int64]:
    return np.bincount(_labels(part))


def _pairs_in(sizes: NDArray[np.int64]) -> int:
    return int((sizes * (sizes - 1) // 2).sum())
