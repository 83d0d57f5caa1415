"""What a contributor did in the course of time adds up to what is said of them elsewhere."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.pay import Clock, Payroll, bursts, by_contributor, trend
from dedup_core.pay.bursts import GAP_MS
from dedup_core.pay.trend import MOST_POINTS
from tests.paying import payroll
from tests.ruling import desk

ROWS = 8
LAST_MS = 253_402_300_799_999  # the end of the year 9999, the last that Python knows
DAY_MS = 86_400_000

near = st.integers(-1, 20 * DAY_MS)
far = st.integers(-1, LAST_MS)
shutters = st.one_of(st.integers(-1, 5 * GAP_MS), st.just(-1))


def _column(values: st.SearchStrategy[object]) -> st.SearchStrategy[list[object]]:
    return st.lists(values, min_size=ROWS, max_size=ROWS)


@st.composite
def payrolls(draw: st.DrawFn) -> Payroll:
    """Two groups, three contributors, and times that are close, far apart or unknown."""
    rows = draw(st.permutations(range(ROWS)))
    made = desk(
        [f"{row}.jpg" for row in range(ROWS)],
        [rows[:3], rows[3:5]],
        contributor=draw(_column(st.sampled_from(["", "mei", "ivy"]))),
        submitted_at_ms=draw(_column(draw(st.sampled_from([near, far])))),
        taken_at_ms=draw(_column(shutters)),
        price=draw(_column(st.integers(0, 10**12))),
    )
    return payroll(made)


@given(payrolls())
def test_the_periods_of_a_trend_add_up_to_the_contributor(found: Payroll) -> None:
    people = by_contributor(found)

    for at, name in enumerate(people.name):
        course = trend(found, name)
        mine = found.contributor == found.names.index(name)
        untimed = mine & (found.submissions.submitted_at_ms < 0)
        assert course.untimed == untimed.sum()
        assert course.submitted.sum() + course.untimed == people.submitted[at]
        flawed = people.submitted[at] - people.unique[at]
        assert course.duplicates.sum() + (untimed & (found.kind > 0)).sum() == flawed
        assert course.amount.sum() + found.amount[untimed].sum() == people.amount[at]


@given(payrolls())
def test_a_trend_has_few_points_without_a_hole_and_its_rates_lie_in_their_bands(
    found: Payroll,
) -> None:
    for name in found.names:
        course = trend(found, name)

        assert len(course) <= MOST_POINTS
        assert (course.ends[:-1] == course.starts[1:]).all()
        assert not len(course) or course.submitted[[0, -1]].all()
        some = course.submitted > 0
        assert np.isnan(course.rate[~some]).all()
        assert (course.low[some] <= course.rate[some]).all()
        assert (course.rate[some] <= course.high[some]).all()


@given(payrolls())
def test_bursts_hold_each_timed_picture_of_a_contributor_once_and_in_order(found: Payroll) -> None:
    for name in found.names:
        shots = bursts(found, name)

        mine = set(np.flatnonzero(found.contributor == found.names.index(name)).tolist())
        assert len(set(shots.row.tolist())) == len(shots)
        assert set(shots.row.tolist()) <= mine
        assert len(shots) + shots.untimed == len(mine)
        assert (np.diff(shots.at_ms) >= 0).all()
        assert shots.fate.tolist() == found.fate[shots.row].tolist()


@given(payrolls())
def test_neighbours_are_in_one_burst_exactly_if_less_than_a_minute_lies_between(
    found: Payroll,
) -> None:
    for name in found.names:
        shots = bursts(found, name)

        together = [other - one < GAP_MS for one, other in pairwise(shots.at_ms.tolist())]
        assert [a == b for a, b in pairwise(shots.burst.tolist())] == together
        assert shots.sizes.sum() == len(shots)
        assert np.repeat(np.arange(len(shots.sizes)), shots.sizes).tolist() == shots.burst.tolist()


def test_the_group_of_a_shot_is_the_one_on_screen() -> None:
    found = payroll(
        desk(
            ["a", "b", "c", "d"],
            [[3, 1], [2, 0]],
            contributor=["mei"] * 4,
            taken_at_ms=[40, 30, 20, -1],
        )
    )

    shots = bursts(found, "mei")

    assert shots.clock is Clock.CAMERA
    assert shots.row.tolist() == [2, 1, 0]
    assert shots.group.tolist() == [1, 0, 1]
    assert shots.untimed == 1


def test_the_clock_that_tells_of_more_pictures_is_used_alone() -> None:
    found = payroll(
        desk(
            ["a", "b", "c"],
            [],
            contributor=["mei"] * 3,
            taken_at_ms=[-1, -1, 5],
            submitted_at_ms=[7, 3, -1],
        )
    )

    shots = bursts(found, "mei")

    assert shots.clock is Clock.SENT
    assert shots.row.tolist() == [1, 0]
    assert shots.at_ms.tolist() == [3, 7]


def test_a_stranger_has_neither_shots_nor_a_course() -> None:
    found = payroll(desk(["a"], [], contributor=["mei"], submitted_at_ms=[5]))

    assert not len(bursts(found, "nobody"))
    assert not len(trend(found, "nobody"))


def test_weeks_begin_on_monday_and_months_on_their_first_day() -> None:
    wednesday = 1_741_176_000_000  # 2025-03-05 12:00 UTC
    weeks, months = (
        trend(
            payroll(
                desk(
                    ["a", "b"],
                    [],
                    contributor=["mei"] * 2,
                    submitted_at_ms=[wednesday, wednesday + days * DAY_MS],
                )
            ),
            "mei",
        )
        for days in (100, 1000)
    )

    assert (weeks.period, str(weeks.starts[0])) == ("week", "2025-03-03")
    assert (months.period, str(months.starts[0])) == ("month", "2025-03-01")
