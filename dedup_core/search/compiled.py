"""The loops of `hamming` compiled with numba; cached on disk after the first use.

Each loop does one of several interleaved parts of the rows without the interpreter lock, and
plain threads run the parts side by side: numba's own threads must not be entered twice at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numba import njit
from numpy.typing import NDArray

T = TypeVar("T")
Words = NDArray[np.uint64]
_PARTS = 32  # more than threads, so that all of them end at about the same time


@njit(inline="always")
def _ones(word: np.uint64) -> np.uint64:
    """Number of set bits (Hacker's Delight, figure 5-2); the compiler makes a popcount of it."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + (
        (word >> np.uint64(2)) & np.uint64(0x3333333333333333)
    )
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (word * np.uint64(0x0101010101010101)) >> np.uint64(56)


@njit(inline="always")
def _bits(words: Words, a: int, b: int) -> np.int64:
    total = np.uint64(0)
    for word in range(words.shape[1]):
        total += _ones(words[a, word] ^ words[b, word])
    return np.int64(total)


@njit(nogil=True, cache=True)
def _count_part(words: Words, loosest: int, part: int, parts: int) -> NDArray[np.int64]:
    counts = np.zeros(words.shape[1] * 64 + 1, np.int64)
    for a in range(part, len(words), parts):
        for b in range(a + 1, len(words)):
            counts[_bits(words, a, b)] += 1
    return counts[: loosest + 1]


@njit(nogil=True, cache=True)
def _count_rows(words: Words, limit: int, part: int, parts: int, counts: NDArray[np.int64]) -> None:
    for a in range(part, len(words), parts):
        found = 0
        for b in range(a + 1, len(words)):
            if _bits(words, a, b) <= limit:
                found += 1
        counts[a + 1] = found


@njit(nogil=True, cache=True)
def _fill(
    words: Words,
    limit: int,
    part: int,
    parts: int,
    start: NDArray[np.int64],
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    distance: NDArray[np.uint16],
) -> None:
    for a in range(part, len(words), parts):
        at = start[a]
        if at == start[a + 1]:
            continue
        for b in range(a + 1, len(words)):
            bits = _bits(words, a, b)
            if bits <= limit:
                left[at] = a
                right[at] = b
                distance[at] = bits
                at += 1


def count(words: Words, loosest: int) -> NDArray[np.int64]:
    """Number of pairs at each distance 0 … loosest."""
    parts = _each_part(lambda part: _count_part(words, loosest, part, _PARTS))
    return np.asarray(np.sum(np.array(parts), axis=0))


def pairs(
    words: Words, limit: int, expected: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint16]]:
    """left < right and distance of every pair within `limit`, by row."""
    counts = np.zeros(len(words) + 1, np.int64)
    _each_part(lambda part: _count_rows(words, limit, part, _PARTS, counts))
    start = np.cumsum(counts)
    left, right = np.empty(expected, np.int32), np.empty(expected, np.int32)
    distance = np.empty(expected, np.uint16)
    _each_part(lambda part: _fill(words, limit, part, _PARTS, start, left, right, distance))
    return left, right, distance


def _each_part(loop: Callable[[int], T]) -> list[T]:
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(loop, range(_PARTS)))
