"""The loops of `forest` compiled with numba; cached on disk after the first use."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Rows = NDArray[np.int32]
Floats = NDArray[np.float32]


@njit(nogil=True, cache=True)
def merge(
    left: Rows, right: Rows, distance: Floats, rank: Rows
) -> tuple[Rows, Floats, Floats, Rows, Rows]:
    """Leaves and gaps, then heights and sizes of the merges, as in `forest.Forest`."""
    rows = len(rank)
    parent, last = np.arange(rows).astype(np.int32), np.arange(rows).astype(np.int32)
    after, size = np.full(rows, -1, np.int32), np.ones(rows, np.int32)
    gap = np.full(rows, np.inf, np.float32)
    height, merges = np.empty(rows, np.float32), 0
    first, second = np.empty(rows, np.int32), np.empty(rows, np.int32)
    for pair in range(len(left)):
        a, b = _root(parent, left[pair]), _root(parent, right[pair])
        if a == b:
            continue
        if rank[b] < rank[a]:
            a, b = b, a
        height[merges], first[merges], second[merges] = distance[pair], size[a], size[b]
        merges += 1
        gap[b] = distance[pair]
        after[last[a]] = b
        last[a] = last[b]
        size[a] += size[b]
        parent[b] = a
    leaf = _in_line(parent, after, size)
    return leaf, gap[leaf], height[:merges].copy(), first[:merges].copy(), second[:merges].copy()


@njit(nogil=True, cache=True)
def _root(parent: Rows, row: int) -> int:
    while parent[row] != row:
        parent[row] = parent[parent[row]]  # path halving
        row = parent[row]
    return row


@njit(nogil=True, cache=True)
def _in_line(parent: Rows, after: Rows, size: Rows) -> Rows:
    """The rows of each component, one component behind the other."""
    leaf = np.empty(len(parent), np.int32)
    leaves = 0
    for root in range(len(parent)):
        if parent[root] != root or size[root] == 1:
            continue
        row = root
        while row >= 0:
            leaf[leaves] = row
            leaves += 1
            row = after[row]
    return leaf[:leaves].copy()


@njit(nogil=True, cache=True)
def intervals(gap: Floats, limit: np.float32, at_least: int) -> tuple[Rows, Rows]:
    """Start and end of each run of leaves without a gap above the limit.

    Written without branches that depend on the gaps: nobody can guess them, and a wrong guess
    costs more than the rest of the loop.
    """
    start = np.empty(len(gap) // at_least + 1, np.int32)
    end = np.empty(len(gap) // at_least + 1, np.int32)
    found = begin = 0
    for leaf in range(1, len(gap) + 1):
        ends = leaf == len(gap) or gap[leaf] > limit
        start[found], end[found] = begin, leaf
        found += ends and leaf - begin >= at_least
        begin = leaf if ends else begin
    return start[:found].copy(), end[:found].copy()


@njit(nogil=True, cache=True)
def owners(leaf: Rows, start: Rows, end: Rows, rank: Rows) -> Rows:
    """The place of the keeper by place, as in `grouping_loops`; -1 for those in no interval."""
    owner = np.full(len(rank), -1, np.int32)
    for group in range(len(start)):
        keeper = rank[leaf[start[group]]]
        for at in range(start[group], end[group]):
            owner[rank[leaf[at]]] = keeper
    return owner
