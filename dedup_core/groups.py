"""Pairs and a rule → groups, at any threshold, without touching a picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup_core import plain_constrained
from dedup_core import plain_groups as plain
from dedup_core.constraints import Constraints, Units
from dedup_core.errors import MethodError
from dedup_core.forest import Forest, plant
from dedup_core.neighbour_lists import lists_of
from dedup_core.pairs import PairTable

if TYPE_CHECKING:
    from dedup_core.grouping_loops import Lists


class Rule(Enum):
    """How pairs become groups. The value is the word used on the command line."""

    KEEPER = "keeper"
    ALL = "all"
    CHAINED = "chained"

    @property
    def title(self) -> str:
        """Its name for people."""
        return _TITLES[self][0]

    @property
    def sentence(self) -> str:
        """What it promises, in one sentence."""
        return _TITLES[self][1]


_TITLES = {
    Rule.KEEPER: (
        "Around the keeper",
        "Every flagged picture is within the threshold of the kept one, or a verdict says so.",
    ),
    Rule.ALL: (
        "All pairs",
        "Every two pictures are within the threshold of each other, or a verdict says so.",
    ),
    Rule.CHAINED: (
        "Chained",
        "Neighbours of neighbours belong together, so a whole walk around one object is one group.",
    ),
}


def rule_named(name: str) -> Rule:
    """The rule of that name; MethodError lists the known ones."""
    try:
        return Rule(name)
    except ValueError:
        known = ", ".join(rule.value for rule in Rule)
        raise MethodError(f"There is no grouping rule {name!r}. Known rules: {known}.") from None


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups as columns: group g has the members `member[start[g]:start[g + 1]]`.

    start:  int64 [groups + 1]
    member: row numbers, int32; the keeper first, then by rank in the keep order
    """

    start: NDArray[np.int64]
    member: NDArray[np.int32]

    def __len__(self) -> int:
        """Number of groups."""
        return len(self.start) - 1

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Number of members of each group."""
        return np.diff(self.start)

    @property
    def keeper(self) -> NDArray[np.int32]:
        """The kept row of each group."""
        return self.member[self.start[:-1]]

    def of_each_member(self) -> NDArray[np.int64]:
        """The group number of each member."""
        return np.repeat(np.arange(len(self)), self.sizes)

    def only(self, chosen: NDArray[np.int64]) -> Groups:
        """These groups, in this order."""
        sizes = self.sizes[chosen]
        start = np.concatenate(([0], np.cumsum(sizes)))
        shift = np.repeat(self.start[chosen] - start[:-1], sizes)
        return Groups(start, self.member[np.arange(start[-1]) + shift])


class Neighbours:
    """A pair table and a keep order, ready to be cut at any threshold.

    What a rule reads from is made when it is first needed, and only once.

    rank:    place of each row in the keep order, int32 [rows]; see `keep.ranks`
    plainly: whether it is cut in plain Python; by default when it is small. Groups are the same
    """

    def __init__(
        self, pairs: PairTable, rank: NDArray[np.int32], *, plainly: bool | None = None
    ) -> None:
        self.pairs, self.rank = pairs, rank
        small = len(rank) < plain.MOST_PICTURES and len(pairs) <= plain.MOST_PAIRS
        self.plainly = small if plainly is None else plainly

    @cached_property
    def best_first(self) -> NDArray[np.int32]:
        """The rows in keep order."""
        rows = np.empty_like(self.rank)
        rows[self.rank] = np.arange(len(rows), dtype=np.int32)
        return rows

    @cached_property
    def worse(self) -> Lists:
        """Who is near each picture and comes later in the keep order; by places."""
        return lists_of(self.pairs, self.rank, worse=True)

    @cached_property
    def better(self) -> Lists:
        """Who is near each picture and comes earlier in the keep order; by places."""
        return lists_of(self.pairs, self.rank, worse=False)

    @cached_property
    def forest(self) -> Forest:
        """Who chains together, at every threshold at once."""
        return plant(self.pairs, self.rank)


def form_groups(
    table: Neighbours,
    *,
    threshold: float,
    rule: Rule,
    at_least: int = 2,
    constraints: Constraints | None = None,
) -> Groups:
    """Groups of `at_least` pictures at a threshold, in the order of their keepers' paths.

    Around the keeper: rows are visited best first; each free one keeps all its free neighbours.
    All pairs: the same, but a neighbour joins only if it is near every member so far, closest
    first (a greedy clique cover; finding the fewest groups is NP-hard).
    Chained: connected components, cut from the forest.

    The threshold is rounded to float32, as the distances are.

    With constraints a unit joins a group as a whole, or not at all when it is parted from a unit
    that is there already. What is said within a unit replaces nearness: around the keeper one
    member must be near the keeper; for all pairs each must be near every member of other units.
    Chained components merge by distance, the closest first, unless a parted pair lies between. A
    unit that is near nothing is a group by itself.
    """
    least = max(2, at_least)
    owner = owners(table, threshold=threshold, rule=rule, at_least=least, constraints=constraints)
    if table.plainly:
        return Groups(*plain.gather(owner, table.best_first, least))
    from dedup_core import grouping_loops as loops  # noqa: PLC0415 - numba costs 0.5 s

    return Groups(*loops.gather(owner, table.rank, table.best_first, least))


def owners(
    table: Neighbours,
    *,
    threshold: float,
    rule: Rule,
    at_least: int = 2,
    constraints: Constraints | None = None,
) -> NDArray[np.int32]:
    """The keeper of each picture, both as places in the keep order; int32 [places].

    A picture without a group owns itself or has -1; groups of fewer than `at_least` may be there.
    """
    limit = np.float32(threshold)
    if constraints is not None and not constraints.empty:
        units = constraints.by_place(table.rank)
        plainly = table.plainly and len(units.parted) <= plain_constrained.MOST_PARTED
        return (_plainly_bound if plainly else _bound)(table, limit, rule, units)
    if table.plainly:
        return _plainly(table, limit, rule)
    from dedup_core import grouping_loops as loops  # noqa: PLC0415 - numba costs 0.5 s

    if rule is Rule.CHAINED:
        return table.forest.owners(table.forest.cut(threshold, at_least=at_least), table.rank)
    if rule is Rule.ALL:
        return loops.all_pairs(table.worse, table.better, limit)
    return loops.around_the_keeper(table.worse, limit)


def _plainly(table: Neighbours, limit: np.float32, rule: Rule) -> NDArray[np.int32]:
    pairs = plain.as_pairs(*plain.places(table.pairs.within(float(limit)), table.rank))
    if rule is Rule.CHAINED:
        return plain.chained(pairs, len(table.rank))
    if rule is Rule.ALL:
        return plain.all_pairs(pairs, len(table.rank))
    return plain.around_the_keeper(pairs, len(table.rank))


def _plainly_bound(
    table: Neighbours, limit: np.float32, rule: Rule, units: Units
) -> NDArray[np.int32]:
    better, worse = plain.places(table.pairs.within(float(limit)), table.rank)
    if rule is Rule.CHAINED:
        return plain_constrained.chained(better, worse, units)
    pairs = plain.as_pairs(better, worse)
    if rule is Rule.ALL:
        return plain_constrained.all_pairs(pairs, units)
    return plain_constrained.around_the_keeper(pairs, units)


def _bound(table: Neighbours, limit: np.float32, rule: Rule, units: Units) -> NDArray[np.int32]:
    from dedup_core import constrained_loops as loops  # noqa: PLC0415 - numba costs 0.5 s

    if rule is Rule.ALL:
        return loops.all_pairs(table.worse, table.better, units, limit)
    if rule is Rule.KEEPER:
        return loops.around_the_keeper(table.worse, units, limit)
    cut = table.forest.cut(float(limit))
    label = loops.with_units(table.forest.owners(cut, table.rank), units)
    troubled = loops.troubled(label, units)
    if not troubled.any():
        return label
    one, other, distance = loops.pairs_within(table.worse, label, troubled, limit)
    order = np.argsort(distance, kind="stable")  # the closest first, then by places as they come
    return loops.merge(label, troubled, units, one, other, order)
