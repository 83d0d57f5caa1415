"""What answers say of precision and recall: without bias, within bands, and honest about little."""

from __future__ import annotations

import numpy as np
import pytest

from dedup_core.calibrate import LEAST_ANSWERS, NOT_ASKED, UNSURE, design, estimate
from dedup_core.decisions import Verdict
from tests.answering import DUPLICATES, PLACE, SIZES, answers, table, truth

FOUND = np.cumsum(DUPLICATES)
PRECISION, RECALL = FOUND / np.cumsum(SIZES), FOUND / FOUND[-1]


def test_the_number_of_duplicates_is_right_on_average_over_all_draws() -> None:
    found = []
    for seed in range(300):
        made = design(table(), around=3, seed=seed)
        said = answers(made, truth(), 40)
        found.append(estimate(made, said, scene_counts=False, curves=20).duplicates)

    error = np.std(found, axis=0) / np.sqrt(len(found))
    assert np.all(np.abs(np.mean(found, axis=0) - FOUND) < 3.5 * error + 1e-9)


def test_answers_to_all_pairs_leave_no_doubt() -> None:
    sizes, duplicates = (4, 6, 10, 30), (4, 5, 4, 1)
    made = design(table(sizes), around=1, seed=7)
    said = answers(made, truth(sizes, duplicates), len(made))

    found = estimate(made, said, scene_counts=False)

    precision = np.cumsum(duplicates) / np.cumsum(sizes)
    recall = np.cumsum(duplicates) / sum(duplicates)
    assert found.precision == pytest.approx(precision)
    assert found.recall == pytest.approx(recall)
    assert found.precision_low == pytest.approx(precision)
    assert found.recall_high[-1] == found.recall_low[-1] == 1


def test_points_lie_within_their_bands_and_bands_within_0_and_1() -> None:
    made = design(table(), around=3, seed=7)

    found = estimate(made, answers(made, truth(), 30), scene_counts=False)

    for low, point, high in (
        (found.precision_low, found.precision, found.precision_high),
        (found.recall_low, found.recall, found.recall_high),
        (found.false_low, found.false_pairs, found.false_high),
    ):
        known = ~np.isnan(point)
        assert np.all((low >= 0) & (low <= high))
        assert np.all((low <= point + 1e-9)[known] & (point <= high + 1e-9)[known])
    assert max(found.precision_high.max(), found.recall_high.max()) <= 1


def test_more_answers_make_narrower_bands() -> None:
    made = design(table(), around=3, seed=7)

    few, many = (
        estimate(made, answers(made, truth(), count), scene_counts=False) for count in (30, 240)
    )

    assert np.mean(many.precision_high - many.precision_low) < 0.6 * np.mean(
        few.precision_high - few.precision_low
    )


def test_without_answers_everything_is_possible_and_nothing_is_advised() -> None:
    made = design(table(), around=3, seed=7)

    found = estimate(made, answers(made, truth(), 0), scene_counts=False)

    assert np.isnan(found.precision).all()
    assert found.precision_low.tolist() == [0] * len(SIZES)
    assert found.precision_high.tolist() == [1] * len(SIZES)
    assert not found.enough


def test_copies_are_known_duplicates_without_an_answer() -> None:
    pairs = table()
    first = np.arange(2 * len(pairs), dtype=np.int32)
    first[1:8:2] -= 1
    made = design(pairs, around=3, seed=7, first=first)

    found = estimate(made, answers(made, truth(), 0), scene_counts=False)

    assert found.pairs.tolist() == np.cumsum(SIZES).tolist()
    assert found.precision_low[:2] == pytest.approx([1, 0.4])
    assert found.duplicates.tolist() == [4] * len(SIZES)
    assert np.isnan(found.precision).all()
    assert np.isnan(found.recall).all()


def test_who_cannot_tell_is_left_out_and_counted() -> None:
    made = design(table(), around=3, seed=7)
    said = answers(made, truth(), 30)
    said[[3, 9]] = UNSURE

    found = estimate(made, said, scene_counts=False)

    assert (found.counted, found.unsure) == (28, 2)


def test_answers_out_of_turn_wait() -> None:
    made = design(table(), around=3, seed=7)
    said = answers(made, truth(), 30)
    said[10] = NOT_ASKED

    found = estimate(made, said, scene_counts=False)

    assert (found.counted, found.waiting) == (10, 19)


def test_enough_answers_are_said_to_be_enough() -> None:
    made = design(table(), around=3, seed=7)

    enough = [
        estimate(made, answers(made, truth(), many), scene_counts=False, curves=20).enough
        for many in (LEAST_ANSWERS - 1, LEAST_ANSWERS)
    ]

    assert enough == [False, True]


def test_a_table_with_fewer_pairs_is_enough_when_all_are_answered() -> None:
    made = design(table((2, 3)), around=1, seed=7)
    said = answers(made, truth((2, 3), (2, 1)), 5)

    assert estimate(made, said, scene_counts=False).enough


def test_the_same_scene_counts_as_asked_for() -> None:
    made = design(table(), around=3, seed=7)
    said = answers(made, truth(), 30)
    said[said == PLACE[Verdict.DUPLICATE]] = PLACE[Verdict.SAME_SCENE]

    counts = estimate(made, said, scene_counts=True).duplicates
    counts_not = estimate(made, said, scene_counts=False).duplicates

    assert counts[-1] > 0
    assert counts_not[-1] == 0


def test_the_same_answers_give_the_same_numbers() -> None:
    made = design(table(), around=3, seed=7)
    said = answers(made, truth(), 30)

    first, second = (estimate(made, said, scene_counts=False) for _ in range(2))

    assert np.array_equal(first.precision_low, second.precision_low)
    assert np.array_equal(first.recall_high, second.recall_high)


def test_an_empty_table_has_estimates_of_nothing() -> None:
    made = design(table((0, 0, 0)), around=1, seed=7)

    found = estimate(made, np.zeros(0, np.int8), scene_counts=False)

    assert found.pairs.tolist() == [0, 0, 0]
    assert found.false_high.tolist() == [0, 0, 0]
