"""The counts of a self-test at every threshold equal what counting one by one gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.fingerprints import Method, layout, phash
from dedup_core.selftest.result import NEVER, counted, met, stops_of

METHODS = pytest.mark.parametrize("method", [phash.METHOD, layout.METHOD], ids=lambda m: m.name)
PAIRS = st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=30)
_NEVER = 80


def _distances(method: Method, steps: list[int]) -> np.ndarray:
    """Whole steps of the method's slider as distances; the last one stands for never."""
    width = method.step if method.is_similarity else 1
    return np.array(
        [[NEVER if step == _NEVER else np.float32(step * width) for step in steps]], np.float32
    )


@METHODS
@given(steps=st.lists(st.integers(0, 80), max_size=30))
def test_copies_found_at_each_stop(method: Method, steps: list[int]) -> None:
    stops, apart = stops_of(method), _distances(method, steps)

    found = counted(stops, apart)

    one_by_one = [(apart[0] <= limit + 1e-6).sum() for limit in stops.limits]
    assert found.tolist() == [one_by_one]


@METHODS
@given(pairs=PAIRS)
def test_others_that_only_the_copy_meets(method: Method, pairs: list[tuple[int, int]]) -> None:
    stops = stops_of(method)
    copies = _distances(method, [copy for copy, _ in pairs])
    originals = _distances(method, [original for _, original in pairs])

    hits = met(stops, copies, originals)

    one_by_one = [
        ((copies[0] <= limit + 1e-6) & ~(originals[0] <= limit + 1e-6)).sum()
        for limit in stops.limits
    ]
    assert hits.tolist() == [one_by_one]


@METHODS
def test_the_nearest_stop_to_the_default_is_the_default(method: Method) -> None:
    stops = stops_of(method)

    assert stops.thresholds[stops.nearest(method.default)] == pytest.approx(method.default)
