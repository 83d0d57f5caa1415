"""Who is paid: copies, scenes and other people's pictures, before anybody decides."""

from __future__ import annotations

import numpy as np
import pytest

from dedup_core.errors import PolicyError
from dedup_core.judged import CHANGED, COPY, SAME_SCENE, SIMILAR
from dedup_core.manifest.submissions import nothing_known
from dedup_core.pay import Differs, Policy, Scene, pay
from tests.paying import fates, paid, payroll, whys
from tests.ruling import Desk, desk

COPIES = {(0, 1): COPY, (0, 2): COPY, (1, 2): COPY}
SCENE = {(0, 1): SAME_SCENE, (0, 2): SAME_SCENE, (1, 2): SAME_SCENE}
MINUTE_MS = 60_000


def _three(related: dict[tuple[int, int], int], *, of: str = "mmm", **known: object) -> Desk:
    """Three pictures of one group and one alone; the first is suggested to stay."""
    return desk(
        ["a", "b", "c", "d"],
        [[0, 1, 2]],
        **{"submitted_at_ms": [300, 200, 100, 400], "price": [15, 15, 15, 15], **known},
        related=related,
        contributor=[*of, "m"],
    )


def test_of_copies_the_first_submitted_is_paid_though_another_one_stays() -> None:
    found = payroll(_three(COPIES))

    assert fates(found) == ["unpaid copy", "unpaid copy", "paid", "paid"]
    assert found.original.tolist() == [2, 2, -1, -1]


def test_a_copy_of_somebody_elses_picture_is_not_paid_however_good_it_is() -> None:
    found = payroll(_three(COPIES, of="xym"))

    assert paid(found) == [2, 3]


def test_each_contributor_is_paid_for_one_picture_of_a_scene() -> None:
    found = payroll(_three(SCENE, of="mxm"))

    assert fates(found) == ["unpaid same-scene extra", "paid", "paid", "paid"]
    assert found.original[0] == 2


def test_more_pictures_of_a_scene_are_paid_where_the_policy_says_so() -> None:
    found = payroll(_three(SCENE), Policy(per_scene=2))

    assert paid(found) == [1, 2, 3]


def test_a_copy_takes_no_place_among_the_paid_pictures_of_a_scene() -> None:
    two_shots = {(0, 1): SAME_SCENE, (0, 2): SAME_SCENE, (1, 2): COPY}

    found = payroll(_three(two_shots), Policy(per_scene=2))

    assert fates(found) == ["paid", "unpaid copy", "paid", "paid"]


def test_a_copy_of_a_picture_too_many_is_not_paid_either() -> None:
    scene = desk(
        ["a", "b", "c"],
        [[0, 1, 2]],
        related={(0, 1): SAME_SCENE, (0, 2): SAME_SCENE, (1, 2): COPY},
        contributor=["m", "m", "x"],
        submitted_at_ms=[100, 200, 300],
    )

    found = payroll(scene)

    assert fates(found) == ["paid", "unpaid same-scene extra", "unpaid copy"]
    assert found.original.tolist() == [-1, 0, 1]


def test_pictures_are_paid_where_the_camera_moved_far_enough_from_each_paid_one() -> None:
    views = {(0, 1): "small", (0, 2): "large", (1, 2): "medium"}

    least = [
        paid(payroll(_three(SCENE), Policy(scene=Scene.VIEW, view=view), views=views))
        for view in ("small", "medium", "large")
    ]

    assert least == [[0, 1, 2, 3], [1, 2, 3], [0, 2, 3]]


def test_a_picture_of_which_no_move_is_known_is_paid() -> None:
    found = payroll(_three(SCENE), Policy(scene=Scene.VIEW))

    assert paid(found) == [0, 1, 2, 3]


def test_pictures_are_paid_where_they_were_taken_long_enough_after_each_paid_one() -> None:
    taken = [0, 50 * MINUTE_MS, 70 * MINUTE_MS, -1]

    found = payroll(
        _three(SCENE, taken_at_ms=taken, submitted_at_ms=[1, 2, 3, 4]),
        Policy(scene=Scene.GAP, gap_s=3600),
    )

    assert paid(found) == [0, 2, 3]


