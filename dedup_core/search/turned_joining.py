"""Drives the compiled search for turned pictures, as `joining` drives that for plain ones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from dedup_core.search import bands, compiled, joining, turned_loops
from dedup_core.search.found import Collector, Found, Keys

Words = NDArray[np.uint64]

_CHUNK = 1 << 18  # pairs that a thread finds before it hands them over
_PARTS = 64  # more than threads, so that all of them end at about the same time
_SAMPLE = 1 << 24  # distances that the first guess of the reach looks at


def search(
    turns: Words,
    loosest: int,
    budget: int,
    *,
    layouts: tuple[int, ...] = bands.LAYOUTS,
) -> Found:
    """All pairs of pictures uint64 [n, 8, words] within `loosest`, or what fits the budget.

    Goes as far as a sample says, then on by single steps, as `joining.search` does.
    """
    turns = np.require(turns, requirements=["C", "W"])  # the loops are compiled for these
    collector = Collector(len(turns), loosest=loosest, budget=budget)
    # n rows meet 8 n of them: as many comparisons as 4 n rows have among themselves
    like = np.ascontiguousarray(turns[:, ::2]).reshape(-1, turns.shape[2])
    above, limit = -1, _guess(turns, loosest, budget)
    while above < min(limit, collector.limit):

        def limits(above: int = above, limit: int = limit) -> NDArray[np.int64]:
            return np.array([above, min(limit, collector.limit)], np.int64)

        layout = bands.plan(like, limit, layouts)
        _join(turns, layout, limits, collector.row_bits, collector.take)
        above, limit = limit, min(limit + 1, loosest)
    return collector.found(joining.sorted_columns)


def _join(
    turns: Words,
    layout: NDArray[np.int64],
    limits: Callable[[], NDArray[np.int64]],
    row_bits: int,
    take: Callable[[Keys], None],
) -> None:
    """Give `take` the keys of all pairs that the bands of a layout find, from several threads."""
    edges = np.linspace(0, turns.shape[0] * turns.shape[1], _PARTS + 1).astype(np.int64)
    for band, (word, shift, width, radius, _) in enumerate(layout.tolist()):
        plain = compiled.sort_into_buckets(turns[:, 0, word].copy(), shift, width)
        every = compiled.sort_into_buckets(turns[:, :, word].ravel(), shift, width)
        whole = np.ascontiguousarray(turns[plain[1], 0].T)
        masks = bands.masks(width, radius)

        def part(
            number: int,
            band: int = band,
            plain: compiled.Buckets = plain,
            every: compiled.Buckets = every,
            whole: Words = whole,
            masks: NDArray[np.int64] = masks,
        ) -> None:
            place = np.array([edges[number], 0, 0, 0, edges[number + 1]], np.int64)
            keys = np.empty(_CHUNK, np.uint64)
            wanted = limits()
            while place[0] < place[4] and wanted[0] < wanted[1]:
                found = turned_loops.join(
                    turns,
                    layout,
                    band,
                    plain,
                    every,
                    whole,
                    masks,
                    place,
                    wanted,
                    row_bits,
                    keys,
                )
                take(keys[:found])
                wanted = limits()

        joining.in_threads(part, range(_PARTS))


def _guess(turns: Words, loosest: int, budget: int) -> int:
    """The smallest distance whose pairs, judged by a seeded sample, exceed the budget."""
    each, ways = turns.reshape(-1, turns.shape[2]), turns.shape[1]
    size = min(len(turns), max(64, _SAMPLE // max(1, len(each))))
    pictures = np.random.default_rng(0).permutation(len(turns))[:size]
    counts = np.zeros(turns.shape[2] * 64 + 1, np.int64)
    compiled.tally(each, pictures * ways, counts)
    counts[0] -= size
    expected = np.cumsum(counts) * (len(turns) / 2 / max(1, size))
    return min(int(np.searchsorted(expected, budget, side="right")), loosest)
