"""Which pairs are asked about: the same ones again, each stratum in its turn, by known chances."""

from __future__ import annotations

import numpy as np
import pytest

from dedup_core.calibrate import design
from dedup_core.calibrate.drawing import MOST_DRAWN, strata
from tests.answering import SIZES, table


def test_the_same_dataset_asks_the_same_pairs_in_the_same_order() -> None:
    first = design(table(), around=3, seed=7)
    second = design(table(), around=3, seed=7)

    assert np.array_equal(first.left, second.left)
    assert np.array_equal(first.right, second.right)


def test_another_seed_asks_other_pairs() -> None:
    first = design(table(), around=3, seed=7)
    second = design(table(), around=3, seed=8)

    assert not np.array_equal(first.left, second.left)


def test_another_boundary_keeps_the_order_within_a_stratum() -> None:
    near = design(table(), around=1, seed=7)
    far = design(table(), around=6, seed=7)

    for stratum in range(int(near.stratum_of.max()) + 1):
        both = near.left[near.stratum == stratum], far.left[far.stratum == stratum]
        shared = min(map(len, both))
        assert np.array_equal(both[0][:shared], both[1][:shared])


def test_no_pair_is_asked_twice_and_none_beyond_what_anybody_answers() -> None:
    made = design(table(), around=3, seed=7)

    assert len(made) == MOST_DRAWN
    assert len(set(made.left.tolist())) == MOST_DRAWN


def test_a_small_table_is_asked_to_the_last_pair() -> None:
    made = design(table((2, 0, 3)), around=1, seed=7)

    assert sorted(made.left.tolist()) == [0, 2, 4, 6, 8]


@pytest.mark.parametrize("around", [0, 3, 7])
def test_thirty_answers_reach_every_stratum_and_most_of_them_the_boundary(around: int) -> None:
    made = design(table((300,) * 25), around=around, seed=7)
    turns = np.bincount(made.stratum[:30])

    assert len(turns) == made.stratum_of.max() + 1
    assert turns.min() >= 1
    assert turns[made.stratum_of[around]] == turns.max()


def test_each_pair_is_drawn_as_often_as_its_chance_says() -> None:
    drawn, chance = np.zeros((2, sum(SIZES)))
    for seed in range(400):
        made = design(table(), around=3, seed=seed)
        first = made.left[:60] // 2
        drawn[first] += 1
        chance[first] = made.chances(60)

    by_distance = np.repeat(np.arange(len(SIZES)), SIZES)
    often = np.bincount(by_distance, drawn) / np.bincount(by_distance) / 400
    known = np.array([chance[by_distance == bits].max() for bits in range(len(SIZES))])
    assert often == pytest.approx(known, rel=0.1)


def test_copies_of_one_content_are_counted_and_never_asked_about() -> None:
    pairs = table()
    first = np.arange(2 * len(pairs), dtype=np.int32)
    first[1:8:2] -= 1  # the four pairs at no distance are copies

    made = design(pairs, around=3, seed=7, first=first)

    assert made.copies.tolist() == [4, 0, 0, 0, 0, 0, 0, 0]
    assert made.sizes.tolist() == [0, *SIZES[1:]]
    assert made.left.min() >= 8
    assert made.pairs == sum(SIZES)


def test_cells_are_those_of_the_offered_thresholds() -> None:
    made = design(table(), around=3, seed=7, limits=np.array([1, 4, 6], np.float32))

    assert made.sizes.tolist() == [10, 120, 600]
    assert np.array_equal(made.cell, np.searchsorted([1, 4, 6], made.distance))


def test_no_stratum_is_without_pairs() -> None:
    found = strata(np.array([0, 5, 0, 0, 100, 0, 100_000, 0], np.int64))

    held = np.bincount(found, [0, 5, 0, 0, 100, 0, 100_000, 0])
    assert held.min() > 0
    assert (np.diff(found) >= 0).all()


def test_an_empty_table_asks_nothing() -> None:
    made = design(table((0, 0, 0)), around=1, seed=7)

    assert len(made) == made.pairs == 0
