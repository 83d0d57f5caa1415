"""What people said of pairs, as constraints on groups: who stays together, and who never meets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup_core.components import Components, labels
from dedup_core.contradictions import Contradiction, Quarrel, contradictions
from dedup_core.decisions import Verdict
from dedup_core.judged_pairs import (
    NO_VERDICT,
    Contents,
    JudgedPairs,
    Judgements,
    contents,
    judged_pairs,
)

_DIFFERENT = tuple(Verdict).index(Verdict.DIFFERENT)

Numbers = NDArray[np.int32]


class Units(NamedTuple):
    """Constraints by places in the keep order, as the grouping rules read them.

    first:      the best place of the unit of each place, int32 [places]
    after:      the next place of the same unit, after the last the first one, int32 [places]
    begin, end: first[p] is parted from the units that begin with parted[begin[p]:end[p]]
    """

    first: Numbers
    after: Numbers
    begin: NDArray[np.int64]
    end: NDArray[np.int64]
    parted: Numbers


@dataclass(frozen=True)
class Constraints:
    """Rows that stay together (a unit), and units that are never in one group (parted).

    Duplicates and shots of the same scene are linked; linked contents with all their copies are one
    unit. So are the copies of a content that is different from another. A link that would put two
    different contents into one unit is set aside; see `contradictions`.

    digests:  of each row
    content:  the first row with the same judged content, int32 [rows]
    pairs:    the last word on each two contents
    aside:    whether a pair is a link that does not count, bool [pairs]
    unit:     the first row of the same unit, int32 [rows]
    start:    int64 [rows + 1]; the unit u is parted from the units parted[start[u]:start[u + 1]]
    parted:   int32
    """

    digests: Sequence[str]
    content: Numbers
    pairs: JudgedPairs
    aside: NDArray[np.bool_]
    unit: Numbers
    start: NDArray[np.int64]
    parted: Numbers

    @property
    def empty(self) -> bool:
        """Whether groups are as if nobody had said anything."""
        return not len(self.pairs)

    def verdict_of(self, left: Numbers, right: Numbers) -> NDArray[np.int8]:
        """What was said of each two rows, int8: the place in `Verdict`, or NO_VERDICT.

        Only what somebody said of just these two, also where it is set aside.
        """
        if self.empty:
            return np.full(len(left), NO_VERDICT, np.int8)
        one, other = self.content[left], self.content[right]
        wanted = self._keys(np.minimum(one, other), np.maximum(one, other))
        at = np.minimum(np.searchsorted(self._known, wanted), len(self._known) - 1)
        return np.where(self._known[at] == wanted, self.pairs.said[at], np.int8(NO_VERDICT))

    @cached_property
    def _known(self) -> NDArray[np.int64]:
        return self._keys(self.pairs.left, self.pairs.right)

    def _keys(self, low: Numbers, high: Numbers) -> NDArray[np.int64]:
        return low.astype(np.int64) * len(self.content) + high

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """One for each link that is set aside, in the order in which they were said."""
        if not self.aside.any():
            return ()
        aside = self.pairs.only(_in_log_order(self.pairs, self.aside, self.digests))
        touched = np.zeros(len(self.unit), np.bool_)  # units with something to show
        touched[self.unit[aside.left]] = touched[self.unit[aside.right]] = True
        both = touched[self.unit[self.pairs.left]] & touched[self.unit[self.pairs.right]]
        parted = self.pairs.said == _DIFFERENT
        linked = self.pairs.only(both & ~parted & ~self.aside)
        quarrel = Quarrel(linked, self.pairs.only(both & parted), aside)
        return tuple(contradictions(quarrel, self.digests))

    def by_place(self, rank: Numbers) -> Units:
        """The same by places in the keep order; rank: the place of each row, int32 [rows].

        It works on what somebody spoke of: of a million rows most stand for themselves.
        """
        every = np.arange(len(rank), dtype=np.int32)
        first, after = every, every.copy()
        begin, end = np.zeros((2, len(rank)), np.int64)
        others = np.flatnonzero(self.unit != every)
        linked = np.union1d(self.unit[others], others)
        place, unit = rank[linked], self.unit[linked]
        order = np.lexsort((place, unit))  # unit by unit, the best place first
        place, unit = place[order], unit[order]
        starts = np.flatnonzero(np.diff(unit, prepend=-1))
        sizes = np.diff(starts, append=len(unit))
        first[place] = np.repeat(place[starts], sizes)
        after[place[:-1]] = place[1:]
        after[place[starts + sizes - 1]] = place[starts]
        parted = np.flatnonzero(np.diff(self.start))
        begin[rank[parted]], end[rank[parted]] = self.start[parted], self.start[parted + 1]
        named = rank[unit]  # the place of the row by which the unit is known
        begin[place], end[place] = begin[named], end[named]
        return Units(first, after, begin, end, first[rank[self.parted]])


def constraints(
    judgements: Judgements, digests: Sequence[str], *, known: Contents | None = None
) -> Constraints:
    """The constraints of what was said, in log order, on the contents of a dataset.

    judgements: each with the id of its entry; the last word on two contents counts
    digests:    of each row. What is said of a content that is not among them waits until it is.
    known:      `contents(digests)`, when it is at hand
    """
    within = contents(digests) if known is None else known
    pairs, rows = judged_pairs(judgements, within), len(within)
    aside = _set_aside(pairs, within.digests)
    parted = pairs.said == _DIFFERENT
    linked = ~aside & ~parted
    label = labels(pairs.left[linked], pairs.right[linked], rows)
    judged = np.zeros(rows, np.bool_)
    judged[pairs.left] = judged[pairs.right] = True
    every = np.arange(rows, dtype=np.int32)
    content = np.where(judged[within.first], within.first, every)
    start, beside = _lists(label[pairs.left[parted]], label[pairs.right[parted]], rows)
    return Constraints(within.digests, content, pairs, aside, label[content], start, beside)


def _set_aside(pairs: JudgedPairs, digests: Sequence[str]) -> NDArray[np.bool_]:
    """Which pairs are links that would join two different contents, bool [pairs].

    Links are taken one by one in the order in which they were said, but only in components in
    which something contradicts: mostly there are none.
    """
    rows, aside = len(digests), np.zeros(len(pairs), np.bool_)
    links, parts = pairs.said != _DIFFERENT, np.flatnonzero(pairs.said == _DIFFERENT)
    label = labels(pairs.left[links], pairs.right[links], rows)
    within = parts[label[pairs.left[parts]] == label[pairs.right[parts]]]
    if not len(within):
        return aside
    troubled = np.zeros(rows, np.bool_)
    troubled[label[pairs.left[within]]] = True
    components = Components(rows, _parted_sets(pairs.only(within)))
    for link in _in_log_order(pairs, links & troubled[label[pairs.left]], digests).tolist():
        aside[link] = not components.join(int(pairs.left[link]), int(pairs.right[link]))
    return aside


def _parted_sets(parted: JudgedPairs) -> dict[int, set[int]]:
    sets = defaultdict[int, set[int]](set)
    for left, right in zip(parted.left.tolist(), parted.right.tolist(), strict=True):
        sets[left].add(right)
        sets[right].add(left)
    return sets


def _in_log_order(
    pairs: JudgedPairs, chosen: NDArray[np.bool_], digests: Sequence[str]
) -> NDArray[np.int64]:
    """The numbers of the chosen pairs by the entries that said them, then by digests."""

    def said(pair: int) -> tuple[int, str, str]:
        one, other = digests[pairs.left[pair]], digests[pairs.right[pair]]
        return int(pairs.entry[pair]), min(one, other), max(one, other)

    return np.array(sorted(np.flatnonzero(chosen).tolist(), key=said), np.int64)


def _lists(left: Numbers, right: Numbers, size: int) -> tuple[NDArray[np.int64], Numbers]:
    """Start, and those beside each number, from pairs given once."""
    of, near = np.concatenate((left, right)), np.concatenate((right, left))
    order = np.argsort(of, kind="stable")
    start = np.concatenate(([0], np.cumsum(np.bincount(of, minlength=size))))
    return start, near[order]
