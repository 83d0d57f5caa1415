"""What people said holds in the groups of every rule, at every threshold."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.constraints import constraints
from dedup_core.decisions import Judgement, Verdict
from dedup_core.groups import Rule, form_groups
from tests.judging import LOOSEST, Case, cases, groups_of, parted_rows, units_of
from tests.making import near

EVERY_RULE = pytest.mark.parametrize("rule", list(Rule), ids=lambda rule: rule.value)
THRESHOLDS = st.integers(0, LOOSEST)


def _form(case: Case, threshold: float, rule: Rule, at_least: int = 2) -> list[list[int]]:
    """Groups, after the plain way and the compiled one have come to the same."""
    said, ways = constraints(case.judgements, case.digests), []
    for plainly in (True, False):
        groups = form_groups(
            near(case.rows, case.pairs, case.rank, plainly=plainly),
            threshold=threshold,
            rule=rule,
            at_least=at_least,
            constraints=said,
        )
        bounds = zip(groups.start[:-1], groups.start[1:], strict=True)
        ways.append([groups.member[begin:end].tolist() for begin, end in bounds])
    assert ways[0] == ways[1]
    return ways[0]


def _crowd(seed: int, rows: int = 48) -> Case:
    """Many rows with many neighbours, many of them linked or parted; some copies of others."""
    chance = random.Random(seed)
    density, loosest = [0.05, 0.2, 0.6, 1.0][seed % 4], [0, 1, LOOSEST][seed % 3]
    every = combinations(range(rows), 2)
    pairs = {pair: chance.randint(0, loosest) for pair in every if chance.random() < density}
    digests = [f"{chance.randrange(rows * 2):04}" for _ in range(rows)]
    verdicts = [Verdict.DIFFERENT] * (1 + seed % 5) + [Verdict.DUPLICATE, Verdict.SAME_SCENE]
    said = []
    for entry in range([4, 20, 60][seed % 3]):
        some = chance.sample(digests, chance.choice([2, 2, 3, 5]))
        judgement = Judgement(chance.choice(verdicts), tuple(some[:1]), tuple(some[1:]))
        said.append((entry + 1, judgement))
    return Case(rows, pairs, chance.sample(range(rows), rows), digests, said)


@EVERY_RULE
@given(case=cases(), threshold=THRESHOLDS)
def test_rules_do_with_what_was_said_what_their_description_says(
    rule: Rule, case: Case, threshold: int
) -> None:
    groups = _form(case, threshold, rule)

    assert groups == groups_of(case, threshold, rule)


@EVERY_RULE
@pytest.mark.parametrize("seed", range(24))
def test_rules_do_the_same_in_a_crowd(rule: Rule, seed: int) -> None:
    case = _crowd(seed)

    found = [_form(case, threshold, rule) for threshold in (0, 1, 4)]

    assert found == [groups_of(case, threshold, rule) for threshold in (0, 1, 4)]


@EVERY_RULE
@given(case=cases(), threshold=THRESHOLDS)
def test_pictures_that_somebody_told_apart_are_never_in_one_group(
    rule: Rule, case: Case, threshold: int
) -> None:
    groups = _form(case, threshold, rule)

    parted = parted_rows(case)
    assert not any((a, b) in parted for group in groups for a in group for b in group)


@EVERY_RULE
@given(case=cases(), threshold=THRESHOLDS)
def test_linked_pictures_are_always_in_one_group_unless_it_contradicts(
    rule: Rule, case: Case, threshold: int
) -> None:
    groups = _form(case, threshold, rule)

    for unit in units_of(case):
        assert len(unit) == 1 or sum(unit <= set(group) for group in groups) == 1


@EVERY_RULE
@given(case=cases(), threshold=THRESHOLDS)
def test_the_order_in_which_files_are_listed_does_not_matter(
    rule: Rule, case: Case, threshold: int
) -> None:
    """Rows under other numbers, in the same keep order, give the same groups of pictures."""
    place = case.rank
    row_at = sorted(range(case.rows), key=place.__getitem__)
    pairs = {tuple(sorted((place[a], place[b]))): d for (a, b), d in case.pairs.items()}
    digests = [case.digests[row] for row in row_at]
    renamed = Case(case.rows, pairs, list(range(case.rows)), digests, case.judgements)

    groups = _form(renamed, threshold, rule)

    assert sorted(sorted(row_at[row] for row in group) for group in groups) == sorted(
        sorted(group) for group in _form(case, threshold, rule)
    )


@EVERY_RULE
@given(case=cases(), threshold=THRESHOLDS)
def test_small_groups_are_left_out_and_the_others_stay_as_they_are(
    rule: Rule, case: Case, threshold: int
) -> None:
    groups = _form(case, threshold, rule, at_least=3)

    assert groups == [group for group in _form(case, threshold, rule) if len(group) >= 3]


@EVERY_RULE
@given(case=cases(), threshold=THRESHOLDS)
def test_when_all_is_taken_back_groups_are_as_if_nobody_had_said_anything(
    rule: Rule, case: Case, threshold: int
) -> None:
    forgotten = (99, Judgement(None, tuple(case.digests)))
    silent = replace(case, judgements=[])

    groups = _form(replace(case, judgements=[*case.judgements, forgotten]), threshold, rule)

    table = near(case.rows, case.pairs, case.rank)
    untold = form_groups(table, threshold=threshold, rule=rule)
    assert groups == _form(silent, threshold, rule)
    assert [row for group in groups for row in group] == untold.member.tolist()


@EVERY_RULE
def test_two_linked_pictures_without_any_neighbour_are_a_group(rule: Rule) -> None:
    said = [(1, Judgement(Verdict.SAME_SCENE, ("a",), ("c",)))]

    groups = _form(Case(3, {}, [0, 1, 2], "abc", said), 0, rule)

    assert groups == [[0, 2]]


@EVERY_RULE
def test_a_picture_told_apart_from_the_kept_one_finds_another_group(rule: Rule) -> None:
    pairs = {(0, 1): 0, (0, 2): 1, (1, 2): 1, (2, 3): 2}
    said = [(1, Judgement(Verdict.DIFFERENT, ("c",), ("a", "b")))]

    groups = _form(Case(4, pairs, [0, 1, 2, 3], "abcd", said), 2, rule)

    assert groups == [[0, 1], [2, 3]]


def test_chained_groups_part_at_the_widest_gap_between_two_different_pictures() -> None:
    walk = {(0, 1): 1, (1, 2): 1, (2, 3): 5, (3, 4): 1}
    said = [(1, Judgement(Verdict.DIFFERENT, ("a",), ("e",)))]

    groups = _form(Case(5, walk, [4, 3, 2, 1, 0], "abcde", said), 6, Rule.CHAINED)

    assert groups == [[2, 1, 0], [4, 3]]


def test_two_chains_stay_apart_however_often_their_parts_have_merged() -> None:
    """Each picture of one is told apart from one of the other; halves merge, one chain first."""
    half, far = 128, 400
    pairs = {
        (side + at, side + at + step): side + step
        for side in (0, half)
        for step in (1, 2, 4, 8, 16, 32, 64)
        for at in range(0, half, 2 * step)
    }
    digests = [f"{row:03}" for row in range(2 * half)]
    both = zip(digests[:half], digests[half:], strict=True)
    said = [(1, Judgement(Verdict.DIFFERENT, (one,), (other,))) for one, other in both]
    case = Case(2 * half, {**pairs, (0, half + 1): far}, range(2 * half), digests, said)

    groups = _form(case, far, Rule.CHAINED)

    assert groups == [list(range(half)), list(range(half, 2 * half))]


@EVERY_RULE
@pytest.mark.parametrize("rows", [100, 400], ids=["few", "too many for sets"])
def test_all_pictures_of_a_group_said_to_be_different_are_no_group(rule: Rule, rows: int) -> None:
    digests = [f"{row:03}" for row in range(rows)]
    pairs = dict.fromkeys(combinations(range(rows), 2), 1)
    said = [(1, Judgement(Verdict.DIFFERENT, tuple(digests)))]

    groups = _form(Case(rows, pairs, list(range(rows)), digests, said), 1, rule)

    assert groups == []
