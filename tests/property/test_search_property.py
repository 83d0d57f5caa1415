"""Searches against brute force, on whatever hypothesis thinks of."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup_core import fingerprints
from dedup_core.fingerprints import Metric
from dedup_core.pairs import find_pairs
from dedup_core.search import Found, hamming, search_for
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


def _check(metric: Metric, found: Found, values: Values, limit: int) -> None:
    columns = (found.left.tolist(), found.right.tolist(), found.distance.tolist())
    expected = all_pairs(metric, values, limit)
    assert list(zip(*columns, strict=True)) == sorted(expected, key=lambda p: (p[2], p[0], p[1]))
    assert found.counts.tolist() == counts_of(expected, limit)


@given(values=bits(), limit=st.integers(0, 30))
def test_near_bits_are_those_of_brute_force(values: Values, limit: int) -> None:
    found = search_for(Metric.HAMMING).pairs(values, limit, 1000)

    _check(Metric.HAMMING, found, values, limit)


@given(values=contents(), limit=st.integers(0, 1))
def test_equal_contents_are_those_of_brute_force(values: Values, limit: int) -> None:
    found = search_for(Metric.EXACT).pairs(values, limit, 1000)

    _check(Metric.EXACT, found, values, limit)


@settings(deadline=None)  # the first call compiles
@given(values=bits(), limit=st.integers(0, 24), layout=st.sampled_from([0, 1, 4, 5, 6, 7, 8]))
def test_every_layout_of_bands_agrees_on_small_sets_too(
    values: Values, limit: int, layout: int
) -> None:
    from dedup_core.search import joining

    found = joining.search(hamming.as_words(values), limit, 1000, layouts=(layout,))

    _check(Metric.HAMMING, found, values, limit)


@settings(deadline=None)
@given(values=bits(), budget=st.integers(0, 60), layout=st.sampled_from([0, 1, 4, 5, 8]))
def test_a_budget_cuts_the_compiled_search_where_it_cuts_brute_force(
    values: Values, budget: int, layout: int
) -> None:
    from dedup_core.search import joining

    words = hamming.as_words(values)

    found = joining.search(words, 20, budget, layouts=(layout,))

    expected = hamming.by_every_pair(words, 20, budget)
    assert found.reach == expected.reach
    assert found.left.tolist() == expected.left.tolist()
    assert found.right.tolist() == expected.right.tolist()


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
    assert (
        table.counts.tolist()
        == np.bincount(table.distance.astype(int), minlength=int(table.reach) + 1).tolist()
    )
    if table.reach < 20:
        assert sum(d <= table.reach + 1 for _, _, d in every) > budget
