"""Fingerprints → all pairs within a distance. One entry a metric; a new one is a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints import Metric
from dedup_core.search import cosine, exact, hamming, turned
from dedup_core.search.found import Found

__all__ = ["Found", "Search", "search_for"]

Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Search:
    """How pairs are found under one metric.

    Values are what the methods of the metric make: bits or digests uint8 [n, bytes], or vectors
    float32 [n, dim].

    pairs(values, loosest, budget):  all pairs within the largest distance up to `loosest` whose
                                     pairs are not more than `budget`
    distances(values, left, right):  distance of given pairs of rows
    """

    pairs: Callable[[NDArray[Any], float, int], Found]
    distances: Callable[[NDArray[Any], Rows, Rows], NDArray[np.uint16] | NDArray[np.float32]]


_SEARCHES = {
    Metric.HAMMING: Search(hamming.pairs, hamming.distances),
    Metric.TURNED: Search(turned.pairs, turned.distances),
    Metric.EXACT: Search(exact.pairs, exact.distances),
    Metric.COSINE: Search(cosine.pairs, cosine.distances),
}


def search_for(metric: Metric) -> Search:
    """The search for a metric."""
    return _SEARCHES[metric]
