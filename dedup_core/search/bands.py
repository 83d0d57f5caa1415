"""Which bands of a fingerprint to look into, so that no near pair is missed and few others are met.

The pigeonhole principle, in its general form: cut a fingerprint into bands and give each a radius
r, -1 for a band that is left out. If the sum of all (r + 1) is t + 1, two fingerprints within t
bits are within the radius in at least one band. Inside one band, near pairs are found by looking
into the buckets of all values within the radius (Norouzi, Punjani, Fleet: Fast search in Hamming
space with multi-index hashing, CVPR 2012). The same holds for whole words of 64 bits, so a
block of candidates is compared in full only if a word in it is near.

A band of no bits has one bucket with everything in it: that is brute force, and one of the layouts.
"""

from __future__ import annotations

from itertools import pairwise
from math import comb

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]

# Bands for each word of 64 bits. 1 is brute force word by word, 0 that of all words at once.
LAYOUTS = (0, 1, 3, 4, 5, 6, 7, 8)

_SAMPLE = 1 << 15  # random pairs that say how selective a band is
_WIDEST = 20  # bits of a band; a table of buckets has 2 ** bits entries
# Nanoseconds, as measured on one core with AVX-512. Only the ratios matter, and only for speed.
_COMPARE_ALL, _COMPARE = 0.1, 0.2  # one candidate: of brute force, and of a bucket
_VISIT = 10.0  # one bucket seen from another
_HIT = 100.0  # a near pair of one word
_BLOCK = 256  # pairs that are compared at once
_SORT = 15.0  # one row into its bucket


def plan(words: Words, limit: int, layouts: tuple[int, ...] = LAYOUTS) -> NDArray[np.int64]:
    """Bands that find all pairs within `limit`: word, shift, width, radius, radius of the word.

    The layout and the radii are those of least expected cost, judged by a seeded sample of pairs;
    whatever the sample says, the result of a search is the same.
    """
    if len(words) < 2:
        return np.empty((0, 5), np.int64)
    rng = np.random.default_rng(0)
    one, further = rng.integers(0, len(words), _SAMPLE), rng.integers(1, len(words), _SAMPLE)
    apart = words[one] ^ words[(one + further) % len(words)]
    plans = [_spread(apart, len(words), limit, parts) for parts in layouts]
    return min(plans, key=lambda priced: priced[0])[1]


def masks(width: int, radius: int) -> NDArray[np.int64]:
    """All numbers of `width` bits with at most `radius` ones."""
    every = np.arange(1 << width, dtype=np.int64)
    return every[np.bitwise_count(every) <= radius]


def _spread(apart: Words, rows: int, limit: int, parts: int) -> tuple[float, NDArray[np.int64]]:
    """Cost and bands of one layout: each step of radius goes where it costs least."""
    bands = [band for word in range(apart.shape[1]) for band in _layout(word, parts)]
    word_of = np.array([word for word, _, _ in bands])
    costs = np.array([_costs(apart, rows, limit, band) for band in bands])
    steps, word_steps = np.zeros(len(bands), np.int64), np.zeros(apart.shape[1], np.int64)
    every = np.arange(len(bands))
    total = 0.0
    for _ in range(limit + 1):
        more = costs[every, steps + 1] - costs[every, steps]
        best = int(np.argmin(more))
        total += float(more[best])
        steps[best] += 1
        word_steps[word_of[best]] += 1
    radii = np.column_stack((np.array(bands), steps - 1, (word_steps - 1)[word_of]))
    return total, radii[steps > 0].astype(np.int64)


def _layout(word: int, parts: int) -> list[tuple[int, int, int]]:
    """Word, shift and width of each band of a word."""
    if parts < 2:
        return [(word, 0, 0)] if parts or word == 0 else []
    edges = [64 * part // parts for part in range(parts + 1)]
    return [(word, begin, min(end - begin, _WIDEST)) for begin, end in pairwise(edges)]


def _costs(apart: Words, rows: int, limit: int, band: tuple[int, int, int]) -> NDArray[np.float64]:
    """Cost of a band at each radius -1 … limit."""
    word, shift, width = band
    inside = np.bitwise_count(apart[:, word] >> np.uint64(shift) & np.uint64((1 << width) - 1))
    bits = np.bitwise_count(apart[:, word])
    near = bits <= limit // apart.shape[1] + 1
    pairs = rows * (rows - 1) / 2 / len(apart)
    met = pairs * np.cumsum(np.bincount(inside, minlength=width + 1))
    hit = pairs * np.cumsum(np.bincount(inside[near], minlength=width + 1))
    if width == 0:  # the radius is that of the word
        hit = pairs * np.cumsum(np.bincount(bits, minlength=limit + 1))[: limit + 1]
    values = np.cumsum([comb(width, ones) for ones in range(width + 1)])
    met = np.maximum(met, values / 2**width * pairs * len(apart))  # a sample sees no rare thing
    visits = values * min(rows, 2**width) / 2
    compare = _COMPARE if width else _COMPARE_ALL
    if apart.shape[1] == 1:
        cost = met * compare + hit * _HIT
    else:  # a block with a near word is compared in full
        full = 1 - (1 - hit / np.maximum(met, hit + 1e-9)) ** _BLOCK
        cost = met * (compare + full * apart.shape[1] * _COMPARE)
    cost += visits * _VISIT + rows * _SORT
    return np.concatenate(([0.0], cost, np.full(limit + 1, cost[-1])))[: limit + 2]
