"""Fingerprints → all pairs within a distance. One entry a metric; a new one is a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints import Metric
from dedup_core.search import exact, hamming

__all__ = ["Columns", "Search", "search_for"]

Columns = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint16]]


@dataclass(frozen=True, slots=True)
class Search:
    """How pairs are found under one metric; every function is exact.

    count(values, loosest):          pairs at each distance 0 … loosest, int64
    pairs(values, limit, expected):  left < right, distance of all pairs within limit
    distances(values, left, right):  distance of given pairs of rows
    """

    count: Callable[[NDArray[np.uint8], int], NDArray[np.int64]]
    pairs: Callable[[NDArray[np.uint8], int, int], Columns]
    distances: Callable[
        [NDArray[np.uint8], NDArray[np.int32], NDArray[np.int32]], NDArray[np.uint16]
    ]


_SEARCHES = {
    Metric.HAMMING: Search(hamming.count, hamming.pairs, hamming.distances),
    Metric.EXACT: Search(exact.count, exact.pairs, exact.distances),
}


def search_for(metric: Metric) -> Search:
    """The search for a metric."""
    return _SEARCHES[metric]
