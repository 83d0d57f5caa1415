"""What each step of the slider adds, and the draw of its pairs."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.groups import Rule
from dedup_core.pairs import PairTable
from dedup_core.strictness import crowded_from, curve, steps
from tests.answering import table
from tests.making import near

LIMITS = np.arange(8, dtype=np.float32)


def _table(sizes: list[int]) -> PairTable:
    return table(tuple(sizes))


@given(sizes=st.lists(st.integers(0, 30), min_size=8, max_size=8), most=st.integers(0, 9))
def test_a_step_has_the_pairs_at_its_distance_and_draws_some_of_them(
    sizes: list[int], most: int
) -> None:
    pairs = _table(sizes)

    found = steps(pairs, LIMITS, most=most)

    assert [step.pairs for step in found] == sizes
    for distance, step in enumerate(found):
        assert len(step.drawn) == len(set(step.drawn.tolist())) == min(most, step.pairs)
        assert set(pairs.distance[step.drawn].tolist()) <= {distance}


def test_thresholds_that_leave_distances_out_add_all_pairs_between_them() -> None:
    found = steps(_table([1, 2, 3, 4, 5, 6, 7, 8]), LIMITS[1::3])

    assert [step.pairs for step in found] == [3, 12, 21]


def test_the_draw_is_the_same_each_time() -> None:
    first, second = (steps(_table([50] * 8), LIMITS) for _ in range(2))

    assert [step.drawn.tolist() for step in first] == [step.drawn.tolist() for step in second]


def test_every_pair_of_a_step_has_about_the_same_chance() -> None:
    many, size, most = 4000, 10, 4
    pairs = _table([size] * many)

    found = steps(pairs, np.arange(many, dtype=np.float32), most=most)

    often = np.bincount(np.concatenate([step.drawn for step in found]) % size, minlength=size)
    expected = many * most / size
    assert np.abs(often - expected).max() < 5 * np.sqrt(expected)


def test_without_a_threshold_there_is_no_step() -> None:
    assert steps(_table([3]), LIMITS[:0]) == []


def test_a_crowd_begins_where_a_picture_has_one_neighbour_more_than_when_strict() -> None:
    pairs = {(0, 1): 0, (2, 3): 3, (0, 2): 5, (1, 3): 5}
    found = curve(near(4, pairs, range(4)), Rule.CHAINED, thresholds=LIMITS)

    assert found.neighbours.tolist() == [0.5, 0.5, 0.5, 1, 1, 2, 2, 2]
    assert crowded_from(found, 0) == 5
    assert crowded_from(found, 4) == 5
    assert crowded_from(found, 5) is None
    assert crowded_from(curve(near(4, pairs, range(4)), Rule.ALL, thresholds=LIMITS[:0]), 2) is None
