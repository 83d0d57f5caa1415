"""What every search promises: exactly the pairs that looking at all of them finds."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from dedup_core import fingerprints
from dedup_core.fingerprints import Method, Metric
from dedup_core.pairs import PairTable, find_pairs
from dedup_core.search import hamming, search_for
from tests.reference import all_pairs, counts_of, distances_of, random_values

EVERY_METRIC = pytest.mark.parametrize("metric", list(Metric), ids=lambda metric: metric.value)
LOOSEST = {Metric.HAMMING: 24, Metric.EXACT: 1}
METHOD = {Metric.HAMMING: "phash", Metric.EXACT: "exact"}


def _method(metric: Metric) -> Method:
    return fingerprints.method_named(METHOD[metric])


def _triples(table: PairTable) -> list[tuple[int, int, int]]:
    columns = table.left.tolist(), table.right.tolist(), table.distance.tolist()
    return [(left, right, int(distance)) for left, right, distance in zip(*columns, strict=True)]


@EVERY_METRIC
@pytest.mark.parametrize("rows", [0, 1, 2, 3, 60])
def test_pairs_and_counts_are_those_of_brute_force(metric: Metric, rows: int) -> None:
    values = random_values(metric, rows, seed=rows)
    loosest, search = LOOSEST[metric], search_for(metric)

    counts = search.count(values, loosest)
    left, right, distance = search.pairs(values, loosest, int(counts.sum()))

    found = sorted(zip(left.tolist(), right.tolist(), distance.tolist(), strict=True))
    assert found == all_pairs(metric, values, loosest)
    assert counts.tolist() == counts_of(found, loosest)
    assert (left.dtype, right.dtype) == (np.int32, np.int32)


@EVERY_METRIC
def test_equal_rows_are_all_paired_with_each_other(metric: Metric) -> None:
    values = np.repeat(random_values(metric, 1, seed=3), 9, axis=0)

    table = find_pairs(values, _method(metric))

    expected = [(left, right, 0) for left in range(9) for right in range(left + 1, 9)]
    assert _triples(table) == expected


@pytest.mark.parametrize("width", [8, 32])
def test_the_compiled_search_finds_what_numpy_finds(width: int) -> None:
    rows = hamming.COMPILE_FROM + 1000
    values = random_values(Metric.HAMMING, rows, seed=width, width=width)
    values[7:4000:500] = values[7]  # equal ones
    for bits, row in enumerate(range(100, 4100, 160)):  # neighbours at 0, 1, 2 … bits
        flips = np.packbits(np.arange(width * 8) < bits)
        values[row + 1] = values[row] ^ flips
    loosest = 24

    counts = hamming.count(values, loosest)
    columns = hamming.pairs(values, loosest, int(counts.sum()))

    found = list(zip(*(column.tolist() for column in columns), strict=True))
    assert found == all_pairs(Metric.HAMMING, values, loosest)
    assert counts.tolist() == counts_of(found, loosest)
    assert all(counts)


@pytest.mark.parametrize("rows", [hamming.COMPILE_FROM - 1, hamming.COMPILE_FROM])
def test_nothing_changes_where_the_compiled_search_begins(rows: int) -> None:
    values = np.random.default_rng(1).integers(0, 256, (rows, 8), np.uint8)
    values[1:rows:97] = values[0]

    table = find_pairs(values, fingerprints.DEFAULT, loosest=3)

    same = [0, *range(1, rows, 97)]
    identical = [pair for pair in _triples(table) if pair[2] == 0]
    assert identical == [(a, b, 0) for at, a in enumerate(same) for b in same[at + 1 :]]
    assert table.counts[0] == len(identical)


@EVERY_METRIC
def test_given_pairs_get_the_distance_that_brute_force_gives(metric: Metric) -> None:
    values = random_values(metric, 40, seed=9)
    left, right = np.arange(40, dtype=np.int32), np.arange(40, dtype=np.int32)[::-1].copy()

    found = search_for(metric).distances(values, left, right)

    expected = [distances_of(metric, values, a)[b] for a, b in zip(left, right, strict=True)]
    assert found.tolist() == expected


@EVERY_METRIC
def test_the_table_is_sorted_by_distance_then_left_then_right(metric: Metric) -> None:
    table = find_pairs(random_values(metric, 80, seed=5), _method(metric))

    found = [(distance, left, right) for left, right, distance in _triples(table)]
    assert len(found) > 20
    assert found == sorted(found)
    assert all(left < right for _, left, right in found)


@EVERY_METRIC
def test_silent_rows_never_appear_and_all_other_pairs_do(metric: Metric) -> None:
    values = random_values(metric, 50, seed=6)
    silent = np.array([0, 3, 10, 49], np.int32)
    method = _method(metric)

    table = find_pairs(values, method, silent=silent)

    expected = [p for p in all_pairs(metric, values, method.loosest) if not {*p[:2]} & {*silent}]
    assert sorted(_triples(table)) == expected
    assert table.silent.tolist() == silent.tolist()


@EVERY_METRIC
def test_a_budget_ends_the_table_at_the_last_distance_that_fits(metric: Metric) -> None:
    values, method = random_values(metric, 60, seed=7), _method(metric)
    values[1] = values[0]
    whole = find_pairs(values, method)
    up_to = np.cumsum(whole.counts).tolist()
    assert 0 < up_to[0] < up_to[-1]

    for budget in {0, up_to[0] - 1, up_to[0], up_to[0] + 1, up_to[-1] - 1, up_to[-1]}:
        table = find_pairs(values, method, budget=budget)

        fits = [distance for distance, total in enumerate(up_to) if total <= budget]
        assert table.reach == (fits[-1] if fits else -1)
        assert _triples(table) == [p for p in _triples(whole) if p[2] <= table.reach]
        assert table.counts.tolist() == whole.counts.tolist()


@EVERY_METRIC
def test_within_cuts_the_table_and_nothing_else(metric: Metric) -> None:
    table = find_pairs(random_values(metric, 60, seed=8), _method(metric))

    for limit in range(-1, table.reach + 2):
        cut = table.within(limit)

        assert _triples(cut) == [pair for pair in _triples(table) if pair[2] <= limit]
        assert (cut.method, cut.reach) == (table.method, table.reach)


def test_a_fingerprint_of_any_number_of_bytes_can_be_searched() -> None:
    values = random_values(Metric.HAMMING, 30, seed=2, width=5)

    words: NDArray[np.uint64] = hamming.as_words(values)

    assert words.shape == (30, 1)
    assert hamming.count(values, 40).sum() == 30 * 29 // 2
