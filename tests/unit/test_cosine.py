"""Vectors near each other: by products, by signs, at the limit, and without a direction."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from dedup_core.fingerprints import Metric
from dedup_core.search import Found, cosine
from tests.reference import all_pairs, random_vectors

Vectors = NDArray[np.float32]
PLENTY = 10**9
WAYS = pytest.mark.parametrize("way", [cosine.by_products, cosine.by_signs])


def _steps(found: Found) -> list[tuple[int, int, int]]:
    steps = np.rint(found.distance / cosine.STEP).astype(int).tolist()
    return list(zip(found.left.tolist(), found.right.tolist(), steps, strict=True))


def _at(*degrees: float) -> Vectors:
    angles = np.deg2rad(degrees)
    return np.column_stack((np.cos(angles), np.sin(angles))).astype(np.float32)


@WAYS
@pytest.mark.parametrize("dim", [1, 2, 7, 12, 100])
def test_pairs_are_those_of_brute_force_whatever_the_dimension(way, dim: int) -> None:
    vectors = random_vectors(400, seed=dim, dim=dim)

    found = way(vectors, 0.1, PLENTY)

    expected = all_pairs(Metric.COSINE, vectors, 100_000)
    assert len(expected) > 100
    assert _steps(found) == sorted(expected, key=lambda pair: (pair[2], *pair[:2]))


@WAYS
def test_a_pair_exactly_at_the_limit_is_found_and_one_beyond_it_is_not(way) -> None:
    vectors = _at(0, 60, 150)

    at_half, below = way(vectors, 0.5, PLENTY), way(vectors, 0.499999, PLENTY)

    assert _steps(at_half) == [(0, 1, 500_000)]
    assert _steps(below) == []
    assert way(_at(0, 90, 210), 1.0, PLENTY).left.tolist() == [0]


@WAYS
def test_vectors_without_a_direction_are_near_nothing_not_even_each_other(way) -> None:
    vectors = np.zeros((6, 5), np.float32)
    vectors[2, 1] = vectors[4, 1] = 1
    vectors[5, 1] = 1e-9

    found = way(vectors, 1.5, PLENTY)

    assert _steps(found) == [(2, 4, 0)]


def test_the_distance_from_what_has_no_direction_is_more_than_any_angle_gives() -> None:
    vectors = np.array([[1, 0], [-1, 0], [0, 0]], np.float32)
    left, right = np.array([0, 0, 2], np.int32), np.array([1, 2, 2], np.int32)

    distances = cosine.distances(vectors, left, right)

    assert distances.tolist() == [2, 3, 3]


@WAYS
def test_equal_vectors_are_exactly_0_apart(way) -> None:
    vectors = np.repeat(random_vectors(1, seed=1, dim=33), 20, axis=0)

    found = way(vectors, 0.0, PLENTY)

    assert len(found.left) == 190
    assert found.distance.max() == 0


@WAYS
@pytest.mark.parametrize("rows", [0, 1, 2])
def test_few_vectors_are_no_trouble(way, rows: int) -> None:
    found = way(np.ones((rows, 3), np.float32), 0.1, PLENTY)

    assert len(found.left) == (rows == 2)
    assert found.reach == pytest.approx(0.1)


@WAYS
def test_a_budget_ends_at_the_last_millionth_that_fits(way) -> None:
    vectors = random_vectors(300, seed=3)
    whole = _steps(cosine.by_products(vectors, 0.3, PLENTY))

    for budget in (0, 1, len(whole) // 3, len(whole) - 1, len(whole)):
        found = way(vectors, 0.3, budget)

        reach = round(found.reach / cosine.STEP) if found.reach >= 0 else -1
        assert _steps(found) == [pair for pair in whole if pair[2] <= reach]
        assert len(found.left) <= budget
        assert reach == 300_000 or sum(pair[2] <= reach + 1 for pair in whole) > budget


def test_a_large_set_has_the_same_pairs_both_ways_and_each_time() -> None:
    vectors = random_vectors(cosine.SIGNS_FROM, seed=5, dim=96)

    first = cosine.pairs(vectors, 0.1, PLENTY)
    again = cosine.by_products(vectors, 0.1, PLENTY)

    assert len(first.left) > 1000
    assert _steps(first) == _steps(again)


def test_far_too_many_equal_vectors_end_the_search_with_nothing() -> None:
    vectors = np.tile(np.array([[0.6, 0.8]], np.float32), (20_000, 1))

    found = cosine.pairs(vectors, 0.2, 100_000)

    assert (found.reach, len(found.left)) == (-1, 0)
