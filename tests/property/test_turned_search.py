"""The search for mirrored and rotated pictures against a plain one, whatever hypothesis tries."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup_core.fingerprints.turned import TURNS, inverse
from dedup_core.search import Found, turned

Values = NDArray[np.uint8]
PLENTY = 10**6
LAYOUTS = [0, 1, 3, 4, 5, 6, 7, 8]


@st.composite
def turns(draw: st.DrawFn) -> Values:
    """Fingerprints of eight turns; many are near some turn of another one, some are equal."""
    width = draw(st.sampled_from([1, 8, 32]))
    rows = draw(st.integers(0, 12))
    values = np.random.default_rng(draw(st.integers(0, 99))).integers(
        0, 256, (rows, TURNS, width), np.uint8
    )
    for row in range(1, rows):
        like, turn = draw(st.integers(-1, row - 1)), draw(st.integers(-1, TURNS - 1))
        if like < 0:
            continue
        flips = np.zeros(8 * width, bool)
        flips[sorted(draw(st.sets(st.integers(0, 8 * width - 1), max_size=6)))] = True
        if turn < 0:  # the same picture again
            values[row] = values[like]
        else:
            values[row, 0] = values[like, turn] ^ np.packbits(flips)
    return values.reshape(rows, TURNS * width)


def _bits(one: Values, other: Values) -> int:
    return int(np.unpackbits(one ^ other).sum())


def _distance(values: Values, left: int, right: int) -> int:
    a, b = values[left].reshape(TURNS, -1), values[right].reshape(TURNS, -1)
    return min(min(_bits(a[0], b[turn]), _bits(a[turn], b[0])) for turn in range(TURNS))


def _expected(values: Values, limit: int) -> list[tuple[int, int, int]]:
    rows = range(len(values))
    every = [(_distance(values, a, b), a, b) for a in rows for b in rows[a + 1 :]]
    return sorted(pair for pair in every if pair[0] <= limit)


def _triples(found: Found) -> list[tuple[int, int, int]]:
    columns = (found.distance.astype(int).tolist(), found.left.tolist(), found.right.tolist())
    return list(zip(*columns, strict=True))


def _by_layout(values: Values, limit: int, budget: int, layout: int) -> Found:
    from dedup_core.search import turned_joining

    return turned_joining.search(turned.as_turns(values), limit, budget, layouts=(layout,))


@given(values=turns(), limit=st.integers(0, 30))
def test_near_pictures_are_those_of_brute_force(values: Values, limit: int) -> None:
    found = turned.pairs(values, limit, PLENTY)

    expected = _expected(values, limit)
    assert _triples(found) == expected
    counts = np.bincount([pair[0] for pair in expected], minlength=len(found.counts))
    assert found.counts.tolist() == counts.tolist()
    assert found.reach == min(limit, 8 * max(8, values.shape[1] // TURNS))


@settings(deadline=None)  # the first call compiles
@given(values=turns(), limit=st.integers(0, 40), layout=st.sampled_from(LAYOUTS))
def test_every_layout_of_bands_finds_the_same(values: Values, limit: int, layout: int) -> None:
    found = _by_layout(values, limit, PLENTY, layout)

    assert _triples(found) == _expected(values, limit)


@settings(deadline=None)
@given(values=turns(), budget=st.integers(0, 40), layout=st.sampled_from(LAYOUTS))
def test_a_budget_cuts_the_compiled_search_where_it_cuts_brute_force(
    values: Values, budget: int, layout: int
) -> None:
    found = _by_layout(values, 30, budget, layout)

    expected = turned.pairs(values, 30, budget)
    assert found.reach == expected.reach
    assert len(found.left) <= budget
    assert _triples(found) == _triples(expected)


@given(values=turns())
def test_given_pairs_have_the_distance_of_their_nearest_turns(values: Values) -> None:
    left, right = (side.ravel().astype(np.int32) for side in np.indices((len(values),) * 2))

    distances = turned.distances(values, left, right)

    pairs = zip(left.tolist(), right.tolist(), strict=True)
    assert distances.tolist() == [_distance(values, a, b) for a, b in pairs]


@given(values=turns())
def test_the_turn_of_a_pair_is_one_at_which_they_are_nearest(values: Values) -> None:
    left, right = (side.ravel().astype(np.int32) for side in np.indices((len(values),) * 2))

    found = turned.turn_of(values, left, right)

    for a, b, turn in zip(left, right, found.tolist(), strict=True):
        one, other = values[a].reshape(TURNS, -1), values[b].reshape(TURNS, -1)
        at_turn = min(_bits(one[turn], other[0]), _bits(one[0], other[inverse(turn)]))
        assert at_turn == _distance(values, int(a), int(b))


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_hardly_any_pictures_are_no_trouble(rows: int) -> None:
    values = np.zeros((rows, 8 * TURNS), np.uint8)

    found, compiled = turned.pairs(values, 10, PLENTY), _by_layout(values, 10, PLENTY, 4)

    expected = [(0, 0, 1)] if rows == 2 else []
    assert _triples(found) == _triples(compiled) == expected


@pytest.mark.parametrize("rows", [turned.COMPILE_FROM - 1, turned.COMPILE_FROM])
def test_nothing_changes_where_the_compiled_search_begins(rows: int) -> None:
    values = np.random.default_rng(1).integers(0, 256, (rows, TURNS, 8), np.uint8)
    for row in range(1, rows, 97):
        values[row, 0] = values[0, row % TURNS]

    found = turned.pairs(values.reshape(rows, -1), 3, PLENTY)

    like_the_first = {(0, 0, row) for row in range(1, rows, 97)}
    same_turn = {
        (0, a, b) for _, _, a in like_the_first for _, _, b in like_the_first
        if a < b and a % TURNS == b % TURNS
    }  # fmt: skip
    assert set(_triples(found)) == like_the_first | same_turn
    assert found.counts.tolist() == [len(like_the_first | same_turn), 0, 0, 0]
