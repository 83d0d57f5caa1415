"""A pair table by picture: who is near whom, the closest first."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup_core.pairs import PairTable

if TYPE_CHECKING:
    from dedup_core.grouping_loops import Lists

# Each part reads all pairs, but writes only to lists that lie side by side: at 10 million pairs
# eight parts together take 250 ms of CPU, and two take 360 ms.
_PARTS = 8


def lists_of(pairs: PairTable, rank: NDArray[np.int32], *, worse: bool) -> Lists:
    """Of each picture those near it that come later in the keep order, or earlier if not `worse`.

    Pictures are named by their places in the keep order. It takes 5 bytes a pair when all distances
    are whole numbers below 256, otherwise 8, and 8 bytes a picture; 10 more a pair meanwhile.
    """
    from dedup_core import grouping_loops as loops  # noqa: PLC0415 - numba costs 0.5 s

    of, near = loops.places(pairs.left, pairs.right, rank)
    if not worse:
        of, near = near, of
    distance = _narrow(pairs.distance)
    start = loops.starts(of, len(rank))
    lists = loops.Lists(start, np.empty(len(of), np.int32), np.empty(len(of), distance.dtype))
    with ThreadPoolExecutor(min(_PARTS, os.cpu_count() or 1)) as pool:
        parts = pairwise(_bounds(start))
        list(pool.map(lambda part: loops.fill(of, near, distance, lists, *part), parts))
    return lists


def _bounds(start: NDArray[np.int64]) -> list[int]:
    """Places that cut the lists into parts of about as many pairs."""
    inner = np.searchsorted(start, np.linspace(0, start[-1], _PARTS + 1)[1:-1])
    return [0, *inner.tolist(), len(start) - 1]


def _narrow(distance: NDArray[np.float32]) -> NDArray[np.uint8] | NDArray[np.float32]:
    """The same distances in a quarter of the bytes, when they are small whole numbers."""
    if len(distance) and distance[-1] > np.iinfo(np.uint8).max:
        return distance
    narrow = distance.astype(np.uint8)
    return narrow if np.array_equal(narrow, distance) else distance
