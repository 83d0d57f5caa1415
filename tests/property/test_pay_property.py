"""Money adds up, whatever was found, submitted and decided."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.judged import CHANGED, COPY, SAME_SCENE, SIMILAR, UNKNOWN
from dedup_core.pay import (
    MOVES,
    Differs,
    Policy,
    Scene,
    Undecided,
    by_contributor,
    differences,
    reason,
    totals,
)
from dedup_core.pay.payroll import FATES, KINDS, Fate, Kind
from tests.paying import accept, mark, payroll
from tests.ruling import Desk, desk

ROWS = 7
LARGEST_PRICE = 10**12  # ten of them are no exact float any more once cents are added
RELATIONS = (UNKNOWN, SIMILAR, SAME_SCENE, COPY, CHANGED)
policies = st.builds(
    Policy,
    scene=st.sampled_from(Scene),
    per_scene=st.integers(1, 3),
    view=st.sampled_from(MOVES),
    gap_s=st.integers(1, 4),
    differs=st.sampled_from(Differs),
    undecided=st.sampled_from(Undecided),
)


def _column(values: st.SearchStrategy[object]) -> st.SearchStrategy[list[object]]:
    return st.lists(values, min_size=ROWS, max_size=ROWS)


@st.composite
def desks(draw: st.DrawFn) -> Desk:
    """Up to two groups with relations, submissions, and some decisions by hand and as shown."""
    rows = draw(st.permutations(range(ROWS)))
    first, second = draw(st.integers(2, 4)), draw(st.sampled_from([0, 2, 3]))
    groups = [rows[:first], rows[first : first + second]]
    pairs = list(combinations(range(ROWS), 2))
    related = draw(st.lists(st.sampled_from(RELATIONS), min_size=len(pairs), max_size=len(pairs)))
    made = desk(
        [f"{row}.jpg" for row in range(ROWS)],
        [group for group in groups if group],
        related=dict(zip(pairs, related, strict=True)),
        contributor=draw(_column(st.sampled_from(["", "mei", "ivy", "raj"]))),
        submitted_at_ms=draw(_column(st.integers(-1, 4))),
        taken_at_ms=draw(_column(st.sampled_from([-1, 0, 1000, 2500]))),
        price=draw(_column(st.integers(0, LARGEST_PRICE))),
    )
    for row, keep in draw(st.lists(st.tuples(st.integers(0, ROWS - 1), st.booleans()), max_size=4)):
        mark(made, row, keep=keep)
    if draw(st.booleans()):
        accept(made, keep=groups[0][:1], remove=groups[0][1:])
    return made


def _by_hand(prices: Sequence[int], fates: Sequence[int], fate: Fate) -> int:
    return sum(price for price, of in zip(prices, fates, strict=True) if FATES[of] is fate)


@given(desks(), policies, _column(st.booleans()))
def test_paid_unpaid_and_held_are_the_whole_under_every_filter(
    made: Desk, policy: Policy, wanted: list[bool]
) -> None:
    found, chosen = payroll(made, policy), np.array(wanted)

    whole = totals(found, chosen)

    prices, fates = np.array(made.price)[chosen].tolist(), found.fate[chosen].tolist()
    assert whole.paid + whole.unpaid + whole.held == whole.price == sum(prices)
    assert whole.paid == _by_hand(prices, fates, Fate.PAID)
    assert whole.held == _by_hand(prices, fates, Fate.HELD)
    counts = (whole.paid_pictures, whole.unpaid_pictures, whole.held_pictures)
    assert sum(counts) == whole.pictures == sum(wanted)


@given(desks(), policies, _column(st.booleans()))
def test_contributors_add_up_to_the_totals_under_every_filter(
    made: Desk, policy: Policy, wanted: list[bool]
) -> None:
    found, chosen = payroll(made, policy), np.array(wanted)

    people, whole = by_contributor(found, chosen), totals(found, chosen)

    sums = [int(c.sum()) for c in (people.price, people.amount, people.held, people.unpaid)]
    assert sums == [whole.price, whole.paid, whole.held, whole.unpaid]
    parts = people.unique + people.own_copies + people.extras + people.copied_from
    assert parts.tolist() == people.submitted.tolist()
    assert people.copied_by.sum() <= people.copied_from.sum()


@given(desks(), policies)
def test_an_original_is_another_picture_of_the_group_and_no_copy(
    made: Desk, policy: Policy
) -> None:
    found = payroll(made, policy)

    group_of = {row: at for at, group in enumerate(made.groups) for row in group}
    for row in np.flatnonzero(found.kind != KINDS.index(Kind.UNIQUE)).tolist():
        original = int(found.original[row])
        if original >= 0:
            assert original != row
            assert group_of[original] == group_of[row]
    copies = found.kind == KINDS.index(Kind.COPY)
    assert not copies[found.original[copies]].any()


@given(desks(), policies)
def test_whoever_was_known_to_be_first_never_loses_a_shot_to_somebody_else(
    made: Desk, policy: Policy
) -> None:
    found = payroll(made, policy)

    for row in np.flatnonzero(found.kind == KINDS.index(Kind.COPY)).tolist():
        original = int(found.original[row])
        mine, theirs = made.contributor[row], made.contributor[original]
        unpaid = FATES[found.fate[row]] is Fate.COPY
        keeps = found.known.hands.keep
        if unpaid and mine and theirs and mine != theirs and keeps[original] != 1:
            sent = made.submitted_at_ms
            by_hand = keeps[row] == 0 and found.known.hands.by_hand[row]
            assert 0 <= sent[original] < sent[row] or by_hand


@given(desks(), policies)
def test_every_picture_has_a_reason_and_differences_are_explained(
    made: Desk, policy: Policy
) -> None:
    found = payroll(made, policy)

    assert all(reason(found, row).endswith("”.") for row in range(ROWS))
    parts, whole = differences(found), totals(found)
    signed = sum(-part.pictures if part.flagged else part.pictures for part in parts)
    assert int(found.flagged.sum()) + signed == whole.unpaid_pictures + whole.held_pictures
    assert all(part.words for part in parts)


@given(desks(), policies)
def test_the_same_is_always_the_same(made: Desk, policy: Policy) -> None:
    one, two = payroll(made, policy), payroll(made, policy)

    for column in ("fate", "kind", "why", "original", "amount"):
        assert np.array_equal(getattr(one, column), getattr(two, column))
