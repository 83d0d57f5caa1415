"""Whatever the answers are: curves fall, bands are bands, and what is certain stays certain."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup_core.calibrate.bands import Bands, Tally, bands
from dedup_core.calibrate.falling import fitting

CURVES = 40


@st.composite
def tallies(draw: st.DrawFn) -> tuple[Tally, np.ndarray, np.ndarray]:
    """Answers of one run, with the pairs that can be asked and the copies of each cell."""
    cells = draw(st.lists(st.tuples(*[st.integers(0, 5)] * 4), min_size=1, max_size=12))
    hits, misses, others, copies = np.array(cells, np.int64).T
    tally = Tally(hits[None, :], (hits + misses)[None, :])
    return tally, hits + misses + others * draw(st.sampled_from([1, 1_000_000])), copies


def _bands(case: tuple[Tally, np.ndarray, np.ndarray]) -> Bands:
    tally, sizes, copies = case
    return bands(tally, sizes, copies, curves=CURVES, seed=1)


@settings(deadline=None, max_examples=60)
@given(tallies())
def test_every_curve_falls_from_at_most_1_to_at_least_0(
    case: tuple[Tally, np.ndarray, np.ndarray],
) -> None:
    curves = fitting(case[0].hits, case[0].tries, curves=CURVES, seed=1)

    assert curves.shape == (1, CURVES, case[0].hits.shape[1])
    assert np.all(np.diff(curves, axis=-1) <= 1e-12)
    assert curves.min() >= 0
    assert curves.max() <= 1


@settings(deadline=None, max_examples=60)
@given(tallies())
def test_a_cell_with_a_duplicate_is_never_without_and_one_with_another_never_full(
    case: tuple[Tally, np.ndarray, np.ndarray],
) -> None:
    tally = case[0]
    curves = fitting(tally.hits, tally.tries, curves=CURVES, seed=1)[0]

    assert np.all(curves[:, tally.hits[0] > 0] > 0)
    assert np.all(curves[:, (tally.tries - tally.hits)[0] > 0] < 1)


@settings(deadline=None, max_examples=60)
@given(tallies())
def test_bands_lie_between_0_and_1_and_allow_what_was_seen(
    case: tuple[Tally, np.ndarray, np.ndarray],
) -> None:
    tally, sizes, copies = case
    found = _bands(case)
    pairs = np.maximum(np.cumsum(sizes + copies), 1)
    least = np.cumsum(tally.hits[0] + copies) / pairs
    most = 1 - np.cumsum((tally.tries - tally.hits)[0]) / pairs

    for low, high in (
        (found.precision_low, found.precision_high),
        (found.recall_low, found.recall_high),
    ):
        assert np.all((low >= 0) & (low <= high) & (high <= 1))
    some = np.cumsum(sizes + copies) > 0
    assert np.all((found.precision_high[0] >= least - 1e-12)[some])
    assert np.all((found.precision_low[0] <= most + 1e-12)[some])


@settings(deadline=None, max_examples=60)
@given(tallies())
def test_the_loosest_threshold_finds_all_there_is(
    case: tuple[Tally, np.ndarray, np.ndarray],
) -> None:
    found = _bands(case)

    assert found.recall_low[0, -1] == found.recall_high[0, -1] == 1


@settings(deadline=None, max_examples=60)
@given(tallies())
def test_where_no_false_pair_was_seen_there_may_be_none(
    case: tuple[Tally, np.ndarray, np.ndarray],
) -> None:
    found = _bands(case)
    seen = np.cumsum((case[0].tries - case[0].hits)[0])

    assert np.all(found.precision_high[0][seen == 0] == 1)


def test_many_answers_in_one_cell_give_their_own_share() -> None:
    hits, tries = np.array([[240]]), np.array([[300]])

    curves = fitting(hits, tries, curves=4_000, seed=1)

    assert abs(curves.mean() - 0.8) < 0.01
    assert abs(curves.std() - (0.8 * 0.2 / 300) ** 0.5) < 0.005


def test_runs_do_not_know_of_each_other() -> None:
    hits, tries = np.array([[5, 1, 0]]), np.array([[5, 4, 6]])
    other = np.array([[0, 0, 0]])

    alone = fitting(hits, tries, curves=4_000, seed=1)[0]
    beside = fitting(np.vstack((other, hits)), np.vstack((tries, tries)), curves=4_000, seed=1)[1]

    assert np.abs(alone.mean(axis=0) - beside.mean(axis=0)).max() < 0.02
