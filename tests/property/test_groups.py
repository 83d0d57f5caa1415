"""What each grouping rule promises, on random pair tables."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.errors import MethodError
from dedup_core.groups import Groups, Neighbours, Rule, form_groups, rule_named
from tests.making import near
from tests.reference import components

EVERY_RULE = pytest.mark.parametrize("rule", list(Rule), ids=lambda rule: rule.value)
GREEDY = pytest.mark.parametrize("rule", [Rule.KEEPER, Rule.ALL], ids=lambda rule: rule.value)
LOOSEST = 6

Pairs = dict[tuple[int, int], int]
Graph = tuple[int, Pairs, list[int]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """A number of rows, distances of some pairs of them, and a keep order."""
    rows = draw(st.integers(0, 12))
    every = list(combinations(range(rows), 2))
    chosen = draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    pairs = {pair: draw(st.integers(0, LOOSEST)) for pair in chosen}
    return rows, pairs, draw(st.permutations(range(rows)))


def _lists(groups: Groups) -> list[list[int]]:
    return [
        groups.member[begin:end].tolist()
        for begin, end in zip(groups.start[:-1], groups.start[1:], strict=True)
    ]


def _form(graph: Graph, threshold: float, rule: Rule, at_least: int = 2) -> list[list[int]]:
    """Groups, after the plain way and the compiled one have come to the same."""
    plain, compiled = (
        _lists(
            form_groups(
                near(*graph, plainly=way), threshold=threshold, rule=rule, at_least=at_least
            )
        )
        for way in (True, False)
    )
    assert plain == compiled
    return compiled


def _is_near(pairs: Pairs, a: int, b: int, threshold: float) -> bool:
    return pairs.get((min(a, b), max(a, b)), LOOSEST + 1) <= threshold


def _crowd(seed: int, rows: int = 60) -> Graph:
    """Many rows with many neighbours, most of them equally close; with every third seed all are."""
    chance = random.Random(seed)
    density, loosest = [0.03, 0.1, 0.5, 1.0][seed % 4], [0, 1, LOOSEST][seed % 3]
    every = combinations(range(rows), 2)
    pairs = {pair: chance.randint(0, loosest) for pair in every if chance.random() < density}
    return rows, pairs, chance.sample(range(rows), rows)


def _greedy(graph: Graph, threshold: float, rule: Rule) -> list[list[int]]:
    """Around the keeper, or all pairs, as plainly as can be."""
    rows, pairs, rank = graph
    free, groups = set(range(rows)), []
    for keeper in sorted(range(rows), key=rank.__getitem__):
        if keeper not in free:
            continue
        group = [keeper]
        near_it = [row for row in free - {keeper} if _is_near(pairs, keeper, row, threshold)]
        closest = sorted((pairs[min(keeper, r), max(keeper, r)], rank[r], r) for r in near_it)
        for _, _, row in closest:
            judges = group if rule is Rule.ALL else [keeper]
            if all(_is_near(pairs, row, judge, threshold) for judge in judges):
                group.append(row)
        free -= set(group)
        groups.append(sorted(group, key=rank.__getitem__))
    return sorted(groups)


@GREEDY
@given(graph=graphs(), threshold=st.integers(0, LOOSEST))
def test_greedy_rules_do_what_their_description_says(
    rule: Rule, graph: Graph, threshold: int
) -> None:
    groups = _form(graph, threshold, rule)

    assert groups == [group for group in _greedy(graph, threshold, rule) if len(group) > 1]


@GREEDY
@pytest.mark.parametrize("seed", range(12))
def test_greedy_rules_do_the_same_in_a_crowd(rule: Rule, seed: int) -> None:
    graph = _crowd(seed)

    groups = [_form(graph, threshold, rule) for threshold in (0, 1, 4)]

    for threshold, found in zip((0, 1, 4), groups, strict=True):
        assert found == [group for group in _greedy(graph, threshold, rule) if len(group) > 1]


@EVERY_RULE
@pytest.mark.parametrize("unit", [0.125, 100.0], ids=["fractions", "beyond a byte"])
@given(graph=graphs(), threshold=st.integers(0, LOOSEST))
def test_the_unit_of_distances_does_not_matter(
    unit: float, rule: Rule, graph: Graph, threshold: int
) -> None:
    bits = near(*graph)
    scaled = replace(bits.pairs, distance=bits.pairs.distance * np.float32(unit))

    groups = form_groups(
        Neighbours(scaled, bits.rank, plainly=False), threshold=threshold * unit, rule=rule
    )

    assert _lists(groups) == _form(graph, threshold, rule)


@EVERY_RULE
def test_a_threshold_between_two_distances_takes_the_smaller_one(rule: Rule) -> None:
    graph = (4, {(0, 1): 1, (2, 3): 2}, [0, 1, 2, 3])

    assert _form(graph, 1.9, rule) == [[0, 1]]
    assert _form(graph, -0.5, rule) == []


@EVERY_RULE
def test_one_table_gives_the_same_groups_whatever_was_asked_before(rule: Rule) -> None:
    graph = _crowd(7)
    table = near(*graph)
    for earlier in Rule:
        form_groups(table, threshold=LOOSEST, rule=earlier)

    groups = form_groups(table, threshold=1, rule=rule)

    assert _lists(groups) == _form(graph, 1, rule)


@EVERY_RULE
@given(graph=graphs(), threshold=st.integers(0, LOOSEST), at_least=st.integers(2, 4))
def test_groups_are_disjoint_large_enough_and_in_keep_order(
    rule: Rule, graph: Graph, threshold: int, at_least: int
) -> None:
    groups = _form(graph, threshold, rule, at_least)

    rank = graph[2]
    members = [row for group in groups for row in group]
    assert len(set(members)) == len(members)
    assert all(len(group) >= at_least for group in groups)
    assert all([rank[row] for row in g] == sorted(rank[row] for row in g) for g in groups)
    assert groups == sorted(groups, key=lambda group: group[0])  # by the keepers' paths


@EVERY_RULE
@given(graph=graphs(), threshold=st.integers(0, LOOSEST))
def test_small_groups_are_left_out_and_the_others_stay_as_they_are(
    rule: Rule, graph: Graph, threshold: int
) -> None:
    groups = _form(graph, threshold, rule, at_least=3)

    assert groups == [g for g in _form(graph, threshold, rule) if len(g) >= 3]


@given(graph=graphs(), threshold=st.integers(0, LOOSEST))
def test_around_the_keeper_every_member_is_near_the_keeper(graph: Graph, threshold: int) -> None:
    groups = _form(graph, threshold, Rule.KEEPER)

    for keeper, *others in groups:
        assert all(_is_near(graph[1], keeper, other, threshold) for other in others)


@given(graph=graphs(), threshold=st.integers(0, LOOSEST))
def test_around_the_keeper_no_two_kept_pictures_are_near(graph: Graph, threshold: int) -> None:
    groups = _form(graph, threshold, Rule.KEEPER)

    flagged = {row for _, *others in groups for row in others}
    kept = [row for row in range(graph[0]) if row not in flagged]
    assert not any(_is_near(graph[1], a, b, threshold) for a, b in combinations(kept, 2))


@given(graph=graphs(), threshold=st.integers(0, LOOSEST))
def test_all_pairs_means_every_two_members_are_near(graph: Graph, threshold: int) -> None:
    groups = _form(graph, threshold, Rule.ALL)

    for group in groups:
        assert all(_is_near(graph[1], a, b, threshold) for a, b in combinations(group, 2))


@given(graph=graphs(), threshold=st.integers(0, LOOSEST))
def test_all_pairs_leaves_no_two_near_pictures_alone(graph: Graph, threshold: int) -> None:
    groups = _form(graph, threshold, Rule.ALL)

    grouped = {row for group in groups for row in group}
    alone = [row for row in range(graph[0]) if row not in grouped]
    assert not any(_is_near(graph[1], a, b, threshold) for a, b in combinations(alone, 2))


@given(graph=graphs(), threshold=st.integers(0, LOOSEST))
def test_chained_groups_are_the_connected_components(graph: Graph, threshold: int) -> None:
    groups = _form(graph, threshold, Rule.CHAINED)

    edges = [pair for pair, distance in graph[1].items() if distance <= threshold]
    assert {frozenset(group) for group in groups} == components(graph[0], edges)


@given(graph=graphs(), threshold=st.integers(1, LOOSEST))
def test_chained_groups_only_grow_with_the_threshold(graph: Graph, threshold: int) -> None:
    before = _form(graph, threshold - 1, Rule.CHAINED)
    after = _form(graph, threshold, Rule.CHAINED)

    for small in before:
        assert sum(set(small) <= set(large) for large in after) == 1


@EVERY_RULE
@given(graph=graphs(), threshold=st.integers(0, LOOSEST), shuffle=st.randoms())
def test_the_order_in_which_pairs_come_does_not_matter(
    rule: Rule, graph: Graph, threshold: int, shuffle: random.Random
) -> None:
    rows, pairs, rank = graph
    shuffled = list(pairs.items())
    shuffle.shuffle(shuffled)

    assert _form((rows, dict(shuffled), rank), threshold, rule) == _form(graph, threshold, rule)


@EVERY_RULE
@given(graph=graphs(), threshold=st.integers(0, LOOSEST))
def test_ties_among_neighbours_are_broken_by_the_keep_order_alone(
    rule: Rule, graph: Graph, threshold: int
) -> None:
    """Rows under other numbers, in the same keep order, give the same groups of pictures."""
    rows, pairs, rank = graph
    place = [rank[row] for row in range(rows)]  # the new number of a row: its rank
    renamed = {(min(place[a], place[b]), max(place[a], place[b])): d for (a, b), d in pairs.items()}

    groups = _form((rows, renamed, list(range(rows))), threshold, rule)

    expected = [[place[row] for row in group] for group in _form(graph, threshold, rule)]
    assert sorted(groups) == sorted(expected)


def _walk(steps: int) -> Neighbours:
    return near(steps, {(n, n + 1): 1 for n in range(steps - 1)}, list(range(steps)))


def test_a_walk_of_forty_small_steps_is_one_chained_group() -> None:
    groups = form_groups(_walk(40), threshold=1, rule=Rule.CHAINED)

    assert _lists(groups) == [list(range(40))]


@pytest.mark.parametrize("rule", [Rule.KEEPER, Rule.ALL])
def test_the_other_rules_cut_the_same_walk_into_near_pieces(rule: Rule) -> None:
    groups = form_groups(_walk(40), threshold=1, rule=rule)

    assert _lists(groups) == [[n, n + 1] for n in range(0, 40, 2)]


def test_all_pairs_takes_the_closest_first() -> None:
    pairs = {(0, 1): 3, (0, 2): 1, (0, 3): 2, (2, 3): 2, (1, 3): 1}

    groups = form_groups(near(4, pairs, [0, 1, 2, 3]), threshold=3, rule=Rule.ALL)

    assert _lists(groups) == [[0, 2, 3]]  # 1 is not near 2, which came before it


@given(graph=graphs(), data=st.data())
def test_only_gives_the_chosen_groups_in_the_chosen_order(
    graph: Graph, data: st.DataObject
) -> None:
    groups = form_groups(near(*graph), threshold=LOOSEST, rule=Rule.KEEPER)
    chosen = data.draw(st.permutations(range(len(groups))))[: data.draw(st.integers(0, 5))]

    only = groups.only(np.array(chosen, np.int64))

    assert _lists(only) == [_lists(groups)[number] for number in chosen]
    assert only.keeper.tolist() == [_lists(groups)[number][0] for number in chosen]
    assert only.sizes.tolist() == [len(_lists(groups)[number]) for number in chosen]


def test_every_rule_has_a_name_for_people_and_a_promise() -> None:
    assert all(rule.title and rule.sentence.endswith(".") for rule in Rule)
    assert [rule_named(rule.value) for rule in Rule] == list(Rule)


def test_an_unknown_rule_is_refused_with_the_known_ones() -> None:
    with pytest.raises(MethodError, match=r"no grouping rule 'any'.*keeper, all, chained"):
        rule_named("any")
