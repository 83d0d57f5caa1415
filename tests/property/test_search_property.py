"""Searches against brute force, on whatever hypothesis thinks of."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup_core import fingerprints
from dedup_core.fingerprints import Metric
from dedup_core.pairs import find_pairs
from dedup_core.search import hamming, search_for
from tests.reference import all_pairs, counts_of

Values = NDArray[np.uint8]


@st.composite
def bits(draw: st.DrawFn) -> Values:
    """Fingerprints from a small supply, some with flipped bits: many equal, many near."""
    width = draw(st.sampled_from([1, 8, 9, 32]))
    supply = draw(st.lists(st.binary(min_size=width, max_size=width), min_size=1, max_size=4))
    rows = draw(
        st.lists(
            st.tuples(st.sampled_from(supply), st.sets(st.integers(0, 8 * width - 1), max_size=6)),
            max_size=14,
        )
    )
    values = np.zeros((len(rows), width), np.uint8)
    for row, (base, flips) in enumerate(rows):
        flipped = np.unpackbits(np.frombuffer(base, np.uint8))
        flipped[sorted(flips)] ^= 1
        values[row] = np.packbits(flipped)
    return values


@st.composite
def contents(draw: st.DrawFn) -> Values:
    """Digests of files and their pixels; one file always has the same pixels."""
    files = draw(st.lists(st.integers(0, 7), max_size=14))
    pixels_of = draw(st.lists(st.integers(0, 3), min_size=8, max_size=8))
    rows = [bytes([file]) * 32 + bytes([pixels_of[file]]) * 32 for file in files]
    return np.frombuffer(b"".join(rows), np.uint8).reshape(len(rows), 64)


def _check(metric: Metric, values: Values, limit: int) -> None:
    search = search_for(metric)

    counts = search.count(values, limit)
    left, right, distance = search.pairs(values, limit, int(counts.sum()))

    found = list(zip(left.tolist(), right.tolist(), distance.tolist(), strict=True))
    assert found == all_pairs(metric, values, limit)
    assert counts.tolist() == counts_of(found, limit)


@given(values=bits(), limit=st.integers(0, 30))
def test_near_bits_are_those_of_brute_force(values: Values, limit: int) -> None:
    _check(Metric.HAMMING, values, limit)


@given(values=contents(), limit=st.integers(0, 1))
def test_equal_contents_are_those_of_brute_force(values: Values, limit: int) -> None:
    _check(Metric.EXACT, values, limit)


@given(values=bits())
def test_the_compiled_loops_agree_on_small_sets_too(values: Values) -> None:
    from dedup_core.search import compiled

    words = hamming.as_words(values)
    limit = min(30, values.shape[1] * 8)

    counts = compiled.count(words, limit)
    columns = compiled.pairs(words, limit, int(counts.sum()))

    found = list(zip(*(column.tolist() for column in columns), strict=True))
    assert found == all_pairs(Metric.HAMMING, values, limit)
    assert counts.tolist() == counts_of(found, limit)


@given(values=bits(), budget=st.integers(0, 60), data=st.data())
def test_a_table_holds_all_pairs_up_to_its_reach(
    values: Values, budget: int, data: st.DataObject
) -> None:
    silent = sorted(data.draw(st.sets(st.sampled_from(range(len(values))))) if len(values) else ())

    table = find_pairs(
        values, fingerprints.DEFAULT, silent=np.array(silent, np.int32), loosest=20, budget=budget
    )

    every = [p for p in all_pairs(Metric.HAMMING, values, 20) if not {*p[:2]} & {*silent}]
    columns = (table.distance.tolist(), table.left.tolist(), table.right.tolist())
    found = list(zip(*columns, strict=True))
    assert found == sorted((d, a, b) for a, b, d in every if d <= table.reach)
    assert len(table) <= budget
    if table.reach < 20:
        assert sum(d <= table.reach + 1 for _, _, d in every) > budget
