"""Folding the log: the same log gives the same state, however it is read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from dedup_core.decisions import (
    Act,
    Closing,
    Entry,
    Judgement,
    Mark,
    Note,
    Status,
    Verdict,
    read,
    written,
)
from dedup_core.review import Ledger

PEOPLE, PATHS, DIGESTS = ["Ana", "Ben"], ["x", "y", "z"], ["a", "b", "c", "d"]
digests = some.lists(some.sampled_from(DIGESTS), min_size=1, max_size=3, unique=True).map(tuple)
marks = some.builds(
    Mark,
    some.sampled_from(PATHS),
    some.sampled_from(DIGESTS),
    some.sampled_from([True, False, None]),
)
judgements = some.builds(
    Judgement, some.sampled_from([*Verdict, None]), digests, some.just(()) | digests
)
members = some.lists(
    some.tuples(some.sampled_from(PATHS), some.sampled_from(DIGESTS)), min_size=1, max_size=3
).map(tuple)
closings = some.builds(Closing, some.sampled_from([*Status]), members)
notes = some.builds(Note, some.sampled_from(["", "one", "two"]), digests)


@some.composite
def logs(draw: some.DrawFn) -> list[Entry]:
    """Up to a dozen entries of two people in two datasets, with undo and redo among them."""
    entries: list[Entry] = []
    for id in range(1, draw(some.integers(0, 12)) + 1):
        said = [entry.id for entry in entries if entry.target is None]
        turn = said and draw(some.booleans())
        entry = Entry(
            draw(some.sampled_from(["d", "d", "d", "other"])),
            draw(some.sampled_from(PEOPLE)),
            draw(some.sampled_from([Act.UNDO, Act.REDO])) if turn else Act.RULE,
            target=draw(some.sampled_from(said)) if turn else None,
            marks=() if turn else tuple(draw(some.lists(marks, max_size=2))),
            judgements=() if turn else tuple(draw(some.lists(judgements, max_size=2))),
            closings=() if turn else tuple(draw(some.lists(closings, max_size=1))),
            notes=() if turn else tuple(draw(some.lists(notes, max_size=1))),
            blind=not turn and draw(some.integers(0, 5)) == 0,
        )
        entries.append(entry.stored(id, f"2026-01-01T00:00:{id:02}"))
    return entries


def _ledger(entries: list[Entry]) -> Ledger:
    ledger = Ledger("d")
    ledger.take(entries)
    return ledger


def _state(ledger: Ledger) -> tuple[object, ...]:
    undo = [ledger.undoable(person) for person in PEOPLE]
    redo = [ledger.redoable(person) for person in PEOPLE]
    now = ledger.marks, ledger.closed, ledger.notes, ledger.judgements()
    return (*now, undo, redo, ledger.last)


@given(entries=logs(), parts=some.integers(1, 4))
def test_a_log_read_in_parts_gives_the_state_of_the_whole(entries: list[Entry], parts: int) -> None:
    ledger = Ledger("d")

    for begin in range(0, len(entries), parts):
        ledger.take(entries[max(0, begin - 1) : begin + parts])  # one of them once more

    assert _state(ledger) == _state(_ledger(entries))


@given(entries=logs())
def test_a_log_that_was_written_and_read_gives_the_same_state(entries: list[Entry]) -> None:
    again = [
        read(
            written(entry),
            Entry(
                entry.dataset,
                entry.reviewer,
                entry.act,
                target=entry.target,
                blind=entry.blind,
                id=entry.id,
                at=entry.at,
            ),
        )
        for entry in entries
    ]

    assert again == entries
    assert _state(_ledger(again)) == _state(_ledger(entries))


@given(entries=logs())
def test_what_is_undone_is_as_if_it_had_never_been_said(entries: list[Entry]) -> None:
    ledger = _ledger(entries)

    standing = [entry for entry in entries if ledger.active(entry)]

    plain = _ledger(standing)
    assert ledger.marks == plain.marks
    assert ledger.closed == plain.closed
    assert ledger.notes == plain.notes
    assert ledger.judgements() == plain.judgements()


@given(entries=logs(), person=some.sampled_from(PEOPLE), times=some.integers(1, 15))
def test_as_many_redos_as_undos_bring_everything_back(
    entries: list[Entry], person: str, times: int
) -> None:
    ledger = _ledger(entries)
    before, done = _state(ledger)[:4], 0

    for _ in range(times):
        target = ledger.undoable(person)
        if target is None:
            break
        turn = Entry("d", person, Act.UNDO, target=target.id)
        ledger.take([turn.stored(ledger.last + 1, "2026-01-02")])
        done += 1
    for _ in range(done):
        target = ledger.redoable(person)
        assert target is not None
        turn = Entry("d", person, Act.REDO, target=target.id)
        ledger.take([turn.stored(ledger.last + 1, "2026-01-03")])

    assert _state(ledger)[:4] == before


@given(entries=logs(), person=some.sampled_from(PEOPLE))
def test_an_undo_takes_back_the_last_word_of_its_reviewer_only(
    entries: list[Entry], person: str
) -> None:
    ledger = _ledger(entries)

    target = ledger.undoable(person)

    mine = [
        entry
        for entry in entries
        if entry.reviewer == person and entry.dataset == "d"
        if not entry.blind and ledger.active(entry)
    ]
    assert target == (mine[-1] if mine else None)
