"""What every search promises: exactly the pairs that looking at all of them finds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dedup_core import fingerprints
from dedup_core.fingerprints import Method, Metric
from dedup_core.pairs import PairTable, find_pairs
from dedup_core.search import Found, cosine, hamming, search_for
from tests.reference import Pair, all_pairs, counts_of, distances_of, random_values

# Turned hashes have tests of their own, and judged pairs are not searched for.
METRICS = [metric for metric in Metric if metric not in (Metric.TURNED, Metric.JUDGED)]
EVERY_METRIC = pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.value)
LOOSEST = {Metric.HAMMING: 24, Metric.EXACT: 1, Metric.COSINE: 300_000}  # in steps
STEP = {Metric.HAMMING: 1, Metric.EXACT: 1, Metric.COSINE: cosine.STEP}
PLENTY = 10**9


def _method(metric: Metric) -> Method:
    if metric is Metric.COSINE:
        return replace(fingerprints.DEFAULT, name="vectors", metric=Metric.COSINE)
    return fingerprints.method_named("exact" if metric is Metric.EXACT else "phash")


def _loosest(metric: Metric) -> float:
    return LOOSEST[metric] * STEP[metric]


def _triples(metric: Metric, table: PairTable | Found) -> list[Pair]:
    steps = np.rint(table.distance / STEP[metric]).astype(int).tolist()
    return list(zip(table.left.tolist(), table.right.tolist(), steps, strict=True))


def _by_distance(pairs: list[Pair]) -> list[Pair]:
    return sorted(pairs, key=lambda pair: (pair[2], pair[0], pair[1]))


@EVERY_METRIC
@pytest.mark.parametrize("rows", [0, 1, 2, 3, 60])
def test_pairs_and_counts_are_those_of_brute_force(metric: Metric, rows: int) -> None:
    values = random_values(metric, rows, seed=rows)

    found = search_for(metric).pairs(values, _loosest(metric), PLENTY)

    expected = _by_distance(all_pairs(metric, values, LOOSEST[metric]))
    assert _triples(metric, found) == expected
    assert found.counts.tolist() == counts_of(expected, LOOSEST[metric])
    assert found.reach == pytest.approx(_loosest(metric))
    assert (found.left.dtype, found.right.dtype) == (np.int32, np.int32)
    assert found.distance.dtype == np.float32


@EVERY_METRIC
def test_equal_rows_are_all_paired_with_each_other(metric: Metric) -> None:
    values = np.repeat(random_values(metric, 1, seed=3), 9, axis=0)

    table = find_pairs(values, _method(metric), loosest=_loosest(metric))

    expected = [(left, right, 0) for left in range(9) for right in range(left + 1, 9)]
    assert _triples(metric, table) == expected


@pytest.mark.parametrize("rows", [hamming.COMPILE_FROM - 1, hamming.COMPILE_FROM])
def test_nothing_changes_where_the_compiled_search_begins(rows: int) -> None:
    values = np.random.default_rng(1).integers(0, 256, (rows, 8), np.uint8)
    values[1:rows:97] = values[0]

    table = find_pairs(values, fingerprints.DEFAULT, loosest=3)

    same = [0, *range(1, rows, 97)]
    expected = [(a, b, 0) for at, a in enumerate(same) for b in same[at + 1 :]]
    assert _triples(Metric.HAMMING, table) == expected
    assert table.counts.tolist() == [len(expected), 0, 0, 0]


@EVERY_METRIC
def test_given_pairs_get_the_distance_that_brute_force_gives(metric: Metric) -> None:
    values = random_values(metric, 40, seed=9)
    left, right = np.arange(40, dtype=np.int32), np.arange(40, dtype=np.int32)[::-1].copy()

    found = search_for(metric).distances(values, left, right)

    expected = [distances_of(metric, values, a)[b] for a, b in zip(left, right, strict=True)]
    assert np.rint(found / STEP[metric]).tolist() == expected


@EVERY_METRIC
def test_the_table_is_sorted_by_distance_then_left_then_right(metric: Metric) -> None:
    table = find_pairs(random_values(metric, 80, seed=5), _method(metric), loosest=_loosest(metric))

    found = _triples(metric, table)
    assert len(found) > 20
    assert found == _by_distance(found)
    assert all(left < right for left, right, _ in found)


@EVERY_METRIC
def test_silent_rows_never_appear_and_all_other_pairs_do(metric: Metric) -> None:
    values = random_values(metric, 50, seed=6)
    silent = np.array([0, 3, 10, 49], np.int32)

    table = find_pairs(values, _method(metric), silent=silent, loosest=_loosest(metric))

    every = all_pairs(metric, values, LOOSEST[metric])
    expected = [pair for pair in every if not {*pair[:2]} & {*silent.tolist()}]
    assert _triples(metric, table) == _by_distance(expected)
    assert table.silent.tolist() == silent.tolist()


@EVERY_METRIC
def test_a_budget_ends_the_table_at_the_last_distance_that_fits(metric: Metric) -> None:
    values, method, loosest = random_values(metric, 60, seed=7), _method(metric), _loosest(metric)
    values[1] = values[0]
    whole = find_pairs(values, method, loosest=loosest)
    up_to = np.cumsum(whole.counts).tolist()
    assert 0 < up_to[0] < up_to[-1]

    for budget in {0, up_to[0] - 1, up_to[0], up_to[0] + 1, up_to[-1] - 1, up_to[-1]}:
        table = find_pairs(values, method, loosest=loosest, budget=budget)

        reach = sum(total <= budget for total in up_to) - 1
        expected = [pair for pair in _triples(metric, whole) if pair[2] <= reach]
        assert table.reach == pytest.approx(reach * STEP[metric] if reach >= 0 else -1)
        assert _triples(metric, table) == expected
        assert table.counts.tolist() == whole.counts[: reach + 1].tolist()


@EVERY_METRIC
def test_within_cuts_the_table_and_nothing_else(metric: Metric) -> None:
    values, loosest = random_values(metric, 60, seed=8), _loosest(metric)
    table = find_pairs(values, _method(metric), loosest=loosest)

    for limit in (-1, 0, loosest / 3, loosest / 2, loosest, 2 * loosest):
        cut = table.within(limit)

        kept = table.distance <= limit
        expected = [p for p, keep in zip(_triples(metric, table), kept, strict=True) if keep]
        assert _triples(metric, cut) == expected
        assert (cut.method, cut.reach) == (table.method, table.reach)


def test_a_fingerprint_of_any_number_of_bytes_can_be_searched() -> None:
    values = np.random.default_rng(2).integers(0, 256, (30, 5), np.uint8)

    found = hamming.pairs(values, 40, PLENTY)

    assert hamming.as_words(values).shape == (30, 1)
    assert found.counts.sum() == 30 * 29 // 2
