"""Slots: what is on screen stays where it is when groups are formed anew."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from dedup_core.groups import Groups
from dedup_core.review.slots import Slots, first_slots, settled

ROWS = 20


def _groups(*members: list[int]) -> Groups:
    sizes = [len(one) for one in members]
    flat = [row for one in members for row in one]
    return Groups(np.cumsum([0, *sizes]), np.array(flat, np.int32))


def _lists(slots: Slots) -> list[tuple[list[int], bool]]:
    seen = slots.seen()
    start, member = seen.groups.start, seen.groups.member
    return [
        (member[begin:end].tolist(), gone)
        for begin, end, gone in zip(start[:-1], start[1:], seen.gone.tolist(), strict=True)
    ]


def test_groups_that_are_still_there_keep_their_slot_whatever_their_order_is_now() -> None:
    shown = first_slots(_groups([5, 6], [0, 1, 2], [8, 9]))

    found = settled(shown, _groups([0, 1, 2], [3, 4], [5, 6], [8, 9]), ROWS)

    assert _lists(found) == [([5, 6], False), ([0, 1, 2], False), ([8, 9], False)]
    assert found is shown


def test_a_group_that_is_no_more_leaves_its_former_pictures_until_the_next_decision() -> None:
    shown = first_slots(_groups([5, 6], [0, 1, 2]))

    once = settled(shown, _groups([0, 1, 2]), ROWS)
    twice = settled(once, _groups([0, 1, 2]), ROWS)

    assert _lists(once) == [([5, 6], True), ([0, 1, 2], False)]
    assert _lists(twice) == [([0, 1, 2], False)]


def test_the_parts_of_a_group_come_one_after_another() -> None:
    shown = first_slots(_groups([0, 1, 2, 3, 4], [8, 9]))

    found = settled(shown, _groups([0, 4], [1, 2, 3], [8, 9]), ROWS)

    assert _lists(found) == [([0, 4], False), ([1, 2, 3], False), ([8, 9], False)]


def test_groups_that_become_one_leave_a_placeholder_at_the_later_slot() -> None:
    shown = first_slots(_groups([0, 1], [8, 9], [5, 6]))

    found = settled(shown, _groups([0, 1, 5, 6], [8, 9]), ROWS)

    assert _lists(found) == [([0, 1, 5, 6], False), ([8, 9], False), ([5, 6], True)]


def test_an_undo_brings_a_group_back_to_the_slot_of_its_placeholder() -> None:
    whole = _groups([5, 6], [0, 1, 2])
    once = settled(first_slots(whole), _groups([0, 1, 2]), ROWS)

    found = settled(once, whole, ROWS)

    assert _lists(found) == [([5, 6], False), ([0, 1, 2], False)]


def test_an_undo_much_later_brings_a_group_back_to_where_it_was() -> None:
    whole, without = _groups([5, 6], [0, 1, 2], [8, 9]), _groups([0, 1, 2], [8, 9])
    shown = settled(first_slots(whole), without, ROWS)
    for _ in range(3):
        shown = settled(shown, without, ROWS)
    assert _lists(shown) == [([0, 1, 2], False), ([8, 9], False)]

    found = settled(shown, whole, ROWS)

    assert _lists(found) == [([5, 6], False), ([0, 1, 2], False), ([8, 9], False)]


def test_groups_that_became_one_go_back_to_their_own_slots() -> None:
    whole = _groups([0, 1], [8, 9], [5, 6])
    once = settled(first_slots(whole), _groups([0, 1, 5, 6], [8, 9]), ROWS)

    found = settled(once, whole, ROWS)

    assert _lists(found) == [([0, 1], False), ([8, 9], False), ([5, 6], False)]


def test_what_is_left_of_a_dissolved_group_comes_behind_its_placeholder() -> None:
    shown = first_slots(_groups([0, 1, 2, 3, 4, 5, 6], [8, 9]))

    found = settled(shown, _groups([2, 3], [4, 7], [8, 9]), ROWS)

    assert _lists(found) == [
        ([0, 1, 2, 3, 4, 5, 6], True),
        ([2, 3], False),
        ([4, 7], False),
        ([8, 9], False),
    ]


def test_a_hidden_slot_takes_no_group_away_from_one_on_screen() -> None:
    shown = settled(first_slots(_groups([5, 6], [8, 9])), _groups([6, 8, 9]), ROWS)
    assert _lists(shown) == [([5, 6], True), ([6, 8, 9], False)]

    found = settled(shown, _groups([6, 8, 9]), ROWS)

    assert _lists(found) == [([6, 8, 9], False)]


def test_nothing_on_screen_stays_nothing() -> None:
    found = settled(first_slots(_groups()), _groups([0, 1]), ROWS)

    assert _lists(found) == []


@some.composite
def _partition(draw: some.DrawFn) -> Groups:
    owner = draw(some.lists(some.integers(0, 7), min_size=ROWS, max_size=ROWS))
    members = [[row for row in range(ROWS) if owner[row] == group] for group in range(1, 8)]
    return _groups(*(one for one in members if len(one) > 1))


@given(first=_partition(), second=_partition())
def test_something_of_every_group_on_screen_is_shown_again_and_only_what_is_or_was_a_group(
    first: Groups, second: Groups
) -> None:
    found = _lists(settled(first_slots(first), second, ROWS))

    shown = {row for members, _ in found for row in members}
    assert all(shown & set(members) for members, _ in _lists(first_slots(first)))
    now = [members for members, gone in found if not gone]
    assert len({tuple(members) for members in now}) == len(now)
    known = {tuple(members) for members, _ in _lists(first_slots(second))}
    assert {tuple(members) for members in now} <= known
