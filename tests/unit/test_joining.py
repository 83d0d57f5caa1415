"""The compiled search: every layout of bands, heavy collisions, and the budget while it goes on."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from dedup_core.fingerprints import Metric
from dedup_core.search import Found, bands, hamming, joining
from tests.reference import random_values

Words = NDArray[np.uint64]
PLENTY = 10**9


def _words(rows: int, *, seed: int, width: int = 8) -> Words:
    values = random_values(Metric.HAMMING, rows, seed=seed, width=width)
    for bits, row in enumerate(range(100, min(rows, 4100) - 1, 60)):  # near at 0, 1, 2 … bits
        values[row + 1] = values[row] ^ np.packbits(np.arange(width * 8) < bits)
    return hamming.as_words(values)


def _night(rows: int, *, seed: int) -> Words:
    """All alike: they differ in 14 bits only, so many are equal and most are near."""
    return np.random.default_rng(seed).integers(0, 1 << 14, (rows, 1)).astype(np.uint64) << 5


def _assert_same(found: Found, expected: Found) -> None:
    assert found.reach == expected.reach
    assert found.counts.tolist() == expected.counts.tolist()
    assert np.array_equal(found.left, expected.left)
    assert np.array_equal(found.right, expected.right)


@pytest.mark.parametrize("width", [8, 16, 32])
@pytest.mark.parametrize("parts", bands.LAYOUTS)
@pytest.mark.parametrize("loosest", [0, 1, 3, 10, 24])
def test_every_layout_of_bands_finds_what_looking_at_all_pairs_finds(
    parts: int, loosest: int, width: int
) -> None:
    words = _words(700, seed=width, width=width)

    found = joining.search(words, loosest, PLENTY, layouts=(parts,))

    _assert_same(found, hamming.by_every_pair(words, loosest, PLENTY))


@pytest.mark.parametrize("width", [8, 32])
def test_large_sets_have_the_pairs_that_numpy_finds(width: int) -> None:
    words = _words(hamming.COMPILE_FROM + 1000, seed=width, width=width)
    words[7:4000:500] = words[7]

    found = hamming.pairs(words.view(np.uint8), 24, PLENTY)

    _assert_same(found, hamming.by_every_pair(words, 24, PLENTY))
    assert all(found.counts)


@pytest.mark.parametrize("parts", [0, 4, 5])
@pytest.mark.parametrize("budget", [0, 50, 2_000, 60_000, 400_000, PLENTY])
def test_pictures_of_one_dark_scene_end_at_the_same_reach_as_with_numpy(
    parts: int, budget: int
) -> None:
    words = _night(1500, seed=1)

    found = joining.search(words, 10, budget, layouts=(parts,))

    _assert_same(found, hamming.by_every_pair(words, 10, budget))
    assert len(found.left) <= budget


@pytest.mark.parametrize("rows", [0, 1, 2, 3])
def test_few_rows_are_no_trouble_for_the_compiled_search(rows: int) -> None:
    words = np.zeros((rows, 1), np.uint64)

    found = joining.search(words, 5, PLENTY)

    _assert_same(found, hamming.by_every_pair(words, 5, PLENTY))


def test_far_too_many_equal_rows_end_the_search_at_once_with_nothing() -> None:
    values = np.random.default_rng(0).integers(0, 256, (300_000, 8), np.uint8)
    values[::3] = values[0]  # 5 billion pairs

    found = hamming.pairs(values, 10, 1_000_000)

    assert (found.reach, len(found.left), len(found.counts)) == (-1, 0, 0)


def test_a_sample_that_sees_too_many_pairs_costs_no_reach() -> None:
    words = _words(3000, seed=4)
    words[::2] = _night(1500, seed=2)
    whole = joining.search(words, 24, PLENTY)

    for budget in np.cumsum(whole.counts)[[0, 2, 5]].tolist():
        found = joining.search(words, 24, budget)

        _assert_same(found, hamming.by_every_pair(words, 24, budget))


def test_pairs_far_more_than_a_thread_finds_at_a_time_are_all_kept_and_sorted() -> None:
    words = np.repeat(np.arange(4, dtype=np.uint64), 700)[:, None]

    found = joining.search(words, 2, PLENTY)

    _assert_same(found, hamming.by_every_pair(words, 2, PLENTY))
    assert len(found.left) == 2800 * 2799 // 2
