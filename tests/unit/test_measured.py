"""Pairs that were looked at one by one, as rows of a dataset and as a table."""

from __future__ import annotations

import numpy as np
import pytest

from dedup_core.fingerprints import method_named
from dedup_core.judged import RECORD, Judged, turned_round
from dedup_core.measured import JudgedRows, by_judgement, rows_of
from tests.making import catalog_of

SHIFT = np.array([[1, 0, 0.25], [0, 1, 0], [0, 0, 1]], np.float32)


def _judged(left: list[int], right: list[int], probability: list[float]) -> Judged:
    record = np.zeros(len(left), RECORD)
    record["probability"], record["homography"] = probability, SHIFT
    record["left_box"], record["right_box"] = (0, 0, 1, 1), (0.5, 0.5, 1, 1)
    none = np.zeros(0, np.int32)
    return Judged(np.array(left, np.int32), np.array(right, np.int32), record, none, none)


def _catalog(*contents: str) -> object:
    return catalog_of([f"{n}.png" for n in range(len(contents))], digests=list(contents))


def test_turned_round_twice_is_the_same_and_once_maps_back() -> None:
    record = _judged([0], [1], [0.5]).record

    back = turned_round(record)

    assert np.allclose(back["homography"][0] @ record["homography"][0], np.eye(3), atol=1e-6)
    assert back["left_box"].tolist() == record["right_box"].tolist()
    assert turned_round(back).tobytes() == record.tobytes()


def test_a_pair_of_contents_is_a_pair_of_every_two_files_that_have_them() -> None:
    catalog = _catalog("bb", "aa", "bb")

    rows = rows_of(catalog, _judged([0], [1], [0.8]))

    assert list(zip(rows.left.tolist(), rows.right.tolist(), strict=True)) == [
        (0, 1),
        (0, 2),
        (1, 2),
    ]
    assert rows.record["probability"].tolist() == pytest.approx([0.8, 1.0, 0.8])


def test_the_map_goes_from_the_left_row_to_the_right_one() -> None:
    catalog = _catalog("bb", "aa", "bb")  # the content "aa" is number 0

    rows = rows_of(catalog, _judged([0], [1], [0.8]))

    assert np.allclose(rows.record["homography"][2], SHIFT)  # "aa" is on the left
    assert np.allclose(rows.record["homography"][0], np.linalg.inv(SHIFT), atol=1e-6)
    assert rows.record["left_box"][0].tolist() == [0.5, 0.5, 1, 1]


@pytest.mark.parametrize("loosest", [0.3, 0.9])
def test_the_table_holds_the_pairs_within_the_loosest_sorted_by_distance(loosest: float) -> None:
    catalog = _catalog("a" * 64, "b" * 64, "c" * 64)
    rows = rows_of(catalog, _judged([0, 0, 1], [1, 2, 2], [0.9, 0.2, 0.95]))

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
    rows = rows_of(catalog, _judged([0], [1], [0.9]))
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
