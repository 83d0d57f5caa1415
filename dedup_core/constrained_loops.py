"""The grouping rules under constraints, compiled with numba; cached on disk after the first use.

The loops of `grouping_loops`, in which a unit joins a group as a whole and never meets one that it
is parted from. Nothing is called across files: numba does not notice a change in the other one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from dedup_core.constraints import Units
from dedup_core.grouping_loops import Distances, Lists, Rows

Keys = NDArray[np.int64]
Chosen = NDArray[np.bool_]
_SPREAD, _HALF = 0x9E3779B97F4A7C1, 32  # an odd number of many bits scatters keys over a table
_FEWEST = 64  # slots of a table of keys; a power of two


class Chains(NamedTuple):
    """Entries of `Units.parted` strung together, one chain a component; all int64, -1 is none.

    head, last, length: of the chain of each root [places]
    follow:             the next entry of the same chain [entries]
    """

    head: Keys
    last: Keys
    follow: Keys
    length: Keys


@njit(nogil=True, cache=True)
def around_the_keeper(worse: Lists, units: Units, limit: np.float32) -> Rows:
    """Best first: each free place takes its unit, then the units of its free neighbours."""
    owner = np.full(len(units.first), -1, np.int32)
    never = np.full(len(owner), -1, np.int32)  # of a unit the last keeper that may not have it
    members = np.empty(len(owner), np.int32)
    for place in range(len(owner)):
        if owner[place] >= 0:
            continue
        _take(units, place, place, owner, never, members, 0)
        for at in range(worse.start[place], worse.start[place + 1]):
            if worse.distance[at] > limit:
                break
            other = worse.near[at]
            if owner[other] < 0 and never[units.first[other]] != place:
                _take(units, other, place, owner, never, members, 0)
    return owner


@njit(nogil=True, cache=True)
def _take(
    units: Units, place: int, keeper: int, owner: Rows, never: Rows, members: Rows, size: int
) -> int:
    """How many members there are when the unit of a place has joined those of the keeper."""
    while owner[place] < 0:
        owner[place] = keeper
        members[size] = place
        size += 1
        place = units.after[place]
    for at in range(units.begin[place], units.end[place]):
        never[units.parted[at]] = keeper
    return size


@njit(nogil=True, cache=True)
def all_pairs(worse: Lists, better: Lists, units: Units, limit: np.float32) -> Rows:
    """The same, but a unit joins only if all its members are near every member so far.

    As in `grouping_loops.all_pairs`, members tell their neighbours only when someone asks, and
    `before` makes it needless to set anything back between two groups.
    """
    owner = np.full(len(units.first), -1, np.int32)
    never, told = np.full(len(owner), -1, np.int32), np.zeros(len(owner), np.int32)
    members = np.empty(len(owner), np.int32)
    before = 0
    for place in range(len(owner)):
        if owner[place] >= 0:
            continue
        size, spoke = _take(units, place, place, owner, never, members, 0), 0
        for at in range(worse.start[place], worse.start[place + 1]):
            if worse.distance[at] > limit:
                break
            other = worse.near[at]
            if owner[other] >= 0 or never[units.first[other]] == place:
                continue
            if size > 1 or units.after[other] != other:
                for member in members[spoke:size]:
                    _tell(worse, member, limit, told, before)
                    _tell(better, member, limit, told, before)
                spoke = size
                if not _all_told(units, other, told, before + size):
                    continue
            size = _take(units, other, place, owner, never, members, size)
        before += spoke
    return owner


@njit(nogil=True, cache=True)
def _tell(lists: Lists, place: int, limit: np.float32, told: Rows, before: int) -> None:
    for at in range(lists.start[place], lists.start[place + 1]):
        if lists.distance[at] > limit:
            break
        told[lists.near[at]] = max(told[lists.near[at]], before) + 1


@njit(nogil=True, cache=True)
def _all_told(units: Units, place: int, told: Rows, times: int) -> bool:
    member = place
    while told[member] == times:
        member = units.after[member]
        if member == place:
            return True
    return False


@njit(nogil=True, cache=True)
def with_units(owner: Rows, units: Units) -> Rows:
    """The best place of each component, when chained groups (-1: none) also hold whole units."""
    label = np.empty(len(owner), np.int32)
    for place in range(len(owner)):
        label[place] = owner[place] if owner[place] >= 0 else place
    for place in range(len(owner)):
        a, b = _root(label, place), _root(label, units.first[place])
        label[max(a, b)] = min(a, b)
    for place in range(len(owner)):
        label[place] = _root(label, place)
    return label


@njit(nogil=True, cache=True)
def troubled(label: Rows, units: Units) -> Chosen:
    """Which components, by their best places, hold two units that are parted."""
    found = np.zeros(len(label), np.bool_)
    for place in range(len(label)):
        for at in range(units.begin[place], units.end[place]):
            if label[units.parted[at]] == label[place]:
                found[label[place]] = True
                break
    return found


@njit(nogil=True, cache=True)
def pairs_within(
    worse: Lists, label: Rows, chosen: Chosen, limit: np.float32
) -> tuple[Rows, Rows, Distances]:
    """Better place, worse place and distance of the pairs of chosen components; by places."""
    end = np.empty(len(label), np.int64)
    pairs = 0
    for place in range(len(label)):
        at = worse.start[place]
        while chosen[label[place]] and at < worse.start[place + 1] and worse.distance[at] <= limit:
            at += 1
        end[place] = at
        pairs += at - worse.start[place]
    one, other = np.empty(pairs, np.int32), np.empty(pairs, np.int32)
    distance = np.empty(pairs, worse.distance.dtype)
    pair = 0
    for place in range(len(label)):
        for at in range(worse.start[place], end[place]):
            one[pair], other[pair], distance[pair] = place, worse.near[at], worse.distance[at]
            pair += 1
    return one, other, distance


@njit(nogil=True, cache=True)
def merge(label: Rows, chosen: Chosen, units: Units, one: Rows, other: Rows, order: Keys) -> Rows:
    """The best place of each component, when those chosen are built from units, pair by pair.

    Two merge unless they are parted: `apart` holds a key for every two such components, by their
    roots. The shorter chain of parted ones is renamed, so each entry is renamed a few times only.
    """
    above = np.where(chosen[label], units.first, label)
    chains = _chains(label, chosen, units)
    apart = np.full(_room(chains.length.sum()), -1, np.int64)
    keys = 0
    for place in range(len(label)):
        keys += _rename(chains, units, above, place, place, apart)
    for pair in order:
        a, b = _root(above, one[pair]), _root(above, other[pair])
        if a == b or apart[_slot(apart, _key(a, b, len(label)))] >= 0:
            continue
        if chains.length[a] < chains.length[b]:
            a, b = b, a
        above[b] = a
        if _room(keys + chains.length[b]) > len(apart):
            apart = _larger(apart, _room(keys + chains.length[b]))
        keys += _rename(chains, units, above, b, a, apart)
        _append(chains, b, a)
    return _best(above)


@njit(nogil=True, cache=True)
def _chains(label: Rows, chosen: Chosen, units: Units) -> Chains:
    """One chain for each unit of the chosen components, of those parted from it within."""
    chains = Chains(
        np.full(len(label), -1, np.int64),
        np.full(len(label), -1, np.int64),
        np.full(len(units.parted), -1, np.int64),
        np.zeros(len(label), np.int64),
    )
    for place in range(len(label)):
        if not chosen[label[place]] or units.first[place] != place:
            continue
        for at in range(units.begin[place], units.end[place]):
            if label[units.parted[at]] == label[place]:
                if chains.length[place] == 0:
                    chains.last[place] = at
                chains.follow[at] = chains.head[place]
                chains.head[place] = at
                chains.length[place] += 1
    return chains


@njit(nogil=True, cache=True)
def _rename(chains: Chains, units: Units, above: Rows, old: int, new: int, apart: Keys) -> int:
    """How many keys are new, when all that is parted from the old root is so from the new one."""
    keys, at = 0, chains.head[old]
    while at >= 0:
        key = _key(new, _root(above, units.parted[at]), len(above))
        slot = _slot(apart, key)
        keys += apart[slot] < 0
        apart[slot] = key
        at = chains.follow[at]
    return keys


@njit(nogil=True, cache=True)
def _append(chains: Chains, short: int, long: int) -> None:
    if chains.length[short]:
        chains.follow[chains.last[long]] = chains.head[short]
        chains.last[long] = chains.last[short]
        chains.length[long] += chains.length[short]


@njit(nogil=True, cache=True)
def _key(a: int, b: int, places: int) -> int:
    return min(a, b) * places + max(a, b)


@njit(nogil=True, cache=True)
def _slot(table: Keys, key: int) -> int:
    """Where a key is, or would be; -1 is free. The length of the table is a power of two."""
    mixed = key * _SPREAD  # each bit of it depends on all lower ones of the key, so the upper half
    slot = (mixed ^ (mixed >> _HALF)) & (len(table) - 1)  # knows both components
    while table[slot] >= 0 and table[slot] != key:
        slot = (slot + 1) & (len(table) - 1)
    return slot


@njit(nogil=True, cache=True)
def _room(keys: int) -> int:
    """The length of a table for so many keys; at least half of it stays free."""
    length = _FEWEST
    while length < 2 * keys:
        length *= 2
    return length


@njit(nogil=True, cache=True)
def _larger(table: Keys, length: int) -> Keys:
    larger = np.full(length, -1, np.int64)
    for key in table:
        if key >= 0:
            larger[_slot(larger, key)] = key
    return larger


@njit(nogil=True, cache=True)
def _root(above: Rows, place: int) -> int:
    while above[place] != place:
        above[place] = above[above[place]]  # path halving
        place = above[place]
    return place


@njit(nogil=True, cache=True)
def _best(above: Rows) -> Rows:
    """The best place of each component."""
    best, owner = np.full(len(above), -1, np.int32), np.empty(len(above), np.int32)
    for place in range(len(above)):
        root = _root(above, place)
        best[root] = place if best[root] < 0 else best[root]
        owner[place] = best[root]
    return owner
