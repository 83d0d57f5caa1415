"""Searches and groupings written once more, as plainly as can be, to compare with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints import Metric

Pair = tuple[int, int, int]


def random_values(metric: Metric, rows: int, *, seed: int, width: int = 8) -> NDArray[np.uint8]:
    """Fingerprints of which many are near each other and some are equal."""
    rng = np.random.default_rng(seed)
    if metric is Metric.EXACT:
        pixels = rng.integers(0, max(1, rows // 3), rows)
        files = pixels * 2 + rng.integers(0, 2, rows)  # each content in at most two files
        digests = rng.integers(0, 256, (2, 2 * rows + 2, 32), np.uint8)
        return np.concatenate((digests[0][files], digests[1][pixels]), axis=1)
    values = rng.integers(0, 256, (rows, width), np.uint8)
    for row in range(1, min(rows, 200)):
        if rng.random() < 0.5:  # like an earlier one but for up to 20 bits
            flips = np.packbits(rng.permutation(width * 8) < rng.integers(0, 20))
            values[row] = values[rng.integers(row)] ^ flips
    return values


def distances_of(metric: Metric, values: NDArray[np.uint8], row: int) -> NDArray[np.int64]:
    """From one row to every row."""
    if metric is Metric.EXACT:
        file = np.array([bytes(v[:32]) == bytes(values[row][:32]) for v in values])
        pixels = np.array([bytes(v[32:]) == bytes(values[row][32:]) for v in values])
        return np.where(file, 0, np.where(pixels, 1, 2))
    return np.unpackbits(values ^ values[row], axis=1).sum(axis=1, dtype=np.int64)


def all_pairs(metric: Metric, values: NDArray[np.uint8], limit: int) -> list[Pair]:
    """(left, right, distance) of every pair within the limit, by row."""
    found = []
    for left in range(len(values)):
        distances = distances_of(metric, values, left)
        near = np.flatnonzero(distances[left + 1 :] <= limit) + left + 1
        found += [(left, int(right), int(distances[right])) for right in near]
    return found


def counts_of(pairs: list[Pair], loosest: int) -> list[int]:
    """Number of pairs at each distance."""
    return [sum(pair[2] == distance for pair in pairs) for distance in range(loosest + 1)]


def components(rows: int, edges: list[tuple[int, int]]) -> set[frozenset[int]]:
    """Connected components of two rows and more, by walking."""
    beside: dict[int, set[int]] = {row: set() for row in range(rows)}
    for left, right in edges:
        beside[left].add(right)
        beside[right].add(left)
    found, seen = set(), set()
    for row in range(rows):
        if row in seen:
            continue
        waiting, part = [row], {row}
        while waiting:
            for other in beside[waiting.pop()] - part:
                part.add(other)
                waiting.append(other)
        seen |= part
        if len(part) > 1:
            found.add(frozenset(part))
    return found
