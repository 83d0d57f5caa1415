"""Makes fingerprints and embeddings like those of real photos, for the searches to search in.

Bits of real hashes are biased and come in clusters (scenes), so chance neighbours are far more than
among random bits. `BIAS`, `SCENES` and the rest are set so that a million hashes of 64 bits have
about 11 million pairs within 10 bits and 60 million within 12.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BIAS = 2.4  # of the beta distribution that the chance of each bit is drawn from
BALANCED = 20.0  # the same for long hashes, whose bits are made to be 1 half of the time (PDQ)
SCENES = 400
IN_A_SCENE = 0.5  # share of pictures that belong to one
LIKE_ITS_SCENE = 0.545  # share of a picture's bits that are its scene's
PLANTED = 0.05  # share of pictures that are near-duplicates of another
MOST_FLIPS = 10  # bits of 64 by which these differ
_AT_ONCE = 50_000


def hashes(rows: int, *, width: int = 8, bias: float = BIAS, seed: int = 1) -> NDArray[np.uint8]:
    """Fingerprints uint8 [rows, width]; the last 5 % are near-duplicates of others."""
    rng = np.random.default_rng(seed)
    bits = width * 8
    chances = rng.beta(bias, bias, bits).astype(np.float32)
    scenes = rng.random((SCENES, bits)) < chances
    popularity = rng.pareto(1.5, SCENES) + 0.3
    values = np.empty((rows, width), np.uint8)
    for first in range(0, rows, _AT_ONCE):
        count = min(_AT_ONCE, rows - first)
        own = rng.random((count, bits), np.float32) < chances
        scene = scenes[rng.choice(SCENES, count, p=popularity / popularity.sum())]
        shared = rng.random((count, bits), np.float32) < LIKE_ITS_SCENE
        shared &= rng.random((count, 1)) < IN_A_SCENE
        values[first : first + count] = np.packbits(np.where(shared, scene, own), axis=1)
    _plant(values, rng)
    return values


def _plant(values: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Make the last rows near-duplicates of earlier ones."""
    bits = values.shape[1] * 8
    first = len(values) - int(PLANTED * len(values))
    for row in range(first, len(values)):
        flips = np.zeros(bits, bool)
        flips[rng.integers(0, bits, rng.integers(0, MOST_FLIPS * bits // 64 + 1))] = True
        values[row] = values[rng.integers(0, first)] ^ np.packbits(flips)


def embeddings(rows: int, *, dim: int = 512, seed: int = 1) -> NDArray[np.float32]:
    """Unit vectors float32 [rows, dim] in scenes; the last 5 % are near-duplicates of others."""
    rng = np.random.default_rng(seed)
    scenes = 0.7 * rng.standard_normal((200, dim), np.float32)
    vectors = rng.standard_normal((rows, dim), np.float32) + scenes[rng.integers(0, 200, rows)]
    vectors += 0.5 * rng.standard_normal(dim, np.float32)
    first = rows - int(PLANTED * rows)
    noise = rng.uniform(0.05, 0.6, (rows - first, 1)).astype(np.float32)
    vectors[first:] = vectors[rng.integers(0, first, rows - first)]
    vectors[first:] += noise * rng.standard_normal((rows - first, dim), np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
