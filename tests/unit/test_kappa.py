"""Agreement beyond chance: values known from print, bounds, and what cannot be told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.review.kappa import LEAST_GROUPS, Figures, cohen, figures, in_a_word, wilson

tables = st.lists(st.tuples(*[st.integers(0, 9)] * 4), min_size=1, max_size=30).map(
    lambda rows: np.array(rows, np.int64)
)


def _of(*rows: tuple[int, int, int, int]) -> Figures:
    return figures(np.array(rows, np.int64).reshape(-1, 4))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((20, 5, 10, 15), 0.4),  # the example of every textbook: 0.7 seen, 0.5 by chance
        ((45, 15, 25, 15), 0.1304),  # the two examples of Wikipedia's article: as often alike,
        ((25, 35, 5, 35), 0.2593),  # but chance explains less of it
        ((10, 0, 0, 10), 1.0),
        ((0, 10, 10, 0), -1.0),
    ],
)
def test_kappa_is_what_is_printed(counts: tuple[int, int, int, int], expected: float) -> None:
    assert cohen(np.array(counts)) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize("counts", [(9, 0, 0, 0), (0, 0, 0, 9), (0, 0, 0, 0)])
def test_kappa_is_unknown_where_everybody_says_the_same_of_everything(
    counts: tuple[int, int, int, int],
) -> None:
    assert _of(counts).kappa is None


def test_groups_are_alike_only_when_every_picture_is() -> None:
    found = _of((1, 0, 0, 2), (1, 1, 0, 1), (2, 0, 0, 0))

    assert (found.groups, found.same_groups) == (3, 2)
    assert (found.pictures, found.same_pictures) == (8, 7)


def test_few_groups_have_no_band_of_kappa() -> None:
    rows = [(1, 0, 0, 1)] * (LEAST_GROUPS - 2) + [(1, 1, 0, 0)]

    assert _of(*rows).band is None
    assert _of(*rows, (1, 0, 0, 1)).band is not None


def test_without_any_difference_there_is_no_band_that_promises_perfection() -> None:
    found = _of(*[(1, 0, 0, 1)] * 40)

    assert (found.kappa, found.band) == (1.0, None)
    assert found.groups_band == pytest.approx((0.9124, 1.0), abs=1e-3)


def test_a_band_of_groups_that_are_decided_as_one_is_wider_than_the_usual_formula() -> None:
    # 40 groups, in each all six pictures are alike or none is: 40 looks, not 240.
    found = _of(*[(3, 0, 0, 3)] * 30, *[(0, 3, 3, 0)] * 10)

    assert found.band is not None
    low, high = found.band
    usual = 1.96 * (0.75 * 0.25 / 240) ** 0.5 / 0.5  # Cohen's, for independent pictures
    assert found.kappa == pytest.approx(0.5)
    assert low < 0.5 < high
    assert high - low > 2 * 2 * usual


def test_the_same_counts_have_the_same_band() -> None:
    rows = [(2, 1, 0, 3), (1, 0, 1, 1)] * 10

    assert _of(*rows) == _of(*rows)


def test_wilsons_band_is_what_is_printed() -> None:
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)  # Newcombe 1998, table I
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert wilson(0, 0) is None


@pytest.mark.parametrize(
    ("kappa", "word"),
    [(-0.2, "none beyond chance"), (0.1, "slight"), (0.5, "moderate"), (1, "almost perfect")],
)
def test_kappa_has_a_word(kappa: float, word: str) -> None:
    assert in_a_word(kappa) == word


@given(tables)
def test_it_does_not_matter_who_is_called_the_first(counts: np.ndarray) -> None:
    found, turned = figures(counts), figures(counts[:, [0, 2, 1, 3]])

    assert found.kappa == pytest.approx(turned.kappa)
    assert (found.same_groups, found.same_pictures) == (turned.same_groups, turned.same_pictures)


@given(tables)
def test_everything_is_within_its_bounds(counts: np.ndarray) -> None:
    found = figures(counts)

    assert 0 <= found.share_of_groups <= 1
    assert 0 <= found.share_of_pictures <= 1
    assert found.kappa is None or -1 <= found.kappa <= 1
    if found.band is not None:
        assert -1 <= found.band[0] <= found.band[1] <= 1
    if found.groups_band is not None:
        low, high = found.groups_band
        assert 0 <= low <= found.share_of_groups <= high <= 1
