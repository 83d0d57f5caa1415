"""Where the groups on screen stay when a decision forms some of them anew: nothing jumps.

Each group on screen has a slot. After a decision a slot holds what became of its group: the same
group, its parts one after another, or, when the group is no more, its former pictures as a
placeholder. After the next decision that is hidden, but the slot stays, for an undo to fill it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dedup_core.groups import Groups

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Slots:
    """What is on screen, in order.

    groups: of now, and the former pictures of those that are no more
    gone:   bool [groups]; no group of now
    hidden: bool [groups]; gone, and not even a placeholder any more
    """

    groups: Groups
    gone: NDArray[np.bool_]
    hidden: NDArray[np.bool_]

    def seen(self) -> Slots:
        """Without what is hidden."""
        if not self.hidden.any():
            return self
        shown = np.flatnonzero(~self.hidden)
        return Slots(self.groups.only(shown), self.gone[shown], self.hidden[shown])


def first_slots(groups: Groups) -> Slots:
    """One slot for each of these groups."""
    nothing = np.zeros(len(groups), np.bool_)
    return Slots(groups, nothing, nothing)


def settled(before: Slots, now: Groups, rows: int) -> Slots:
    """The slots once the groups are these; rows: number of pictures of the dataset.

    A group goes to the slot that had just its pictures, else to the one that has most of them, else
    to the one that once had most. Groups of which no picture ever was in a slot stay out: they were
    not asked for.
    """
    if _same(before, now, rows):
        return before if not before.gone.any() else replace(before, hidden=before.gone)
    slot_of = _slots_of(before, now, rows)
    found = np.flatnonzero(slot_of >= 0)
    empty = np.flatnonzero(_mostly_gone(before.groups, slot_of, now, rows))
    slot = np.concatenate((slot_of[found], empty))
    order = np.lexsort((np.concatenate((found, np.full_like(empty, -1))), slot))
    gone = order >= len(found)
    hidden = np.zeros(len(order), np.bool_)
    hidden[gone] = before.gone[slot[order[gone]]]
    both = _one_after_another(now.only(found), before.groups.only(empty))
    return Slots(both.only(order), gone, hidden)


def _mostly_gone(before: Groups, slot_of: Numbers, now: Groups, rows: int) -> NDArray[np.bool_]:
    """Whether less than half of each slot's pictures are in the groups it has now, bool.

    A pair of twins that is left of a group is not what became of it, and neither is another group
    that one of its pictures has gone to.
    """
    slot_at = np.full(rows, -1, np.int64)
    slot_at[now.member] = slot_of[now.of_each_member()]
    slots = before.of_each_member()
    again = slot_at[before.member] == slots
    return np.asarray(np.bincount(slots[again], minlength=len(before)) * 2 < before.sizes)


def _same(before: Slots, now: Groups, rows: int) -> bool:
    """Whether every group on screen is still the same one, and none comes back."""
    live = before.groups.only(np.flatnonzero(~before.gone))
    keepers = np.full(rows, -1, np.int64)
    keepers[now.keeper] = np.arange(len(now))
    number = keepers[live.keeper]
    if (number < 0).any():
        return False
    found = now.only(number)
    if not np.array_equal(found.start, live.start):
        return False
    if not np.array_equal(found.member, live.member):
        return False
    away = np.ones(len(now), np.bool_)
    away[number] = False
    former = before.groups.only(np.flatnonzero(before.gone)).member
    return not np.isin(now.only(np.flatnonzero(away)).member, former).any()


def _slots_of(before: Slots, now: Groups, rows: int) -> Numbers:
    """The slot of each group of now, int64 [groups]; -1: none."""
    slot_of = np.full(len(now), -1, np.int64)
    former = {members.tobytes(): slot for slot, members in enumerate(_members(before.groups))}
    for group, members in enumerate(_members(now)):
        slot_of[group] = former.get(members.tobytes(), -1)
    for some in (~before.gone, before.gone):
        _claim(slot_of, before.groups, some, now, rows)
    return slot_of


def _claim(
    slot_of: Numbers, before: Groups, some: NDArray[np.bool_], now: Groups, rows: int
) -> None:
    """Give each group without a slot that one of some in which most of its pictures were."""
    slots = np.flatnonzero(some)
    chosen = before.only(slots)
    slot_at = np.full(rows, -1, np.int64)
    slot_at[chosen.member] = np.repeat(slots, chosen.sizes)
    group, slot = now.of_each_member(), slot_at[now.member]
    there = (slot >= 0) & (slot_of[group] < 0)
    key, often = np.unique(group[there] * len(some) + slot[there], return_counts=True)
    group, slot = np.divmod(key, max(1, len(some)))
    order = np.lexsort((slot, -often, group))
    which, at = np.unique(group[order], return_index=True)
    slot_of[which] = slot[order[at]]


def _members(groups: Groups) -> Iterator[NDArray[np.int32]]:
    return (groups.member[begin:end] for begin, end in pairwise(groups.start.tolist()))


def _one_after_another(first: Groups, second: Groups) -> Groups:
    return Groups(
        np.concatenate((first.start, first.start[-1] + second.start[1:])),
        np.concatenate((first.member, second.member)),
    )
