"""What a person does on the screen becomes an entry that says so."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dedup_core.decisions import Act, Closing, Judgement, Mark, Note, Status, Verdict
from dedup_core.errors import DecisionError
from dedup_core.review import Ledger
from dedup_core.review.acts import Asked, Member, entry_of

BEST, COPY, OTHER = (
    Member("a.png", "a", keep=True),
    Member("b.png", "b", keep=False),
    Member("c.png", "c", keep=False),
)
GROUP = (BEST, COPY, OTHER)
PATHS = tuple((member.path, member.digest) for member in GROUP)


def _asked(act: Act, *members: Member, **more: object) -> Asked:
    return Asked("d", "Ana", act, members=members, **more)  # type: ignore[arg-type]


def test_an_accepted_group_says_who_stays_and_that_the_others_are_its_duplicates() -> None:
    entry = entry_of(_asked(Act.ACCEPT, *GROUP), Ledger("d"))

    assert entry.marks == tuple(Mark(m.path, m.digest, m.keep) for m in GROUP)
    assert entry.judgements == (Judgement(Verdict.DUPLICATE, ("a",), ("b", "c")),)
    assert entry.closings == (Closing(Status.DECIDED, PATHS),)
    assert (entry.dataset, entry.reviewer, entry.act) == ("d", "Ana", Act.ACCEPT)


def test_an_accepted_group_keeps_what_is_known_of_its_pairs() -> None:
    def known(first: str, others: Sequence[str]) -> list[Verdict]:
        assert (first, list(others)) == ("a", ["b", "c"])
        return [Verdict.DUPLICATE, Verdict.SAME_SCENE]

    entry = entry_of(_asked(Act.ACCEPT, *GROUP), Ledger("d"), suggested=known)

    assert entry.judgements == (
        Judgement(Verdict.DUPLICATE, ("a",), ("b",)),
        Judgement(Verdict.SAME_SCENE, ("a",), ("c",)),
    )


def test_a_group_without_a_kept_picture_cannot_be_accepted() -> None:
    with pytest.raises(DecisionError, match="At least one picture of a group stays"):
        entry_of(_asked(Act.ACCEPT, COPY, OTHER), Ledger("d"))


def test_a_copy_of_the_very_file_that_stays_needs_no_verdict() -> None:
    twin = Member("z.png", "a", keep=False)

    entry = entry_of(_asked(Act.ACCEPT, BEST, twin), Ledger("d"))

    assert entry.judgements == ()
    assert entry.marks[1] == Mark("z.png", "a", False)


def test_what_is_split_off_is_different_from_all_the_rest() -> None:
    entry = entry_of(_asked(Act.SPLIT, OTHER, right=(BEST, COPY)), Ledger("d"))

    assert entry.judgements == (Judgement(Verdict.DIFFERENT, ("c",), ("a", "b")),)
    assert not entry.closings


@pytest.mark.parametrize(
    ("right", "words"),
    [((), "leave at least one"), ((Member("z.png", "c"),), "are the same file")],
)
def test_a_split_that_cannot_be_is_refused(right: tuple[Member, ...], words: str) -> None:
    with pytest.raises(DecisionError, match=words):
        entry_of(_asked(Act.SPLIT, OTHER, right=right), Ledger("d"))


def test_no_duplicates_means_that_all_are_different_and_stay() -> None:
    entry = entry_of(_asked(Act.NOT_DUPLICATES, *GROUP), Ledger("d"))

    assert list(entry.judgements[0].pairs()) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert entry.judgements[0].verdict is Verdict.DIFFERENT
    assert all(mark.keep for mark in entry.marks)
    assert entry.closings == (Closing(Status.DECIDED, PATHS),)


@pytest.mark.parametrize("verdict", [*Verdict, None])
def test_a_verdict_is_said_of_each_picture_with_each_other_one(verdict: Verdict | None) -> None:
    entry = entry_of(_asked(Act.VERDICT, BEST, right=(COPY, OTHER), verdict=verdict), Ledger("d"))

    assert entry.judgements == (Judgement(verdict, ("a",), ("b", "c")),)
    assert (entry.marks, entry.closings) == ((), ())


def test_a_verdict_on_one_file_alone_is_refused() -> None:
    with pytest.raises(DecisionError, match="needs two pictures"):
        entry_of(_asked(Act.VERDICT, BEST, right=(Member("z.png", "a"),)), Ledger("d"))


@pytest.mark.parametrize(("act", "status"), [(Act.SKIP, Status.SKIPPED), (Act.REOPEN, Status.OPEN)])
def test_a_group_is_skipped_and_opened_again(act: Act, status: Status) -> None:
    entry = entry_of(_asked(act, *GROUP), Ledger("d"))

    assert entry.closings == (Closing(status, PATHS),)
    assert (entry.marks, entry.judgements) == ((), ())


def test_a_note_is_kept_at_the_contents_of_its_group() -> None:
    entry = entry_of(_asked(Act.NOTE, *GROUP, text="  look again "), Ledger("d"))

    assert entry.notes == (Note("look again", ("a", "b", "c")),)


def test_undo_and_redo_find_what_they_are_about() -> None:
    ledger = Ledger("d")
    said = entry_of(_asked(Act.MARK, BEST), ledger).stored(1, "2026-01-01")
    ledger.take([said])

    undo = entry_of(_asked(Act.UNDO), ledger).stored(2, "2026-01-02")
    ledger.take([undo])
    redo = entry_of(_asked(Act.REDO), ledger)

    assert (undo.target, redo.target) == (1, 1)


@pytest.mark.parametrize("act", [Act.UNDO, Act.REDO])
def test_with_nothing_to_take_back_one_is_told(act: Act) -> None:
    with pytest.raises(DecisionError, match=f"nothing left to {act.value}"):
        entry_of(_asked(act), Ledger("d"))


@pytest.mark.parametrize("act", [Act.MARK, Act.ACCEPT, Act.SKIP, Act.NOTE, Act.SPLIT])
def test_a_decision_about_no_picture_is_refused(act: Act) -> None:
    with pytest.raises(DecisionError, match="names no picture"):
        entry_of(_asked(act), Ledger("d"))
