"""Which threshold is recommended for a goal, what is said when there is none, and when to stop."""

from __future__ import annotations

import numpy as np
import pytest

from dedup_core.calibrate import (
    Estimates,
    FewFalse,
    Goal,
    LittleWithheld,
    MuchFound,
    design,
    estimate,
    recommend,
    settled,
)
from tests.answering import answers, table, truth

SHARP, YES = (60, 60, 60, 60, 200, 400, 800), (60, 60, 60, 60, 0, 0, 0)


def _estimates(many: int) -> Estimates:
    made = design(table(SHARP), around=3, seed=7)
    return estimate(made, answers(made, truth(SHARP, YES), many), scene_counts=False)


def test_before_there_are_enough_answers_nothing_is_recommended() -> None:
    found = recommend(_estimates(12), FewFalse(0.5))

    assert found.limit is None
    assert found.why == "12 answers so far: not enough. A recommendation takes 20."


def test_few_false_pairs_are_had_at_the_loosest_threshold_that_is_surely_good() -> None:
    found = recommend(_estimates(120), FewFalse(0.2))

    assert (found.limit, found.why) == (3.0, "")


def test_much_is_found_at_the_strictest_threshold_that_surely_does() -> None:
    loose, strict = (recommend(_estimates(120), MuchFound(share)).limit for share in (0.9, 0.2))

    assert loose is not None
    assert strict is not None
    assert strict < 3 <= loose


def test_a_goal_that_no_threshold_meets_is_answered_with_the_reason() -> None:
    found = recommend(_estimates(60), FewFalse(0.001))

    assert found.limit is None
    assert found.why.startswith(
        "At no threshold is it sure that at most 0.1 % of the pairs are false: at the best one"
    )
    assert found.why.endswith("takes about 3,700 answers without a false pair.")


def test_no_number_of_answers_shows_that_nothing_is_false() -> None:
    found = recommend(_estimates(60), FewFalse(0))

    assert found.why.endswith("No number of answers shows that none at all is false.")


def test_money_bounds_the_threshold_and_more_of_it_loosens() -> None:
    found = _estimates(120)

    little, much, all_of_it = (
        recommend(found, LittleWithheld(most, 15, "USD")).cell for most in (900, 6_000, 10**6)
    )

    assert 0 <= little <= much < all_of_it == len(SHARP) - 1


def test_no_more_is_withheld_than_is_flagged() -> None:
    found, flagged = _estimates(60), np.full(len(SHARP), 3)

    limit = recommend(found, LittleWithheld(45, 15, "USD", flagged)).limit

    assert limit == len(SHARP) - 1


def test_money_that_cannot_be_kept_is_said_in_its_currency() -> None:
    found = recommend(_estimates(60), LittleWithheld(1, 15, "USD"))

    assert found.limit is None
    assert found.why.startswith("At no threshold is it sure that at most 0.01 USD is wrongly")


def test_when_only_the_loosest_threshold_surely_finds_enough_that_is_said() -> None:
    sizes, yes = (20, 40, 80, 160, 320, 640), (20, 36, 60, 80, 80, 60)
    made = design(table(sizes), around=3, seed=7)
    found = estimate(made, answers(made, truth(sizes, yes), 30), scene_counts=False)

    advice = recommend(found, MuchFound(0.99))

    assert advice.limit == len(sizes) - 1
    assert advice.why.startswith("Only the loosest threshold surely finds 99 %")


def test_an_empty_table_has_no_recommendation() -> None:
    made = design(table((0, 0, 0)), around=1, seed=7)
    found = estimate(made, np.zeros(0, np.int8), scene_counts=False)

    assert recommend(found, MuchFound(0.9)).why == "There are no pairs to find."
    assert recommend(found, FewFalse(0.1)).limit is None
    assert recommend(found, FewFalse(0.1)).why == "There are no pairs to find."


@pytest.mark.parametrize("goal", [FewFalse(0.1), MuchFound(0.9), LittleWithheld(5, 1)])
def test_where_no_threshold_is_offered_nothing_is_recommended(goal: Goal) -> None:
    made = design(table((0,)), around=0, seed=7, limits=np.zeros(0, np.float32))
    nothing = np.zeros(0, np.int8)

    found = estimate(made, nothing, scene_counts=False)

    assert recommend(found, goal).why == "There are no pairs to find."
    assert not settled(made, nothing, goal, scene_counts=False)


@pytest.mark.parametrize(("many", "expected"), [(10, False), (120, False), (600, True)])
def test_it_is_said_when_more_answers_would_not_change_the_recommendation(
    many: int, expected: bool
) -> None:
    sizes = tuple(range(20, 270, 10))
    yes = tuple(size * (25 - bits) // 25 for bits, size in enumerate(sizes))
    made = design(table(sizes), around=12, seed=7)
    said = answers(made, truth(sizes, yes), many)

    assert settled(made, said, FewFalse(0.5), scene_counts=False) == expected