def test_where_no_camera_tells_the_time_that_of_submission_counts() -> None:
    sent = [0, 30 * MINUTE_MS, 60 * MINUTE_MS, 0]

    found = payroll(_three(SCENE, submitted_at_ms=sent), Policy(scene=Scene.GAP, gap_s=3600))

    assert paid(found) == [0, 2, 3]


@pytest.mark.parametrize(
    ("differs", "fate"),
    [
        (Differs.PAY, "paid"),
        (Differs.HOLD, "held"),
        (Differs.SAME_SCENE, "unpaid same-scene extra"),
    ],
)
def test_another_thing_at_the_same_place_is_what_the_policy_says(
    differs: Differs, fate: str
) -> None:
    can = {(0, 1): CHANGED, (0, 2): COPY, (1, 2): CHANGED}

    found = payroll(_three(can), Policy(differs=differs))

    assert fates(found) == ["unpaid copy", fate, "paid", "paid"]


def test_without_a_look_a_hash_tells_copies_within_its_threshold_only() -> None:
    near, far = 0b1, 0b111

    found = payroll(_three({}, of="xym", bits=[0, near, 0, 0]), threshold=2)
    through_others = payroll(_three({}, of="xym", bits=[0, near, far, 0]), threshold=2)

    assert paid(found) == [2, 3]
    assert paid(through_others) == [1, 2, 3]


def test_without_a_look_what_only_looks_alike_costs_nobody_else_a_price() -> None:
    found = payroll(_three({}, of="xym"), method="layout", threshold=0.9)

    assert paid(found) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("differs", "fate"), [(Differs.PAY, "paid"), (Differs.SAME_SCENE, "unpaid copy")]
)
def test_a_sticker_is_a_copy_through_another_copy_only_where_it_counts_as_the_scene(
    differs: Differs, fate: str
) -> None:
    sticker = {(0, 1): CHANGED, (0, 2): COPY, (1, 2): COPY}

    found = payroll(_three(sticker), Policy(differs=differs))

    assert fates(found) == ["unpaid copy", fate, "paid", "paid"]


def test_what_a_look_found_only_similar_costs_nobody_else_a_price() -> None:
    only_similar = dict.fromkeys(COPIES, SIMILAR)

    found = payroll(_three(only_similar, of="mxy"))

    assert paid(found) == [0, 1, 2, 3]


def test_a_copy_is_held_where_it_is_unknown_which_account_was_first() -> None:
    at_once, never = [100, 100, 300, 400], [-1, -1, -1, -1]

    same_time = payroll(_three(COPIES, of="mxx", submitted_at_ms=at_once))
    no_time = payroll(_three(COPIES, of="mxm", submitted_at_ms=never))

    assert fates(same_time) == ["paid", "held", "unpaid copy", "paid"]
    assert fates(no_time) == ["paid", "held", "unpaid copy", "paid"]
    assert whys(no_time)[1] == "unknown who was first"


def test_a_picture_without_a_time_is_not_taken_for_the_first() -> None:
    own = payroll(_three(COPIES, submitted_at_ms=[-1, 200, 300, 400]))
    foreign = payroll(_three(COPIES, of="xmm", submitted_at_ms=[-1, 200, 300, 400]))

    assert fates(own) == ["unpaid copy", "paid", "unpaid copy", "paid"]
    assert fates(foreign) == ["held", "paid", "unpaid copy", "paid"]


def test_without_a_manifest_what_stays_counts_as_first() -> None:
    found = payroll(_three(COPIES, of=["", "", ""], submitted_at_ms=[-1] * 4))

    assert fates(found) == ["paid", "unpaid copy", "unpaid copy", "paid"]
    assert not (found.flagged & (found.amount > 0)).any()


def test_submissions_of_other_pictures_are_refused() -> None:
    shown = _three(COPIES).outcome()

    with pytest.raises(PolicyError, match="speaks of 5 pictures, the dataset has 4"):
        pay(shown, nothing_known(5), Policy())


def test_nothing_grouped_is_all_paid() -> None:
    alone = desk(["a", "b"], [], price=[3, 4], contributor=["m", "x"])

    found = payroll(alone)

    assert np.array_equal(found.amount, [3, 4])
