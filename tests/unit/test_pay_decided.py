"""Who is paid once people decide: marks by hand, accepted groups, verdicts, undo."""

from __future__ import annotations

import pytest

from dedup_core.decisions import Act, Entry, Judgement, Verdict
from dedup_core.judged import CHANGED, COPY, SAME_SCENE
from dedup_core.pay import Differs, Policy, Scene, Undecided
from tests.paying import accept, fates, kinds, mark, paid, payroll, undo, whys
from tests.ruling import ME, Desk, desk


def _two(relation: int, *, of: str = "mx", sent: tuple[int, int] = (200, 100)) -> Desk:
    """A group of two, the first of which is suggested to stay; the other was submitted first."""
    return desk(
        ["a", "b"],
        [[0, 1]],
        related={(0, 1): relation},
        contributor=[*of],
        submitted_at_ms=sent,
        price=[15, 15],
    )


def _judge(on: Desk, verdict: Verdict) -> None:
    said = Judgement(verdict, (on.catalog.digests[0],), (on.catalog.digests[1],))
    on.say(Entry("a dataset", ME, Act.VERDICT, judgements=(said,)))


def test_a_picture_that_a_reviewer_keeps_is_paid() -> None:
    copies = _two(COPY)

    mark(copies, 0, keep=True)

    assert paid(payroll(copies)) == [0, 1]


def test_confirming_what_stays_pays_nobody_twice_for_one_shot() -> None:
    copies = _two(COPY, of="mm")

    mark(copies, 0, keep=True)

    assert paid(payroll(copies)) == [0]


def test_a_picture_that_a_reviewer_removes_by_hand_is_not_paid() -> None:
    scene = _two(SAME_SCENE)

    mark(scene, 1, keep=False)

    found = payroll(scene)
    assert fates(found) == ["paid", "unpaid same-scene extra"]
    assert whys(found)[1] == "removed by a reviewer"


def test_accepting_a_group_leaves_the_price_with_who_was_first() -> None:
    copies = _two(COPY)

    accept(copies, keep=[0], remove=[1])

    found = payroll(copies)
    assert fates(found) == ["unpaid copy", "paid"]
    assert whys(found)[1] == "first, though another copy stays"


def test_choosing_a_copy_by_hand_leaves_the_price_with_who_was_first() -> None:
    copies = _two(COPY)

    mark(copies, 0, keep=True)
    mark(copies, 1, keep=False)

    assert paid(payroll(copies)) == [1]


def test_of_ones_own_copies_the_one_that_a_reviewer_keeps_is_paid() -> None:
    copies = _two(COPY, of="mm")

    accept(copies, keep=[0], remove=[1])

    assert paid(payroll(copies)) == [0]


def test_accepting_a_scene_costs_no_other_contributor_the_price() -> None:
    scene = _two(SAME_SCENE)

    accept(scene, keep=[0], remove=[1])

    found = payroll(scene)
    assert paid(found) == [0, 1]
    assert found.flagged.tolist() == [False, True]


def test_a_group_accepted_after_a_removal_by_hand_keeps_that_in_mind() -> None:
    scene = _two(SAME_SCENE)
    mark(scene, 1, keep=False)

    accept(scene, keep=[0], remove=[1])

    assert paid(payroll(scene)) == [0]


def test_whoever_was_first_a_copy_is_not_held_once_a_reviewer_chose() -> None:
    copies = _two(COPY, sent=(-1, -1))

    accept(copies, keep=[0], remove=[1])

    assert fates(payroll(copies)) == ["paid", "unpaid copy"]


def test_two_kept_copies_are_both_paid() -> None:
    copies = _two(COPY)

    accept(copies, keep=[0, 1], remove=[])

    assert paid(payroll(copies)) == [0, 1]


@pytest.mark.parametrize("relation", [COPY, SAME_SCENE])
def test_what_is_told_to_be_different_is_always_paid(relation: int) -> None:
    alike = _two(relation, of="mm")

    _judge(alike, Verdict.DIFFERENT)

    assert paid(payroll(alike)) == [0, 1]


