"""All pairs of equal contents: 0 for the same file, 1 for the same pixels.

Fingerprints are two 32-byte digests side by side: of the file, and of the pixels.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Columns = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint16]]
NEITHER = 2


def distances(
    values: NDArray[np.uint8], left: NDArray[np.int32], right: NDArray[np.int32]
) -> NDArray[np.uint16]:
    """0 same file, 1 same pixels, 2 neither, one value for each left and right."""
    same_file = (values[left, :32] == values[right, :32]).all(axis=1)
    same_pixels = (values[left, 32:] == values[right, 32:]).all(axis=1)
    return np.where(same_file, 0, np.where(same_pixels, 1, NEITHER)).astype(np.uint16)


def count(values: NDArray[np.uint8], loosest: int) -> NDArray[np.int64]:
    """Number of pairs at each level 0 … loosest."""
    same_file = _pairs_in(_class_sizes(values[:, :32]))
    same_pixels = _pairs_in(_class_sizes(values[:, 32:]))
    return np.array([same_file, same_pixels - same_file][: loosest + 1], np.int64)


def pairs(values: NDArray[np.uint8], limit: int, expected: int) -> Columns:
    """left < right and level of every pair within `limit`, by row."""
    part = values[:, :32] if limit < 1 else values[:, 32:]
    label = _labels(part)
    order = np.argsort(label, kind="stable").astype(np.int32)
    ends = np.cumsum(np.bincount(label)) if len(label) else np.zeros(0, np.int64)
    left, right = np.empty(expected, np.int32), np.empty(expected, np.int32)
    at = begin = 0
    for end in ends:
        rows = order[begin:end]
        for number in range(len(rows) - 1):
            more = len(rows) - number - 1
            left[at : at + more], right[at : at + more] = rows[number], rows[number + 1 :]
            at += more
        begin = end
    by_row = np.lexsort((right, left))
    left, right = left[by_row], right[by_row]
    return left, right, distances(values, left, right)


def _labels(part: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The same number for equal rows."""
    words = np.ascontiguousarray(part).view(np.uint64)
    _, label = np.unique(words, axis=0, return_inverse=True)
    return label.reshape(-1)


def _class_sizes(part: NDArray[np.uint8]) -> NDArray[np.int64]:
    return np.bincount(_labels(part))


def _pairs_in(sizes: NDArray[np.int64]) -> int:
    return int((sizes * (sizes - 1) // 2).sum())
