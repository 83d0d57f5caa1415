"""What follows from all that people said: units, parted units, and contradictions."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.constraints import Constraints, constraints
from dedup_core.contradictions import Contradiction, Said
from dedup_core.decisions import Judgement, Verdict
from dedup_core.judged_pairs import NO_VERDICT, contents
from tests.judging import (
    LINKING,
    NAMES,
    Case,
    Judgements,
    cases,
    judgements,
    last_words,
    links_set_aside,
    parted_rows,
    units_of,
)

A, B, C, D = "abcd"
SAME, SCENE, DIFFERENT = Verdict


def _of(case: Case) -> Constraints:
    return constraints(case.judgements, case.digests)


def _word(found: Constraints, one: int, other: int) -> Verdict | None:
    left, right = np.array([one], np.int32), np.array([other], np.int32)
    place = int(found.verdict_of(left, right)[0])
    return None if place == NO_VERDICT else list(Verdict)[place]


@given(case=cases())
def test_the_last_word_on_two_contents_counts_for_all_their_rows(case: Case) -> None:
    found = _of(case)

    words = last_words(case)
    for a, one in enumerate(case.digests):
        for b, other in enumerate(case.digests):
            _, expected = words.get((min(one, other), max(one, other)), (0, None))
            assert _word(found, a, b) == expected


@given(case=cases())
def test_linked_rows_share_a_unit_named_by_its_first_row(case: Case) -> None:
    found = _of(case)

    assert found.unit.tolist() == [min(unit) for unit in units_of(case)]


@given(case=cases())
def test_units_are_parted_where_any_of_their_rows_are(case: Case) -> None:
    found = _of(case)

    told = {
        (unit, other)
        for unit in range(case.rows)
        for other in found.parted[found.start[unit] : found.start[unit + 1]].tolist()
    }
    assert told == {(found.unit[a], found.unit[b]) for a, b in parted_rows(case)}
    assert not any(unit == other for unit, other in told)


@given(case=cases())
def test_what_contradicts_is_listed_and_nothing_else_is(case: Case) -> None:
    found = _of(case)

    aside, _ = links_set_aside(case)
    listed = [each.path[each.aside] for each in found.contradictions]
    assert [tuple(sorted((said.left, said.right))) for said in listed] == aside


@given(case=cases())
def test_a_contradiction_shows_a_way_of_links_between_two_different_contents(case: Case) -> None:
    found = _of(case)

    words, (aside, _) = last_words(case), links_set_aside(case)
    for each in found.contradictions:
        ends = [each.path[0].left, *(said.right for said in each.path)]
        links = [tuple(sorted((said.left, said.right))) for said in each.path]
        assert (ends[0], ends[-1]) == (each.parted.left, each.parted.right)
        assert each.parted.left < each.parted.right
        assert each.parted.verdict is Verdict.DIFFERENT
        assert all(one.right == other.left for one, other in pairwise(each.path))
        assert len(set(ends)) == len(ends)
        assert [link in aside for link in links] == [n == each.aside for n in range(len(links))]
        for said in (each.parted, *each.path):
            pair = min(said.left, said.right), max(said.left, said.right)
            assert words[pair] == (said.entry, said.verdict)


@given(case=cases())
def test_it_is_empty_exactly_when_no_word_on_two_contents_is_left(case: Case) -> None:
    found = _of(case)

    assert found.empty == (not last_words(case))


@given(said=judgements(), data=st.data())
def test_a_list_of_contents_made_before_gives_the_same(
    said: Judgements, data: st.DataObject
) -> None:
    digests = data.draw(st.lists(st.sampled_from(NAMES), max_size=9))

    fresh, known = constraints(said, digests), constraints(said, digests, known=contents(digests))

    assert fresh.unit.tolist() == known.unit.tolist()
    assert fresh.parted.tolist() == known.parted.tolist()
    assert fresh.contradictions == known.contradictions


@given(case=cases(), data=st.data())
def test_places_in_the_keep_order_tell_the_same_as_rows(case: Case, data: st.DataObject) -> None:
    rank = np.array(data.draw(st.permutations(range(case.rows))), np.int32)

    units = _of(case).by_place(rank)

    rows, parted = units_of(case), parted_rows(case)
    for row, place in enumerate(rank.tolist()):
        unit = sorted(int(rank[other]) for other in rows[row])
        others = units.parted[units.begin[place] : units.end[place]].tolist()
        told = {int(rank[b]) for a, b in parted if a in rows[row]}
        assert units.first[place] == unit[0]
        assert units.after[place] == unit[(unit.index(place) + 1) % len(unit)]
        assert set(others) == {int(units.first[other]) for other in told}


def test_a_link_that_was_said_last_gives_way() -> None:
    said = [
        (3, Judgement(SAME, (B,), (A,))),
        (5, Judgement(DIFFERENT, (C,), (A,))),
        (8, Judgement(SCENE, (B,), (C,))),
    ]

    found = constraints(said, [A, B, C])

    first, last = Said(A, B, Verdict.DUPLICATE, 3), Said(B, C, Verdict.SAME_SCENE, 8)
    parted = Said(A, C, Verdict.DIFFERENT, 5)
    assert found.contradictions == (Contradiction(parted, (first, last), 1),)
    assert found.unit.tolist() == [0, 0, 2]
    assert _word(found, 1, 2) is Verdict.SAME_SCENE  # it was said, though it does not count


def test_a_word_said_again_is_a_later_one() -> None:
    said = [
        (1, Judgement(SAME, (A,), (B,))),
        (2, Judgement(SAME, (B,), (C,))),
        (3, Judgement(DIFFERENT, (A,), (C,))),
        (4, Judgement(SAME, (A,), (B,))),
    ]

    found = constraints(said, [A, B, C])

    assert found.unit.tolist() == [0, 1, 1]
    assert [each.path[each.aside].entry for each in found.contradictions] == [4]


def test_a_contradiction_ends_when_one_of_its_words_is_taken_back() -> None:
    said = [
        (1, Judgement(SAME, (A,), (B,))),
        (2, Judgement(SAME, (B,), (C,))),
        (3, Judgement(DIFFERENT, (A,), (C,))),
        (4, Judgement(None, (A,), (C,))),
    ]

    found = constraints(said, [A, B, C])

    assert not found.contradictions
    assert found.unit.tolist() == [0, 0, 0]


def test_contradictions_come_in_the_order_in_which_they_were_said() -> None:
    said = [(1, Judgement(DIFFERENT, (A, D), (C, "f")))]
    said += [(2, Judgement(SAME, (one,), (other,))) for one, other in [(A, B), (D, "e")]]
    said += [(3, Judgement(SAME, ("e",), ("f",))), (4, Judgement(SAME, (B,), (C,)))]

    found = constraints(said, list("abcdef"))

    assert [(each.parted.left, each.parted.right) for each in found.contradictions] == [
        (D, "f"),
        (A, C),
    ]


def test_the_shortest_way_is_shown() -> None:
    names = [*NAMES[:6], "z"]
    walk = [(n + 1, Judgement(SAME, (a,), (b,))) for n, (a, b) in enumerate(pairwise(names))]
    said = [(0, Judgement(DIFFERENT, (A,), ("z",))), *walk[:-1]]
    said += [(8, Judgement(SCENE, (A,), ("f",))), (9, walk[-1][1])]

    found = constraints(said, names)

    (only,) = found.contradictions
    assert [(step.left, step.right) for step in only.path] == [(A, "f"), ("f", "z")]


@pytest.mark.parametrize("rows", [[A, B, C, D], [D, C, B, A]], ids=["in order", "backwards"])
def test_the_two_different_contents_nearest_to_the_link_are_shown(rows: list[str]) -> None:
    said = [
        (1, Judgement(SAME, (A,), (B,))),
        (2, Judgement(SAME, (C,), (D,))),
        (3, Judgement(DIFFERENT, (A,), (D,))),
        (4, Judgement(DIFFERENT, (A,), (C,))),
        (5, Judgement(SAME, (B,), (C,))),
    ]

    found = constraints(said, rows)

    (only,) = found.contradictions
    assert (only.parted.left, only.parted.right, only.aside) == (A, C, 1)
    assert [(step.left, step.right) for step in only.path] == [(A, B), (B, C)]


@pytest.mark.parametrize("verdict", list(Verdict), ids=lambda verdict: verdict.value)
def test_what_is_said_of_a_content_holds_for_all_its_copies(verdict: Verdict) -> None:
    found = constraints([(1, Judgement(verdict, (A,), (B,)))], [A, B, A, C])

    assert [_word(found, row, 1) for row in (0, 2, 3)] == [verdict, verdict, None]
    assert _word(found, 0, 2) is None
    assert found.unit.tolist() == ([0, 0, 0, 3] if verdict in LINKING else [0, 1, 0, 3])


def test_what_is_said_of_contents_that_are_not_here_changes_nothing() -> None:
    said = [(1, Judgement(SAME, (A,), ("gone",))), (2, Judgement(SAME, ("gone",), (B,)))]

    found = constraints(said, [A, B, A])

    assert found.empty
    assert found.unit.tolist() == [0, 1, 2]
    assert not constraints([], []).contradictions


def test_a_thousand_different_pictures_are_half_a_million_parted_pairs() -> None:
    digests = [f"{row:04}" for row in range(1000)]

    found = constraints([(1, Judgement(DIFFERENT, tuple(digests)))], digests)

    assert len(found.pairs) == 1000 * 999 // 2
    assert np.array_equal(np.diff(found.start), np.full(1000, 999))
