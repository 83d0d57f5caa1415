"""Drives the compiled loops: parts of the work in threads, pairs handed over as they are found."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dedup_core.search import bands, compiled
from dedup_core.search.found import Collector, Found, Keys, Rows

Words = NDArray[np.uint64]
T = TypeVar("T")

_CHUNK = 1 << 18  # pairs that a thread finds before it hands them over
_PARTS = 64  # more than threads, so that all of them end at about the same time
_SAMPLE = 1 << 24  # distances that the first guess of the reach looks at
_TOP_BITS = 10  # keys are dealt into so many heaps (as a power of 2), which fit a core's cache


def search(
    words: Words,
    loosest: int,
    budget: int,
    *,
    layouts: tuple[int, ...] = bands.LAYOUTS,
) -> Found:
    """All pairs within `loosest`, or within the largest distance whose pairs fit the budget.

    A sample says how far that may be; the search goes there, or less far when pairs are more than
    the budget on the way. When all of them fit, it goes on by one step, and so on.
    """
    words = np.require(words, requirements=["C", "W"])  # the loops are compiled for these
    collector = Collector(len(words), loosest=loosest, budget=budget)
    above, limit = -1, _guess(words, loosest, budget)
    while above < min(limit, collector.limit):

        def limits(above: int = above, limit: int = limit) -> NDArray[np.int64]:
            return np.array([above, min(limit, collector.limit)], np.int64)

        join(words, bands.plan(words, limit, layouts), limits, collector.row_bits, collector.take)
        above, limit = limit, min(limit + 1, loosest)
    return collector.found(sorted_columns)


def join(
    words: Words,
    layout: NDArray[np.int64],
    limits: Callable[[], NDArray[np.int64]],
    row_bits: int,
    take: Callable[[Keys], None],
) -> None:
    """Give `take` the keys of all pairs that the bands of a layout find, from several threads.

    limits: what distances are wanted by now: above the first, up to the second
    """
    edges = np.linspace(0, len(words), _PARTS + 1).astype(np.int64)
    for band, (word, shift, width, radius, _) in enumerate(layout.tolist()):
        buckets = compiled.sort_into_buckets(words[:, word].copy(), shift, width)
        whole = np.ascontiguousarray(words[buckets[1]].T)
        masks = bands.masks(width, radius)

        def part(
            number: int,
            band: int = band,
            buckets: tuple[Words, Rows, Rows] = buckets,
            whole: Words = whole,
            masks: NDArray[np.int64] = masks,
        ) -> None:
            place = np.array([edges[number], 0, 0, 0, edges[number + 1]], np.int64)
            keys = np.empty(_CHUNK, np.uint64)
            wanted = limits()
            while place[0] < place[4] and wanted[0] < wanted[1]:
                found = compiled.join(
                    words, layout, band, buckets, whole, masks, place, wanted, row_bits, keys
                )
                take(keys[:found])
                wanted = limits()

        in_threads(part, range(_PARTS))


def sorted_columns(keys: Keys, row_bits: int) -> tuple[Rows, Rows]:
    """Left and right of keys, sorted; the keys are overwritten."""
    left, right = np.empty(len(keys), np.int32), np.empty(len(keys), np.int32)
    if not len(keys):
        return left, right
    low = max(0, int(keys.max()).bit_length() - _TOP_BITS)
    dealt, start = compiled.deal(keys, low)

    def part(heap: tuple[int, int]) -> None:
        one = slice(*heap)
        compiled.sort_heap(dealt[one], keys[one], low, row_bits, left[one], right[one])

    in_threads(part, zip(start[:-1].tolist(), start[1:].tolist(), strict=True))
    return left, right


def in_threads(loop: Callable[[T], None], parts: Iterable[T]) -> None:
    """Run a loop that leaves the interpreter's lock alone on all parts."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for _ in pool.map(loop, parts):
            pass


def _guess(words: Words, loosest: int, budget: int) -> int:
    """The smallest distance whose pairs, judged by a seeded sample of rows, exceed the budget."""
    size = min(len(words), max(64, _SAMPLE // max(1, len(words))))
    rows = np.random.default_rng(0).permutation(len(words))[:size]
    counts = np.zeros(words.shape[1] * 64 + 1, np.int64)
    compiled.tally(words, rows, counts)
    counts[0] -= size
    expected = np.cumsum(counts) * (len(words) / 2 / max(1, size))
    return min(int(np.searchsorted(expected, budget, side="right")), loosest)