def test_what_is_told_to_be_different_is_no_copy_through_a_third_one() -> None:
    three = desk(
        ["a", "b", "c"],
        [[0, 1, 2]],
        related={(0, 1): COPY, (0, 2): COPY, (1, 2): COPY},
        contributor=["m", "m", "m"],
        submitted_at_ms=[1, 2, 3],
    )

    _judge(three, Verdict.DIFFERENT)

    assert fates(payroll(three)) == ["paid", "paid", "unpaid copy"]


def test_what_a_reviewer_keeps_of_a_scene_takes_the_place_of_earlier_pictures() -> None:
    scene = _two(SAME_SCENE, of="mm")

    mark(scene, 0, keep=True)

    assert fates(payroll(scene)) == ["paid", "unpaid same-scene extra"]


@pytest.mark.parametrize("scene", Scene)
def test_all_that_a_reviewer_keeps_of_a_scene_is_paid(scene: Scene) -> None:
    one_place = _two(SAME_SCENE, of="mm")

    accept(one_place, keep=[0, 1], remove=[])

    assert paid(payroll(one_place, Policy(scene=scene), views={(0, 1): "none"})) == [0, 1]


def test_a_verdict_counts_above_the_evidence() -> None:
    copies, scene = _two(COPY), _two(SAME_SCENE)

    _judge(copies, Verdict.SAME_SCENE)
    _judge(scene, Verdict.DUPLICATE)

    assert paid(payroll(copies)) == [0, 1]
    assert paid(payroll(scene)) == [1]


def test_a_sticker_that_a_reviewer_calls_a_duplicate_is_a_copy() -> None:
    sticker = _two(CHANGED, of="mm")

    _judge(sticker, Verdict.DUPLICATE)

    assert kinds(payroll(sticker)) == ["copy", "unique"]
    assert paid(payroll(sticker, Policy(differs=Differs.HOLD))) == [1]


def test_a_kept_picture_with_another_thing_in_it_is_not_held() -> None:
    can = _two(CHANGED)

    mark(can, 1, keep=True)

    assert paid(payroll(can, Policy(differs=Differs.HOLD))) == [0, 1]


def test_removing_the_last_copy_by_hand_pays_none_of_them() -> None:
    copies = desk(
        ["a", "b", "c"],
        [[0, 1, 2]],
        related={(0, 1): SAME_SCENE, (0, 2): SAME_SCENE, (1, 2): COPY},
        contributor=["m", "x", "x"],
        submitted_at_ms=[1, 2, 3],
    )

    mark(copies, 1, keep=False)
    mark(copies, 2, keep=False)

    found = payroll(copies)
    assert paid(found) == [0]
    assert found.original.tolist() == [-1, 0, 0]


@pytest.mark.parametrize(
    ("undecided", "fate"),
    [
        (Undecided.SUGGESTED, "unpaid copy"),
        (Undecided.HOLD, "held"),
        (Undecided.PAY, "paid"),
    ],
)
def test_what_nobody_decided_is_what_the_policy_says(undecided: Undecided, fate: str) -> None:
    copies, decided = _two(COPY), _two(COPY)
    accept(decided, keep=[1], remove=[0])

    found, settled = (payroll(some, Policy(undecided=undecided)) for some in (copies, decided))

    assert fates(found) == [fate, "paid"]
    assert kinds(found) == ["copy", "unique"]
    assert fates(settled) == ["unpaid copy", "paid"]


def test_what_is_undone_was_never_decided() -> None:
    copies, untouched = _two(COPY), _two(COPY)

    mark(copies, 0, keep=True)
    undo(copies)

    assert fates(payroll(copies)) == fates(payroll(untouched))
    assert not payroll(copies).decided.any()


def test_a_blind_second_look_moves_no_money() -> None:
    copies = _two(COPY)
    entry = mark(_two(COPY), 0, keep=True)

    copies.say(Entry("a dataset", "Ben", Act.MARK, marks=entry.marks, blind=True))

    assert paid(payroll(copies)) == [1]
