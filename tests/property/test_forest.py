"""A chained group is an interval of the forest at every threshold, and its keeper comes first."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.forest import Cut, Forest
from dedup_core.groups import Rule, form_groups
from tests.making import near
from tests.property.test_groups import LOOSEST, Graph, graphs
from tests.reference import components

MANY = 50_000


def _sets(forest: Forest, cut: Cut) -> list[set[int]]:
    return [
        set(forest.leaf[start:end].tolist()) for start, end in zip(cut.start, cut.end, strict=True)
    ]


@given(graph=graphs(), threshold=st.integers(-1, LOOSEST), at_least=st.integers(1, 4))
def test_the_intervals_are_the_connected_components_that_are_large_enough(
    graph: Graph, threshold: int, at_least: int
) -> None:
    forest = near(*graph).forest

    cut = forest.cut(threshold, at_least=at_least)

    edges = [pair for pair, distance in graph[1].items() if distance <= threshold]
    expected = {part for part in components(graph[0], edges) if len(part) >= at_least}
    assert {frozenset(rows) for rows in _sets(forest, cut)} == expected
    assert len(cut) == len(expected)
    assert cut.sizes.tolist() == [len(rows) for rows in _sets(forest, cut)]


@given(graph=graphs(), threshold=st.integers(0, LOOSEST))
def test_the_first_leaf_of_an_interval_is_its_best_picture(graph: Graph, threshold: int) -> None:
    forest, rank = near(*graph).forest, graph[2]

    cut = forest.cut(threshold)

    best = [min(rows, key=rank.__getitem__) for rows in _sets(forest, cut)]
    assert cut.keeper.tolist() == best == forest.leaf[cut.start].tolist()


@given(graph=graphs(), threshold=st.integers(1, LOOSEST))
def test_each_interval_lies_inside_one_of_a_looser_cut(graph: Graph, threshold: int) -> None:
    forest = near(*graph).forest

    strict, loose = forest.cut(threshold - 1), forest.cut(threshold)

    for start, end in zip(strict.start, strict.end, strict=True):
        assert np.sum((loose.start <= start) & (end <= loose.end)) == 1


@given(graph=graphs(), threshold=st.integers(0, LOOSEST), at_least=st.integers(2, 4))
def test_groups_are_the_cut_with_everything_in_order(
    graph: Graph, threshold: int, at_least: int
) -> None:
    table = near(*graph)

    groups = form_groups(table, threshold=threshold, rule=Rule.CHAINED, at_least=at_least)

    cut = table.forest.cut(threshold, at_least=at_least)
    assert groups.keeper.tolist() == sorted(cut.keeper.tolist())
    assert sorted(groups.sizes.tolist()) == sorted(cut.sizes.tolist())


@given(graph=graphs())
def test_leaves_are_the_pictures_of_the_pairs_each_once(graph: Graph) -> None:
    forest = near(*graph).forest

    assert sorted(forest.leaf.tolist()) == sorted({row for pair in graph[1] for row in pair})


def _line(rows: int) -> list[tuple[int, int]]:
    return [(row, row + 1) for row in range(rows - 1)]


def _star(rows: int) -> list[tuple[int, int]]:
    return [(0, row) for row in range(1, rows)]


@pytest.mark.parametrize("shape", [_line, _star])
@pytest.mark.parametrize("best_last", [False, True])
def test_tens_of_thousands_of_ties_are_one_group_with_the_best_first(
    shape: Callable[[int], list[tuple[int, int]]], best_last: bool
) -> None:
    rank = list(range(MANY))[:: -1 if best_last else 1]
    table = near(MANY, dict.fromkeys(shape(MANY), 0), rank)

    cut = table.forest.cut(0)

    assert cut.sizes.tolist() == [MANY]
    assert cut.keeper.tolist() == [MANY - 1 if best_last else 0]
