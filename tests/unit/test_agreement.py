"""Who decided the same group without knowing of the other, and what the two say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.decisions import Act, Closing, Entry, Judgement, Mark, Status, Verdict
from dedup_core.review.agreement import Agreement, agreement, decisions, settling
from dedup_core.review.ledger import Ledger
from dedup_core.review.second_look import as_blind, drawn

HERE = "dataset"


def accepts(
    reviewer: str, group: str, keeps: Sequence[bool], *, blind: bool = False, act: Act = Act.ACCEPT
) -> Entry:
    """A group `group` of so many pictures, decided."""
    members = tuple((f"{group}/{n}.jpg", f"{group}{n}") for n in range(len(keeps)))
    marks = tuple(Mark(*member, keep) for member, keep in zip(members, keeps, strict=True))
    closing = Closing(Status.DECIDED, members)
    return Entry(HERE, reviewer, act, marks=marks, closings=(closing,), blind=blind)


def undoes(reviewer: str, target: int) -> Entry:
    return Entry(HERE, reviewer, Act.UNDO, target=target)


def ledger_of(*entries: Entry) -> Ledger:
    """A ledger of these entries; their ids are 1, 2, 3 …"""
    ledger = Ledger(HERE)
    ledger.take(
        entry.stored(id, "2026-11-23T20:00:00.000+00:00") for id, entry in _numbered(entries)
    )
    return ledger


def _numbered(entries: Sequence[Entry]) -> list[tuple[int, Entry]]:
    return list(enumerate(entries, start=1))


def _found(*entries: Entry) -> Agreement:
    return agreement(ledger_of(*entries))


def test_a_second_look_that_is_blind_is_compared_with_the_decision_that_counts() -> None:
    found = _found(
        accepts("Ana", "a", [True, False, False]),
        accepts("Ben", "a", [True, True, False], blind=True),
    )

    assert (found.total.groups, found.total.same_groups) == (1, 0)
    assert (found.total.pictures, found.total.same_pictures) == (3, 2)
    (difference,) = found.differences
    assert (difference.first.reviewer, difference.second.reviewer) == ("Ana", "Ben")
    assert not difference.settled


def test_deciding_over_each_other_in_the_open_says_nothing_of_agreement() -> None:
    found = _found(accepts("Ana", "a", [True, False]), accepts("Ben", "a", [True, False]))

    assert found.total.groups == 0


def test_a_second_look_at_what_one_has_decided_oneself_is_not_independent() -> None:
    found = _found(
        accepts("Ben", "a", [True, False]),
        accepts("Ana", "a", [False, True]),
        accepts("Ben", "a", [True, False], blind=True),
    )

    assert found.total.groups == 0


def test_a_rule_looked_at_nothing() -> None:
    found = _found(
        accepts("Ana", "a", [True, False], act=Act.RULE),
        accepts("Ben", "a", [True, False], blind=True),
    )

    assert found.total.groups == 0


def test_what_was_taken_back_does_not_count() -> None:
    ana, ben = accepts("Ana", "a", [True, False]), accepts("Ben", "a", [True, False], blind=True)

    assert _found(ana, ben, undoes("Ben", 2)).total.groups == 0
    assert _found(ana, ben, undoes("Ana", 1)).total.groups == 0
    assert _found(ana, ben).total.groups == 1


def test_a_decision_of_other_pictures_is_another_group() -> None:
    found = _found(
        accepts("Ana", "a", [True, False]), accepts("Ben", "a", [True, False, False], blind=True)
    )

    assert found.total.groups == 0


def test_the_decision_before_the_second_look_counts_not_the_one_after_it() -> None:
    found = _found(
        accepts("Ana", "a", [True, False]),
        accepts("Ben", "a", [False, True], blind=True),
        accepts("Cleo", "a", [False, True]),
    )

    (difference,) = found.differences
    assert difference.first.reviewer == "Ana"
    assert difference.settled


def test_two_second_looks_are_compared_with_each_other_too() -> None:
    found = _found(
        accepts("Ana", "a", [True, False]),
        accepts("Ben", "a", [True, False], blind=True),
        accepts("Cleo", "a", [False, True], blind=True),
    )

    assert [(one.one, one.other) for one in found.between] == [
        ("Ana", "Ben"),
        ("Ana", "Cleo"),
        ("Ben", "Cleo"),
    ]
    assert [one.figures.same_groups for one in found.between] == [1, 0, 0]


def test_the_last_word_of_a_second_look_is_the_one_that_is_compared() -> None:
    found = _found(
        accepts("Ana", "a", [True, False]),
        accepts("Ben", "a", [False, True], blind=True),
        accepts("Ben", "a", [True, False], blind=True),
    )

    assert (found.total.groups, found.total.same_groups) == (1, 1)


def test_not_duplicates_keeps_every_picture() -> None:
    entry = accepts("Ana", "a", [True, True], act=Act.NOT_DUPLICATES)

    (decision,) = decisions([replace(entry, marks=())])
    assert decision.keeps == (True, True)


def test_settling_makes_a_second_look_count_in_the_name_of_who_settles() -> None:
    said = Judgement(Verdict.DUPLICATE, ("a0",), ("a1",))
    ben = replace(accepts("Ben", "a", [False, True], blind=True), judgements=(said,))
    before = [accepts("Ana", "a", [True, False]), ben]
    (difference,) = _found(*before).differences

    entry = settling(difference.second, "Cleo")

    after = ledger_of(*before, entry)
    assert (entry.reviewer, entry.blind, entry.why) == ("Cleo", False, "settled for Ben")
    assert {mark.path: mark.keep for mark in after.marks.values()} == {
        "a/0.jpg": False,
        "a/1.jpg": True,
    }
    assert after.judgements() == [(3, said)]
    assert agreement(after).differences[0].settled
    assert agreement(after).total == _found(*before).total


def test_what_is_not_settled_comes_first() -> None:
    found = _found(
        accepts("Ana", "a", [True, False]),
        accepts("Ana", "b", [True, False]),
        accepts("Ben", "b", [False, True], blind=True),
        accepts("Ben", "a", [False, True], blind=True),
        accepts("Ana", "a", [True, False]),
    )

    assert [one.first.members[0][0] for one in found.differences] == ["b/0.jpg", "a/0.jpg"]
    assert [one.settled for one in found.differences] == [False, True]


# the second look


def _names(ledger: Ledger, reviewer: str, share: float, seed: str = HERE) -> list[str]:
    return [one.members[0][0] for one in drawn(ledger, reviewer, share=share, seed=seed)]


def _many(number: int) -> list[Entry]:
    return [accepts("Ana", f"g{n:03}", [True, False]) for n in range(number)]


def test_groups_that_somebody_else_decided_are_drawn() -> None:
    ledger = ledger_of(*_many(3), accepts("Ben", "own", [True, False]))

    assert _names(ledger, "Ben", 1.0) == ["g000/0.jpg", "g001/0.jpg", "g002/0.jpg"]
    assert _names(ledger, "Ana", 1.0) == ["own/0.jpg"]
    assert _names(ledger, "Ben", 0.0) == []


def test_what_one_had_a_hand_in_is_not_drawn() -> None:
    mark = Entry(HERE, "Ben", Act.MARK, marks=(Mark("g001/1.jpg", "g0011", True),))

    assert _names(ledger_of(*_many(3), mark), "Ben", 1.0) == ["g000/0.jpg", "g002/0.jpg"]


def test_a_share_is_about_that_share_and_a_larger_one_holds_it() -> None:
    ledger = ledger_of(*_many(400))

    tenth, half = _names(ledger, "Ben", 0.1), _names(ledger, "Ben", 0.5)

    assert 20 <= len(tenth) <= 65
    assert 160 <= len(half) <= 240
    assert set(tenth) < set(half)


def test_reviewers_and_datasets_have_samples_of_their_own() -> None:
    ledger = ledger_of(*_many(100))

    assert _names(ledger, "Ben", 0.5) != _names(ledger, "Cleo", 0.5)
    assert _names(ledger, "Ben", 0.5) != _names(ledger, "Ben", 0.5, seed="other")


@given(st.integers(0, 40), st.sampled_from([0.1, 0.5, 1.0]))
def test_more_decisions_add_groups_and_take_none_away(first: int, share: float) -> None:
    few, more = ledger_of(*_many(first)), ledger_of(*_many(first + 5))

    assert set(_names(few, "Ben", share)) <= set(_names(more, "Ben", share))


def test_a_group_stays_in_the_sample_once_it_is_decided_and_once_it_is_settled() -> None:
    blind = accepts("Ben", "g001", [False, True], blind=True)
    openly = accepts("Ben", "g001", [False, True])

    found = drawn(ledger_of(*_many(3), blind, openly), "Ben", share=1.0, seed=HERE)

    assert [one.done for one in found] == [False, True, False]


def test_a_blind_reviewer_knows_their_own_second_look_and_nothing_else() -> None:
    theirs = replace(accepts("Ana", "b", [True]), judgements=(Judgement(None, ("b0",), ("c0",)),))
    mine = accepts("Ben", "a", [False, True], blind=True)
    ledger = ledger_of(
        accepts("Ana", "a", [True, False]), mine, theirs, accepts("Ben", "c", [True])
    )

    known = as_blind(ledger, "Ben")

    assert {mark.path: mark.keep for mark in known.marks.values()} == {
        "a/0.jpg": False,
        "a/1.jpg": True,
    }
    assert {path for path, _ in known.closed} == {"a/0.jpg", "a/1.jpg"}
    assert known.judgements() == []
    assert known.notes == {}
    undoable = known.undoable("Ben")
    assert undoable is not None
    assert undoable.id == 2


def test_a_blind_decision_that_was_taken_back_is_unknown_again() -> None:
    ledger = ledger_of(accepts("Ben", "a", [True, False], blind=True), undoes("Ben", 1))

    assert as_blind(ledger, "Ben").closed == {}


@pytest.mark.parametrize("turn", [Act.UNDO, Act.REDO])
def test_turns_of_what_is_not_blind_are_not_known_to_the_blind(turn: Act) -> None:
    ana = accepts("Ana", "a", [True, False])

    known = as_blind(ledger_of(ana, Entry(HERE, "Ana", turn, target=1)), "Ben")

    assert known.entries == []


def test_undo_and_redo_on_the_open_desk_leave_a_second_look_alone() -> None:
    openly, blind = accepts("Ben", "c", [True]), accepts("Ben", "a", [True, False], blind=True)
    ledger = ledger_of(openly, undoes("Ben", 1), blind, undoes("Ben", 3))

    assert ledger.undoable("Ben") is None
    redoable = ledger.redoable("Ben")
    assert redoable is not None
    assert redoable.id == 1
