"""The loops of `groups` compiled with numba; cached on disk after the first use.

Each gives `owner` int32 [pictures]: the row that keeps this one, itself when it is alone or kept.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Rows = NDArray[np.int32]
Starts = NDArray[np.int64]
Distances = NDArray[np.float32]


@njit(nogil=True, cache=True)
def by_row(
    left: Rows, right: Rows, distance: Distances, start: Starts, rank: Rows, best_first: Rows
) -> tuple[Rows, Distances]:
    """Each pair, given closest first, under both of its rows; equally close ones by rank."""
    at = start[:-1].copy()
    near = np.empty(2 * len(left), np.int32)
    apart = np.empty(2 * len(left), np.float32)
    for pair in range(len(left)):
        a, b = left[pair], right[pair]
        near[at[a]], apart[at[a]] = rank[b], distance[pair]
        near[at[b]], apart[at[b]] = rank[a], distance[pair]
        at[a] += 1
        at[b] += 1
    for row in range(len(rank)):
        begin = start[row]
        while begin < start[row + 1]:
            end = begin + 1
            while end < start[row + 1] and apart[end] == apart[begin]:
                end += 1
            near[begin:end].sort()
            begin = end
    return best_first[near], apart


@njit(nogil=True, cache=True)
def around_the_keeper(
    start: Starts, near: Rows, distance: Distances, best_first: Rows, threshold: float
) -> Rows:
    """Best first: each free row becomes a keeper and takes all its free neighbours."""
    owner = np.full(len(best_first), -1, np.int32)
    for row in best_first:
        if owner[row] >= 0:
            continue
        owner[row] = row
        for at in range(start[row], start[row + 1]):
            if distance[at] > threshold:
                break
            if owner[near[at]] < 0:
                owner[near[at]] = row
    return owner


@njit(nogil=True, cache=True)
def all_pairs(
    start: Starts, near: Rows, distance: Distances, best_first: Rows, threshold: float
) -> Rows:
    """Best first: each free row takes, closest first, the free ones near every member so far."""
    owner = np.full(len(best_first), -1, np.int32)
    touches = np.zeros(len(best_first), np.int32)  # members of the present group near this row
    for row in best_first:
        if owner[row] >= 0:
            continue
        owner[row] = row
        members = [row]
        _touch(row, 1, start, near, distance, threshold, touches)
        for at in range(start[row], start[row + 1]):
            if distance[at] > threshold:
                break
            candidate = near[at]
            if owner[candidate] < 0 and touches[candidate] == len(members):
                owner[candidate] = row
                members.append(candidate)
                _touch(candidate, 1, start, near, distance, threshold, touches)
        for member in members:
            _touch(member, -1, start, near, distance, threshold, touches)
    return owner


@njit(nogil=True, cache=True)
def _touch(
    row: int,
    by: int,
    start: Starts,
    near: Rows,
    distance: Distances,
    threshold: float,
    touches: Rows,
) -> None:
    for at in range(start[row], start[row + 1]):
        if distance[at] > threshold:
            break
        touches[near[at]] += by


@njit(nogil=True, cache=True)
def chained(left: Rows, right: Rows, rank: Rows) -> Rows:
    """Connected components; the member with the best rank owns its component."""
    parent = np.arange(len(rank)).astype(np.int32)
    for pair in range(len(left)):
        a, b = _root(parent, left[pair]), _root(parent, right[pair])
        if a == b:
            continue
        if rank[a] < rank[b]:
            parent[b] = a
        else:
            parent[a] = b
    for row in range(len(parent)):
        parent[row] = _root(parent, row)
    return parent


@njit(nogil=True, cache=True)
def _root(parent: Rows, row: int) -> int:
    while parent[row] != row:
        parent[row] = parent[parent[row]]  # path halving
        row = parent[row]
    return row
