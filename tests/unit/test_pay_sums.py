"""What is summed up by contributor and across accounts, and the sentence about one picture."""

from __future__ import annotations

import numpy as np

from dedup_core.judged import COPY, SAME_SCENE
from dedup_core.pay import (
    Policy,
    Undecided,
    Why,
    across,
    by_contributor,
    differences,
    reason,
    shared,
    totals,
)
from tests.paying import accept, mark, payroll
from tests.ruling import Desk, desk

DAY_MS = 86_400_000
NOON_MS = 1_741_003_200_000  # 2025-03-03 12:00 UTC


def _campaign() -> Desk:
    """`ivy` copied from `mei`, `raj` walked round one light, and one picture has no contributor."""
    return desk(
        ["ivy/1", "ivy/2", "mei/1", "mei/2", "raj/1", "raj/2", "raj/3", "someone"],
        [[0, 2], [4, 5, 6]],
        related={(0, 2): COPY, (4, 5): SAME_SCENE, (4, 6): SAME_SCENE, (5, 6): COPY},
        contributor=["ivy", "ivy", "mei", "mei", "raj", "raj", "raj", ""],
        submitted_at_ms=[NOON_MS + DAY_MS * day for day in (5, 6, 1, 2, 1, 2, 3, 1)],
        price=[15, 20, 15, 20, 10, 10, 10, 7],
        taken_at_ms=[9000, -1, 4000, -1, -1, -1, -1, -1],
        camera=["Canon 7", "", "Canon 7", "", "", "", "", ""],
    )


def test_each_contributor_has_what_was_submitted_and_what_is_paid() -> None:
    found = by_contributor(payroll(_campaign()))

    assert found.name == ("", "ivy", "mei", "raj")
    assert found.submitted.tolist() == [1, 2, 2, 3]
    assert found.unique.tolist() == [1, 1, 2, 1]
    assert found.own_copies.tolist() == [0, 0, 0, 1]
    assert found.extras.tolist() == [0, 0, 0, 1]
    assert found.copied_from.tolist() == [0, 1, 0, 0]
    assert found.copied_by.tolist() == [0, 0, 1, 0]
    assert found.undecided.tolist() == [0, 1, 0, 2]
    assert found.payable.tolist() == [1, 1, 2, 1]
    assert found.amount.tolist() == [7, 20, 35, 10]
    assert found.unpaid.tolist() == [0, 15, 0, 20]


def test_the_band_of_a_duplicate_rate_is_wide_for_few_pictures() -> None:
    found = by_contributor(payroll(_campaign()))

    assert np.allclose(found.rate, [0, 0.5, 0, 2 / 3])
    assert (found.low <= found.rate).all()
    assert (found.rate <= found.high).all()
    assert found.high[2] > 0.5  # two pictures without a copy say little


def test_contributors_of_a_part_are_those_who_sent_some_of_it() -> None:
    found = payroll(_campaign())
    of_ivy = np.array([name == "ivy" for name in found.submissions.contributor])

    part = by_contributor(found, of_ivy)

    assert part.name == ("ivy",)
    assert part.price.tolist() == [totals(found, of_ivy).price] == [35]


def test_accounts_that_share_pictures_are_listed_with_facts() -> None:
    found = payroll(_campaign())

    pairs = across(found)

    assert (pairs.first, pairs.other) == (("mei",), ("ivy",))
    facts = (pairs.pictures, pairs.earlier, pairs.same_camera, pairs.other_camera, pairs.other_date)
    assert [int(fact[0]) for fact in facts] == [1, 1, 1, 0, 1]
    assert [rows.tolist() for rows in shared(found, "mei", "ivy")] == [[2], [0]]
    assert not len(shared(found, "mei", "nobody")[0])


def test_what_only_one_of_two_files_tells_is_no_fact() -> None:
    silent = desk(
        ["a", "b"],
        [[0, 1]],
        related={(0, 1): COPY},
        contributor=["mei", "ivy"],
        camera=["", ""],
        taken_at_ms=[5000, -1],
        submitted_at_ms=[-1, 5],
    )
    mark(silent, 0, keep=True)

    pairs = across(payroll(silent))

    assert pairs.pictures.tolist() == [1]
    facts = (pairs.earlier, pairs.same_camera, pairs.other_camera, pairs.other_date)
    assert [int(fact[0]) for fact in facts] == [0, 0, 0, 0]


def test_what_is_decided_counts_as_undecided_no_more() -> None:
    campaign = _campaign()

    accept(campaign, keep=[2], remove=[0])

    assert by_contributor(payroll(campaign)).undecided.tolist() == [0, 0, 0, 2]


def test_what_nobody_is_known_to_have_sent_is_shared_with_nobody() -> None:
    unknown = desk(["a", "b"], [[0, 1]], related={(0, 1): COPY}, contributor=["mei", ""])

    assert not len(across(payroll(unknown)))


def test_the_reason_of_an_unpaid_copy_names_all_that_it_rests_on() -> None:
    campaign = _campaign()
    accept(campaign, keep=[2], remove=[0])

    said = reason(payroll(campaign), 0)

    assert said == (
        "Not paid: a copy of “mei/1”, which mei submitted first (2025-03-04 12:00:00 UTC); "
        "this picture is suggested to stay; verdict duplicate by Ana; removed by Ana; "
        "policy: “Of copies of one shot the first submitted is paid, whoever sent it”."
    )


def test_the_reason_of_a_picture_too_many_names_the_kept_one_and_the_distance() -> None:
    found = payroll(_campaign())

    said = reason(found, 5)

    assert said.startswith(
        "Not paid: one more picture of the scene of “raj/1”, which raj submitted"
    )
    assert "the picture suggested to stay is “raj/1” (Perceptual hash 0 bits, same scene)" in said
    assert "nobody has decided it yet" in said
    assert said.endswith(
        "policy: “Of one scene each contributor is paid for 1 picture, the first submitted”."
    )


def test_a_copy_of_a_picture_too_many_says_so() -> None:
    said = reason(payroll(_campaign()), 6)

    assert "a copy of “raj/2”, which raj submitted first" in said
    assert "itself one too many of its scene" in said


def test_a_reason_says_why_screen_and_pay_differ() -> None:
    found = payroll(_campaign())

    assert "flagged because another file is better" in reason(found, 2)
    assert "it stays as a file, but it was not submitted first" in reason(found, 0)


def test_every_picture_has_a_reason_whatever_happens() -> None:
    campaign = _campaign()
    mark(campaign, 4, keep=False)
    mark(campaign, 5, keep=False)
    mark(campaign, 6, keep=False)

    for undecided in Undecided:
        found = payroll(campaign, Policy(undecided=undecided))
        starts = {reason(found, row).split(":")[0] for row in range(len(found))}
        assert starts <= {"Paid", "Not paid", "Held"}


def test_differences_between_screen_and_pay_add_up() -> None:
    found = payroll(_campaign())

    parts = differences(found)

    assert [(part.flagged, part.why, part.pictures) for part in parts] == [
        (True, Why.FIRST, 1),
        (False, Why.COPY, 1),
    ]
    but_paid = sum(part.pictures for part in parts if part.flagged)
    but_stays = sum(part.pictures for part in parts if not part.flagged)
    whole = totals(found)
    unpaid = whole.unpaid_pictures + whole.held_pictures
    assert int(found.flagged.sum()) + but_stays - but_paid == unpaid
    assert all(part.words for part in parts)
