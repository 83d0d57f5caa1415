"""Searches and groupings written once more, as plainly as can be, to compare with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints import Metric

Pair = tuple[int, int, int]
Values = NDArray[np.uint8] | NDArray[np.float32]


def random_values(metric: Metric, rows: int, *, seed: int, width: int = 8) -> Values:
    """Fingerprints of which many are near each other and some are equal."""
    rng = np.random.default_rng(seed)
    if metric is Metric.COSINE:
        return random_vectors(rows, seed=seed)
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


def random_vectors(rows: int, *, seed: int, dim: int = 12) -> NDArray[np.float32]:
    """Vectors of length 1 and some of none; many near each other, some equal."""
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((rows, dim))
    for row in range(1, rows):
        if rng.random() < 0.6:  # like an earlier one, but for some noise or none
            noise = rng.standard_normal(dim) * rng.choice([0, 0.05, 0.2, 0.4])
            vectors[row] = vectors[rng.integers(row)] + noise
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[5:rows:20] = 0
    return vectors.astype(np.float32)


def distances_of(metric: Metric, values: Values, row: int) -> NDArray[np.int64]:
    """From one row to every row; millionths for cosine."""
    if metric is Metric.COSINE:
        exact = values.astype(np.float64)
        lengths = np.linalg.norm(exact, axis=1)
        with np.errstate(invalid="ignore"):
            cosine = exact @ exact[row] / (lengths * lengths[row])
        return np.where(np.isnan(cosine), 3e6, np.abs(np.rint((1 - cosine) * 1e6))).astype(int)
    if metric is Metric.EXACT:
        file = np.array([bytes(v[:32]) == bytes(values[row][:32]) for v in values])
        pixels = np.array([bytes(v[32:]) == bytes(values[row][32:]) for v in values])
        return np.where(file, 0, np.where(pixels, 1, 2))
    bits = values.astype(np.uint8)
    return np.unpackbits(bits ^ bits[row], axis=1).sum(axis=1, dtype=np.int64)


def all_pairs(metric: Metric, values: Values, limit: int) -> list[Pair]:
    """(left, right, distance) of every pair within the limit, by row."""
    found = []
    for left in range(len(values)):
        distances = distances_of(metric, values, left)
        near = np.flatnonzero(distances[left + 1 :] <= limit) + left + 1
        found += [(left, int(right), int(distances[right])) for right in near]
    return found


def counts_of(pairs: list[Pair], loosest: int) -> list[int]:
    """Number of pairs at each distance."""
    return np.bincount([pair[2] for pair in pairs], minlength=loosest + 1).tolist()


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
