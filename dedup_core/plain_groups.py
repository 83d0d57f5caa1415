"""The grouping rules in plain Python: for few pictures, ready at once.

Loading the compiled loops costs half a second, and compiling them at the very first start much
more. Pictures are named by their places in the keep order, as in `grouping_loops`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from dedup_core.pairs import PairTable

MOST_PICTURES, MOST_PAIRS = 12_000, 20_000  # a cut then takes 15 ms at most

Rows = NDArray[np.int32]
Pairs = list[tuple[int, int]]


def around_the_keeper(pairs: Pairs, pictures: int) -> Rows:
    """Best first: each free picture becomes a keeper and takes all its free neighbours."""
    owner, near = [-1] * pictures, defaultdict[int, list[int]](list)
    for better, worse in pairs:
        near[better].append(worse)
    for place in sorted(near):
        if owner[place] < 0:
            owner[place] = place
            _take(owner, place, near[place])
    return np.array(owner, np.int32)


def all_pairs(pairs: Pairs, pictures: int) -> Rows:
    """The same, but a neighbour joins only if it is near every member so far, closest first."""
    owner, near, every = [-1] * pictures, defaultdict[int, list[int]](list), set(pairs)
    for better, worse in pairs:  # the closest first, then the better
        near[better].append(worse)
    for place in sorted(near):
        if owner[place] >= 0:
            continue
        owner[place], members = place, [place]
        for other in near[place]:
            if owner[other] < 0 and all((min(m, other), max(m, other)) in every for m in members):
                members.append(other)
                owner[other] = place
    return np.array(owner, np.int32)


def chained(pairs: Pairs, pictures: int) -> Rows:
    """Connected components by union-find; the best member owns its component."""
    owner = list(range(pictures))

    def root(place: int) -> int:
        while owner[place] != place:
            owner[place] = owner[owner[place]]  # path halving
            place = owner[place]
        return place

    for better, worse in pairs:
        a, b = root(better), root(worse)
        owner[max(a, b)] = min(a, b)
    return np.array([root(place) for place in range(pictures)], np.int32)


def _take(owner: list[int], keeper: int, others: Iterable[int]) -> None:
    for other in others:
        if owner[other] < 0:
            owner[other] = keeper


def places(pairs: PairTable, rank: Rows) -> tuple[Rows, Rows]:
    """The better and the worse place of each pair, closest first, equally close ones by place."""
    a, b = rank[pairs.left], rank[pairs.right]
    better, worse = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((worse, better, pairs.distance))
    return better[order], worse[order]


def as_pairs(better: Rows, worse: Rows) -> Pairs:
    """The same as plain numbers."""
    return list(zip(better.tolist(), worse.tolist(), strict=True))


def gather(owner: Rows, best_first: Rows, least: int) -> tuple[NDArray[np.int64], Rows]:
    """Start of each group and its members: groups by keeper row, members in keep order."""
    owned = np.flatnonzero(owner >= 0)
    sizes = np.bincount(owner[owned], minlength=len(owner))
    chosen = owned[sizes[owner[owned]] >= least]
    keeper = best_first[owner[chosen]]
    order = np.lexsort((chosen, keeper))
    begins = np.flatnonzero(np.diff(keeper[order], prepend=-1))
    start = np.append(begins, len(chosen)).astype(np.int64)
    return start, best_first[chosen[order]]
