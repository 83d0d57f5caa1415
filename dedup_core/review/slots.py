"""Where the groups on screen stay when a decision forms some of them anew: nothing jumps.

Each group on screen has a slot. After a decision a slot holds what became of its group: the same
group, its parts one after another, or, when the group is no more, its former pictures as a
placeholder, until the next decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dedup_core.groups import Groups


@dataclass(frozen=True, slots=True)
class Slots:
    """What is on screen, in order.

    groups: of now, and the former pictures of those that are no more
    gone:   bool [groups]; such a placeholder
    """

    groups: Groups
    gone: NDArray[np.bool_]


def first_slots(groups: Groups) -> Slots:
    """One slot for each of these groups."""
    return Slots(groups, np.zeros(len(groups), np.bool_))


def settled(before: Slots, now: Groups, rows: int) -> Slots:
    """The slots once the groups are these; rows: number of pictures of the dataset.

    Groups of which no picture was on screen stay out: they were not asked for.
    """
    if _same(before, now, rows):
        return before
    at = np.full(rows, -1, np.int64)
    at[now.member] = now.of_each_member()
    number, gone = _order(before, at)
    former, again = before.groups.only(number[gone]), now.only(number[~gone])
    return Slots(_interleaved(former, again, gone), gone)


def _same(before: Slots, now: Groups, rows: int) -> bool:
    """Whether every group on screen is still the same one."""
    if before.gone.any():
        return False
    keepers = np.full(rows, -1, np.int64)
    keepers[now.keeper] = np.arange(len(now))
    number = keepers[before.groups.keeper]
    if (number < 0).any():
        return False
    found = now.only(number)
    return np.array_equal(found.start, before.groups.start) and np.array_equal(
        found.member, before.groups.member
    )


def _order(before: Slots, at: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """For each slot from now on its group: a number of now, or of before where it is gone."""
    start, member = before.groups.start.tolist(), before.groups.member
    placed: set[int] = set()
    number, gone = list[int](), list[bool]()
    for slot, (begin, end) in enumerate(pairwise(start)):
        became = [g for g in dict.fromkeys(at[member[begin:end]].tolist()) if g >= 0]
        fresh = [group for group in became if group not in placed]
        if not fresh and not before.gone[slot]:
            number.append(slot)
            gone.append(True)
        number += fresh
        gone += [False] * len(fresh)
        placed.update(fresh)
    return np.array(number, np.int64), np.array(gone, np.bool_)


def _interleaved(former: Groups, again: Groups, gone: NDArray[np.bool_]) -> Groups:
    """The groups of both, `gone` ones from the first, each in its order."""
    both = Groups(
        np.concatenate((former.start, former.start[-1] + again.start[1:])),
        np.concatenate((former.member, again.member)),
    )
    order = np.empty(len(gone), np.int64)
    order[gone] = np.arange(len(former))
    order[~gone] = len(former) + np.arange(len(again))
    return both.only(order)
