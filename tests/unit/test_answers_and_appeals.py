"""Answers on drawn pairs, and appeals: what they write, and what holds of it afterwards."""

from __future__ import annotations

import pytest

from dedup_core.decisions import Act, Closing, Entry, Judgement, Status, Verdict, read, written
from dedup_core.errors import DecisionError
from dedup_core.review import Ledger
from dedup_core.review.acts import Asked, Member, entry_of
from dedup_core.review.words import said, taking_back

ONE, OTHER, THIRD = (Member(f"{name}.png", name) for name in "abc")
NAMES = {"a": "a.png", "b": "b.png"}


def _asked(act: Act, *members: Member, **more: object) -> Asked:
    return Asked("d", "Ana", act, members=members, **more)  # type: ignore[arg-type]


def _answer(verdict: Verdict | None, right: Member = OTHER) -> Entry:
    asked = _asked(Act.ANSWER, ONE, right=(right,), verdict=verdict)
    return entry_of(asked, Ledger("d"))


def _held(*entries: Entry) -> Ledger:
    ledger = Ledger("d")
    ledger.take(
        entry.stored(at, f"2026-01-01T00:00:0{at}.000") for at, entry in enumerate(entries, 1)
    )
    return ledger


def test_an_answer_with_a_verdict_is_a_verdict() -> None:
    entry = _answer(Verdict.DIFFERENT)

    assert entry.judgements == (Judgement(Verdict.DIFFERENT, ("a",), ("b",)),)
    assert _held(entry).judgements() == [(1, entry.judgements[0])]
    assert _held(entry).doubts() == []


def test_who_cannot_tell_leaves_a_doubt_and_no_verdict() -> None:
    entry = _answer(None)

    assert _held(entry).doubts() == [("a", "b")]
    assert _held(entry).judgements() == []
    assert said(entry, names=NAMES) == "Ana could not tell what a.png and b.png are to each other"
    assert "1 pair could not be told" in taking_back(entry)


def test_a_doubt_survives_the_log_and_an_undo_takes_it_back() -> None:
    entry = _answer(None)
    undo = Entry("d", "Ana", Act.UNDO, target=1)
    bare = Entry("d", "Ana", Act.ANSWER)

    assert read(written(entry), bare).doubts == (("a", "b"),)
    assert entry.digests() == {"a", "b"}
    assert _held(entry, undo).doubts() == []


def test_an_answer_about_one_content_is_refused() -> None:
    for verdict in (None, Verdict.DUPLICATE):
        with pytest.raises(DecisionError, match="not the same file"):
            _answer(verdict, right=Member("copy.png", "a"))


def test_an_appeal_opens_the_group_again_and_is_noted() -> None:
    asked = _asked(Act.APPEAL, ONE, OTHER, THIRD, text="  It is another pole.  ")

    entry = entry_of(asked, Ledger("d"))

    members = tuple((member.path, member.digest) for member in (ONE, OTHER, THIRD))
    assert entry.closings == (Closing(Status.OPEN, members),)
    assert _held(entry).notes["b"].text == "Appeal: It is another pole."
    assert said(entry).startswith("Ana recorded an appeal about the 3 pictures with a.png: “")


def test_an_appeal_without_a_reason_is_refused() -> None:
    with pytest.raises(DecisionError, match="objects to"):
        entry_of(_asked(Act.APPEAL, ONE, text="  "), Ledger("d"))
