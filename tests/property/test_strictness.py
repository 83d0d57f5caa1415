"""The curve says of every threshold what the groups there say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.constraints import constraints
from dedup_core.groups import Neighbours, Rule, form_groups
from dedup_core.review import Setting
from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.store import Workspace
from dedup_core.strictness import Curve, curve
from tests.judging import LOOSEST as CASE_LOOSEST
from tests.judging import Case, cases
from tests.making import folder_of, near, picture
from tests.property.test_groups import EVERY_RULE, LOOSEST, Graph, graphs

Rows = list[tuple[int, int, int]]


def _counted(table: Neighbours, rule: Rule, at_least: int, thresholds: Sequence[float]) -> Rows:
    """(groups, flagged, largest) of the groups at each threshold."""
    rows = []
    for threshold in thresholds:
        groups = form_groups(table, threshold=threshold, rule=rule, at_least=at_least)
        flagged = len(groups.member) - len(groups)
        rows.append((len(groups), flagged, int(groups.sizes.max(initial=0))))
    return rows


def _rows(found: Curve) -> Rows:
    columns = (found.groups, found.flagged, found.largest)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@EVERY_RULE
@given(graph=graphs(), at_least=st.integers(2, 4))
def test_every_threshold_up_to_the_reach_counts_what_its_groups_count(
    rule: Rule, graph: Graph, at_least: int
) -> None:
    whole = near(*graph)
    table = Neighbours(replace(whole.pairs, reach=LOOSEST), whole.rank)

    found = curve(table, rule, at_least=at_least)

    assert found.thresholds.tolist() == list(range(LOOSEST + 1))
    assert _rows(found) == _counted(table, rule, at_least, range(LOOSEST + 1))


@EVERY_RULE
@given(graph=graphs(), steps=st.lists(st.integers(0, 4 * LOOSEST), max_size=8))
def test_given_thresholds_count_what_their_groups_count(
    rule: Rule, graph: Graph, steps: list[int]
) -> None:
    whole = near(*graph)
    pairs = replace(whole.pairs, distance=whole.pairs.distance / np.float32(8))
    table = Neighbours(pairs, whole.rank)
    thresholds = np.sort(np.array(steps)) / 32

    found = curve(table, rule, thresholds=thresholds)

    assert _rows(found) == _counted(table, rule, 2, thresholds.tolist())


@EVERY_RULE
@given(case=cases())
def test_what_people_said_counts_at_every_threshold(rule: Rule, case: Case) -> None:
    said = constraints(case.judgements, case.digests)
    table = near(case.rows, case.pairs, case.rank)
    limits = np.arange(CASE_LOOSEST + 1, dtype=np.float32)

    found = curve(table, rule, thresholds=limits, constraints=said)

    formed = [form_groups(table, threshold=at, rule=rule, constraints=said) for at in limits]
    assert found.groups.tolist() == [len(groups) for groups in formed]
    assert found.flagged.tolist() == [len(groups.member) - len(groups) for groups in formed]
    assert found.largest.tolist() == [int(groups.sizes.max(initial=0)) for groups in formed]


@given(graph=graphs())
def test_the_mean_number_of_neighbours_counts_each_pair_from_both_sides(graph: Graph) -> None:
    rows, pairs, _ = graph

    found = curve(near(*graph), Rule.CHAINED)

    for threshold, mean in enumerate(found.neighbours):
        within = sum(distance <= threshold for distance in pairs.values())
        assert mean == pytest.approx(2 * within / rows if rows else 0)


@EVERY_RULE
def test_a_table_that_reaches_nothing_has_no_threshold(rule: Rule) -> None:
    empty = near(3, {}, [0, 1, 2])
    table = Neighbours(replace(empty.pairs, reach=-1), empty.rank)

    found = curve(table, rule)

    assert len(found) == 0
    assert _rows(found) == []


@EVERY_RULE
def test_an_open_dataset_has_the_curve_of_its_own_groups(
    rule: Rule, workspace: Workspace, tmp_path: Path
) -> None:
    files = {
        "a.png": picture(1),
        "b.png": picture(1),
        "c.jpg": picture(1, "JPEG"),
        "d.png": picture(2),
    }
    dataset = add_path(workspace, folder_of(tmp_path / "in", files))
    scan(workspace, dataset)
    opened = OpenDataset(workspace, dataset)

    found = opened.curve("phash", rule)

    headlines = [
        opened.outcome(Setting("phash", threshold, rule)).headline
        for threshold in range(opened.pairs("phash").reach + 1)
    ]
    assert found.groups.tolist() == [headline.groups for headline in headlines]
    assert found.flagged.tolist() == [headline.flagged for headline in headlines]
    assert found.flagged[-1] > 0
