"""Which picture is kept, and the words for it."""

from __future__ import annotations

import numpy as np
import pytest

from dedup_core.keep import ORDER, ranks, why_kept
from dedup_core.model import Catalog
from tests.making import catalog_of

NEW_YEAR = 1_735_689_600_000  # 2025-01-01 00:00:00, in milliseconds

CASES = {
    "resolution": (
        {"width": [100, 200], "height": [300, 200], "sharpness": [99, 1], "size_bytes": [9, 1]},
        1,
        "higher resolution: 200 x 200 against 100 x 300",
    ),
    "sharpness": (
        {"sharpness": [10.04, 20.26], "size_bytes": [9000, 1]},
        1,
        "sharper: 20.3 against 10.0",
    ),
    "bytes": (
        {"size_bytes": [999, 1234567], "taken_at_ms": [0, NEW_YEAR]},
        1,
        "more bytes: 1,234,567 against 999",
    ),
    "time": (
        {"taken_at_ms": [NEW_YEAR + 61_040, NEW_YEAR]},
        1,
        "taken earlier: 2025-01-01 00:00:00 against 2025-01-01 00:01:01.040",
    ),
    "unknown time": (
        {"taken_at_ms": [-1, NEW_YEAR]},
        1,
        "taken earlier: 2025-01-01 00:00:00 against an unknown time",
    ),
    "path": ({}, 0, "its path comes first; all else is equal"),
}


def _two(columns: dict[str, list[int]]) -> Catalog:
    return catalog_of(["a.png", "b.png"], **columns)


@pytest.mark.parametrize("case", CASES)
def test_each_point_of_the_order_decides_and_is_named(case: str) -> None:
    columns, keeper, words = CASES[case]
    catalog = _two(columns)

    rank = ranks(catalog)

    assert int(np.argmin(rank)) == keeper
    assert why_kept(catalog, keeper, 1 - keeper) == words


def test_the_order_that_is_told_is_the_order_that_is_kept() -> None:
    told = ORDER.split(", then ")

    assert told == ["highest resolution", "sharpest", "most bytes", "earliest", "first path"]


def test_no_two_pictures_have_the_same_rank() -> None:
    catalog = catalog_of([f"{n:02}.png" for n in range(30)], width=[100, 200, 300] * 10)

    rank = ranks(catalog)

    assert sorted(rank.tolist()) == list(range(30))
    assert rank.dtype == np.int32


def test_pixels_beyond_32_bits_are_counted_right() -> None:
    catalog = _two({"width": [70_000, 10], "height": [70_000, 10]})

    assert ranks(catalog).tolist() == [0, 1]
    assert why_kept(catalog, 0, 1).startswith("higher resolution: 70000 x 70000")


def test_an_empty_catalog_has_no_ranks() -> None:
    assert len(ranks(catalog_of([]))) == 0
