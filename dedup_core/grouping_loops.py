"""The loops of `neighbour_lists`, `groups` and `strictness`, compiled with numba.

They are cached on disk after the first use. Where it says *place*, a picture is named by its place
in the keep order instead of its row: pictures are then visited in the order in which they lie in
memory, and the better one of two is the smaller number.

`owner` is int32 [places]: the place that keeps this one, itself when it is alone or kept.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Rows = NDArray[np.int32]
Starts = NDArray[np.int64]
Distances = NDArray[np.uint8] | NDArray[np.float32]
Tally = tuple[int, int, int]
_FEW = 24  # ties of so many are sorted by insertion, as most lists are short


class Lists(NamedTuple):
    """Place p is near `near[start[p]:start[p + 1]]`, the closest first, then the better first.

    distance: of each of them; uint8 when all are whole numbers below 256, otherwise float32
    """

    start: Starts
    near: Rows
    distance: Distances


@njit(nogil=True, cache=True)
def places(left: Rows, right: Rows, rank: Rows) -> tuple[Rows, Rows]:
    """The better and the worse place of each pair."""
    better, worse = np.empty(len(left), np.int32), np.empty(len(left), np.int32)
    for pair in range(len(left)):
        a, b = rank[left[pair]], rank[right[pair]]
        better[pair], worse[pair] = min(a, b), max(a, b)
    return better, worse


@njit(nogil=True, cache=True)
def starts(of: Rows, pictures: int) -> Starts:
    """Where the list of each place starts, when place `of[pair]` gets one entry for each pair."""
    start = np.zeros(pictures + 1, np.int64)
    for place in of:
        start[place + 1] += 1
    for place in range(pictures):
        start[place + 1] += start[place]
    return start


@njit(nogil=True, cache=True)
def fill(of: Rows, near: Rows, distance: Distances, lists: Lists, first: int, end: int) -> None:
    """Writes the lists of the places `first` … `end`, from pairs given closest first."""
    at = lists.start[first:end].copy()
    for pair in range(len(of)):
        place = of[pair] - first
        if 0 <= place < len(at):
            lists.near[at[place]] = near[pair]
            lists.distance[at[place]] = distance[pair]
            at[place] += 1
    for place in range(first, end):
        _sort_ties(lists.near, lists.distance, lists.start[place], lists.start[place + 1])


@njit(nogil=True, cache=True)
def _sort_ties(near: Rows, distance: Distances, begin: int, end: int) -> None:
    while begin < end:
        after = begin + 1
        while after < end and distance[after] == distance[begin]:
            after += 1
        if after - begin > _FEW:
            near[begin:after].sort()
        else:
            _insert(near, begin, after)
        begin = after


@njit(nogil=True, cache=True)
def _insert(near: Rows, begin: int, end: int) -> None:
    for at in range(begin + 1, end):
        value, to = near[at], at
        while to > begin and near[to - 1] > value:
            near[to] = near[to - 1]
            to -= 1
        near[to] = value


@njit(nogil=True, cache=True)
def around_the_keeper(worse: Lists, limit: np.float32) -> Rows:
    """Best first: each free place becomes a keeper and takes all its free neighbours."""
    owner = np.full(len(worse.start) - 1, -1, np.int32)
    for place in range(len(owner)):
        if owner[place] >= 0:
            continue
        owner[place] = place
        for at in range(worse.start[place], worse.start[place + 1]):
            if worse.distance[at] > limit:
                break
            if owner[worse.near[at]] < 0:
                owner[worse.near[at]] = place
    return owner


@njit(nogil=True, cache=True)
def all_pairs(worse: Lists, better: Lists, limit: np.float32) -> Rows:
    """Best first: each free place takes, closest first, the free ones near every member so far.

    A member tells its neighbours that it is theirs only when someone asks: most groups are of two.
    Those near every member that told have been told `before + members` times, where `before` is
    the sum over all earlier groups: so nothing has to be set back between two groups.
    """
    owner = np.full(len(worse.start) - 1, -1, np.int32)
    told = np.zeros(len(owner), np.int32)
    before = 0
    for place in range(len(owner)):
        if owner[place] >= 0:
            continue
        owner[place] = place
        members, silent = 0, -1  # without the keeper, whom all candidates are near
        for at in range(worse.start[place], worse.start[place + 1]):
            if worse.distance[at] > limit:
                break
            candidate = worse.near[at]
            if owner[candidate] >= 0:
                continue
            if silent >= 0:
                _tell(worse, silent, place, limit, told, before)
                _tell(better, silent, place, limit, told, before)
                silent = -1
            if members == 0 or told[candidate] == before + members:
                owner[candidate] = place
                members += 1
                silent = candidate
        before += members
    return owner


@njit(nogil=True, cache=True)
def _tell(
    lists: Lists, place: int, keeper: int, limit: np.float32, told: Rows, before: int
) -> None:
    for at in range(lists.start[place], lists.start[place + 1]):
        if lists.distance[at] > limit:
            break
        other = lists.near[at]
        if other > keeper:  # the others have an owner; this skips half of the jumps in memory
            told[other] = max(told[other], before) + 1


@njit(nogil=True, cache=True)
def gather(owner: Rows, rank: Rows, best_first: Rows, at_least: int) -> tuple[Starts, Rows]:
    """Start and members (rows) of the groups; -1 in `owner` is in no group."""
    sizes = _sizes(owner)
    start = np.zeros(len(owner) // 2 + 1, np.int64)
    at = np.full(len(owner), -1, np.int32)  # where the next member of this keeper goes
    groups = 0
    for keeper in rank:  # in the order of rows
        if sizes[keeper] >= at_least:
            at[keeper] = start[groups]
            start[groups + 1] = start[groups] + sizes[keeper]
            groups += 1
    member = np.empty(start[groups], np.int32)
    for place in range(len(owner)):
        keeper = owner[place]
        if keeper >= 0 and at[keeper] >= 0:
            member[at[keeper]] = best_first[place]
            at[keeper] += 1
    return start[: groups + 1].copy(), member


@njit(nogil=True, cache=True)
def tally(owner: Rows, at_least: int) -> Tally:
    """Number of groups, of their members, and size of the largest."""
    groups, members, largest = 0, 0, 0
    for size in _sizes(owner):
        if size >= at_least:
            groups += 1
            members += size
            largest = max(largest, size)
    return groups, members, largest


@njit(nogil=True, cache=True)
def _sizes(owner: Rows) -> Rows:
    sizes = np.zeros(len(owner), np.int32)
    for keeper in owner:
        if keeper >= 0:
            sizes[keeper] += 1
    return sizes
