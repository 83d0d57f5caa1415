"""The grouping rules under constraints in plain Python: for few pictures, ready at once.

As in `plain_groups`, pictures are named by their places in the keep order, and pairs come closest
first, equally close ones by the better place, then the worse. A unit joins a group as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.components import Components, labels
from dedup_core.constraints import Units

# Entries of `Units.parted`. A group of 1,000 different pictures has a million of them: as sets they
# cost 0.7 s at a loose threshold, more than loading the compiled loops does once.
MOST_PARTED = 100_000

Rows = NDArray[np.int32]
Pairs = list[tuple[int, int]]


def around_the_keeper(pairs: Pairs, units: Units) -> Rows:
    """Best first: each free picture takes its unit, then the units of its free neighbours."""
    return _greedy(pairs, units, None)


def all_pairs(pairs: Pairs, units: Units) -> Rows:
    """The same, but a unit joins only if all its members are near every member so far."""
    return _greedy(pairs, units, set(pairs))


@dataclass(frozen=True, slots=True)
class _Table:
    """What the greedy rules read; `mates` has the units of two and more, by their first places."""

    near: defaultdict[int, list[int]]
    mates: dict[int, list[int]]
    first: list[int]
    units: Units
    every: Set[tuple[int, int]] | None

    def unit(self, first: int) -> list[int]:
        """The places of a unit, the best first."""
        return self.mates.get(first, [first])

    def parted(self, first: int) -> list[int]:
        """The units that are never in one group with this one, by their first places."""
        begin, end = self.units.begin[first], self.units.end[first]
        return [] if begin == end else self.units.parted[begin:end].tolist()

    def fits(self, members: list[int], joining: list[int]) -> bool:
        """Whether the rule lets them join."""
        every = self.every
        if every is None:
            return True
        return all((min(m, j), max(m, j)) in every for m in members for j in joining)


def _greedy(pairs: Pairs, units: Units, every: Set[tuple[int, int]] | None) -> Rows:
    near = defaultdict[int, list[int]](list)
    for better, worse in pairs:
        near[better].append(worse)
    table = _Table(near, _mates(units.first), units.first.tolist(), units, every)
    owner = [-1] * len(units.first)
    for place in sorted({*near, *table.mates}):
        if owner[place] < 0:
            _fill(owner, place, table)
    return np.array(owner, np.int32)


def _mates(first: Rows) -> dict[int, list[int]]:
    linked = np.flatnonzero(np.bincount(first, minlength=len(first))[first] > 1)
    mates = defaultdict[int, list[int]](list)
    for one, place in zip(first[linked].tolist(), linked.tolist(), strict=True):
        mates[one].append(place)
    return dict(mates)


def _fill(owner: list[int], keeper: int, table: _Table) -> None:
    """Gives the keeper its unit and all that may join it; a free place is the best of its unit."""
    members: list[int] = []
    never: set[int] = set()

    def take(unit: int) -> None:
        members.extend(table.unit(unit))
        never.update(table.parted(unit))
        for place in table.unit(unit):
            owner[place] = keeper

    take(keeper)
    for other in table.near.get(keeper, ()):
        unit = table.first[other]
        if owner[other] < 0 and unit not in never and table.fits(members, table.unit(unit)):
            take(unit)


def chained(better: Rows, worse: Rows, units: Units) -> Rows:
    """Units, then pairs closest first: two components merge unless a parted pair lies between.

    Only components in which something is parted need their pairs one by one.
    """
    size, first = len(units.first), units.first
    label = labels(first[better], first[worse], size)
    parted = _parted_within(label, units)
    troubled = np.zeros(size, np.bool_)
    troubled[label[list(parted)]] = True
    components = Components(size, parted)
    chosen = troubled[label[first[better]]]
    both = zip(first[better[chosen]].tolist(), first[worse[chosen]].tolist(), strict=True)
    for one, other in both:
        components.join(one, other)
    whole = label[first]
    return np.where(troubled[whole], components.smallest()[first], whole)


def _parted_within(label: Rows, units: Units) -> dict[int, set[int]]:
    """Of each unit those that it is parted from, but chained with when nobody says anything."""
    first = np.flatnonzero(units.first == np.arange(len(units.first)))
    first = first[units.end[first] > units.begin[first]]
    sets: dict[int, set[int]] = {}
    for unit in first.tolist():
        others = units.parted[units.begin[unit] : units.end[unit]]
        within = others[label[others] == label[unit]]
        if len(within):
            sets[unit] = set(within.tolist())
    return sets
