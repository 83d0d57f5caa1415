"""Pairs and a rule → groups, at any threshold, without touching a picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from dedup_core.errors import MethodError
from dedup_core.pairs import PairTable


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
        "Every flagged picture is within the threshold of the kept one.",
    ),
    Rule.ALL: (
        "All pairs",
        "Every two pictures of a group are within the threshold of each other.",
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


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A pair table by picture: row r has `near[start[r]:start[r + 1]]`, the closest first.

    Equally close ones are in keep order.

    near, distance: as in the pair table, each pair twice
    rank:           place of each row in the keep order; see `keep.ranks`
    """

    start: NDArray[np.int64]
    near: NDArray[np.int32]
    distance: NDArray[np.float32]
    rank: NDArray[np.int32]
    pairs: PairTable


def neighbours(pairs: PairTable, rank: NDArray[np.int32]) -> Neighbours:
    """The pair table by picture; made once, then every threshold reads from it."""
    from dedup_core import grouping_loops as loops  # noqa: PLC0415 - numba costs 0.5 s

    degree = np.bincount(pairs.left, minlength=len(rank))
    degree += np.bincount(pairs.right, minlength=len(rank))
    start = np.concatenate(([0], np.cumsum(degree))).astype(np.int64)
    best_first = np.argsort(rank).astype(np.int32)
    near, distance = loops.by_row(pairs.left, pairs.right, pairs.distance, start, rank, best_first)
    return Neighbours(start, near, distance, rank, pairs)


def form_groups(table: Neighbours, *, threshold: float, rule: Rule, at_least: int = 2) -> Groups:
    """Groups of `at_least` pictures at a threshold, in the order of their keepers' paths.

    Around the keeper: rows are visited best first; each free one keeps all its free neighbours.
    All pairs: the same, but a neighbour joins only if it is near every member so far, closest
    first (a greedy clique cover; finding the fewest groups is NP-hard).
    Chained: connected components by union-find.
    """
    from dedup_core import grouping_loops as loops  # noqa: PLC0415 - numba costs 0.5 s

    best_first = np.argsort(table.rank).astype(np.int32)
    columns = (table.start, table.near, table.distance, best_first, float(threshold))
    if rule is Rule.CHAINED:
        cut = table.pairs.within(threshold)
        owner = loops.chained(cut.left, cut.right, table.rank)
    elif rule is Rule.ALL:
        owner = loops.all_pairs(*columns)
    else:
        owner = loops.around_the_keeper(*columns)
    return _gather(owner, table.rank, max(2, at_least))


def _gather(owner: NDArray[np.int32], rank: NDArray[np.int32], at_least: int) -> Groups:
    """Rows by the keeper that owns them; groups in keeper order, members in keep order."""
    sizes = np.bincount(owner, minlength=len(owner))
    rows = np.flatnonzero(sizes[owner] >= at_least).astype(np.int32)
    order = np.lexsort((rank[rows], owner[rows]))
    member = rows[order]
    begins = np.flatnonzero(np.diff(owner[member], prepend=-1))
    return Groups(np.append(begins, len(member)).astype(np.int64), member)
