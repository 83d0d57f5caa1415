"""Pairs that were looked at one by one, as rows of a dataset and as a table."""

from __future__ import annotations

import numpy as np
import pytest

from dedup_core.fingerprints import method_named
from dedup_core.judged import COPY, RECORD, Judged
from dedup_core.measured import JudgedRows, by_content, by_judgement, rows_of
from dedup_core.model import Catalog
from tests.making import catalog_of


def _judged(left: list[int], right: list[int], probability: list[float]) -> Judged:
    record = np.zeros(len(left), RECORD)
    record["probability"] = probability
    none = np.zeros(0, np.int32)
    return Judged(np.array(left, np.int32), np.array(right, np.int32), record, none, none)


def _catalog(*contents: str) -> Catalog:
    return catalog_of([f"{n}.png" for n in range(len(contents))], digests=list(contents))


def _pairs(rows: JudgedRows) -> list[tuple[int, int]]:
    return list(zip(rows.left.tolist(), rows.right.tolist(), strict=True))


def test_a_pair_of_contents_is_a_pair_of_every_two_files_that_have_them() -> None:
    catalog = _catalog("bb", "aa", "bb")

    rows = rows_of(by_content(catalog, _judged([0], [1], [0.8])))

    assert _pairs(rows) == [(0, 1), (0, 2), (1, 2)]
    assert rows.record["probability"].tolist() == pytest.approx([0.8, 1.0, 0.8])


def test_copies_are_known_as_such_without_a_list_of_all_their_pairs() -> None:
    catalog = _catalog(*["a" * 64] * 20_000, "b" * 64)  # 200 million pairs

    looked_at = by_content(catalog, _judged([0], [1], [0.8]))

    found = looked_at.records(
        np.array([0, 7, 20_000], np.int32), np.array([19_999, 20_000, 8], np.int32)
    )
    assert found["relation"].tolist() == [COPY, 0, 0]


def test_more_copies_than_pairs_are_kept_leave_an_empty_table_that_reaches_nowhere() -> None:
    catalog = _catalog(*["a" * 64] * 20_000, "b" * 64)
    looked_at = by_content(catalog, _judged([0], [1], [0.8]))

    rows = rows_of(looked_at, most=1000)

    found = by_judgement(
        catalog,
        method_named("scene"),
        rows,
        rows.record["probability"],
        loosest=None,
        budget=1000,
    )
    assert (len(found.pairs), found.pairs.reach) == (0, -1)


def test_too_many_pairs_end_the_table_above_the_first_one_that_is_left_out() -> None:
    catalog = _catalog("a" * 64, "b" * 64, "c" * 64, "c" * 64)
    looked_at = by_content(catalog, _judged([0, 0, 1], [1, 2, 2], [0.9, 0.5, 0.7]))

    rows = rows_of(looked_at, most=5)

    found = by_judgement(
        catalog, method_named("scene"), rows, rows.record["probability"], loosest=0.9, budget=5
    )
    assert _pairs(rows) == [(0, 1), (1, 2), (1, 3), (2, 3)]
    assert found.pairs.reach == pytest.approx(0.5 - 1e-6)


@pytest.mark.parametrize("loosest", [0.3, 0.9])
def test_the_table_holds_the_pairs_within_the_loosest_sorted_by_distance(loosest: float) -> None:
    catalog = _catalog("a" * 64, "b" * 64, "c" * 64)
    rows = rows_of(by_content(catalog, _judged([0, 0, 1], [1, 2, 2], [0.9, 0.2, 0.95])))

    found = by_judgement(
        catalog,
        method_named("scene"),
        rows,
        rows.record["probability"],
        loosest=loosest,
        budget=10,
    )

    near = [(1, 2), (0, 1), (0, 2)][: 2 if loosest == 0.3 else 3]
    pairs = found.pairs
    assert list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)) == near
    assert pairs.distance.tolist() == pytest.approx([0.05, 0.1, 0.8][: len(near)])
    assert pairs.reach == pytest.approx(loosest)


def test_the_distance_of_any_two_rows_is_known_and_is_1_where_nobody_looked() -> None:
    catalog = _catalog("a" * 64, "b" * 64, "c" * 64)
    rows = rows_of(by_content(catalog, _judged([0], [1], [0.9])))
    found = by_judgement(
        catalog, method_named("scene"), rows, rows.record["probability"], loosest=None, budget=10
    )

    apart = found.distances(np.array([0, 1, 0, 2], np.int32), np.array([1, 0, 2, 2], np.int32))

    assert apart.tolist() == pytest.approx([0.1, 0.1, 1, 0])


def test_a_dataset_without_judged_pairs_has_an_empty_table() -> None:
    catalog = _catalog("aa", "bb")
    rows = JudgedRows(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, RECORD))

    found = by_judgement(
        catalog, method_named("scene"), rows, rows.record["probability"], loosest=None, budget=10
    )

    assert len(found.pairs) == 0
    assert found.distances(np.array([0], np.int32), np.array([1], np.int32)).tolist() == [1]
