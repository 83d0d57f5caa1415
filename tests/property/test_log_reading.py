"""Looking through the log: the database filters as a plain walk over all entries does."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dedup_core.decisions import Act, Closing, Entry, Judgement, Mark, Note, Status, Verdict
from dedup_core.store import IndexedEntry, Workspace
from dedup_core.store.log_reading import LogFilter

PEOPLE = ["Ana", "Ben", ""]
PATHS = ["walk/Öl 1.jpg", 'say "x".png', "100%_a.png", "marks", "b\\c.png"]
TEXTS = ["", "öl", "ÖL 1", '"x"', "%_", "\\", "marks", "ß", "straSSE", "null", "note"]
DIGESTS = [letter * 64 for letter in "abcd"]
TIMES = [f"2026-11-{day:02}T12:00:00.000+00:00" for day in range(1, 5)]
FIRST_ACTS = [Act.MARK, Act.ACCEPT, Act.NOTE, Act.VERDICT]

digests = some.lists(some.sampled_from(DIGESTS), min_size=1, max_size=2, unique=True).map(tuple)
members = some.lists(
    some.tuples(some.sampled_from(PATHS), some.sampled_from(DIGESTS)), max_size=2
).map(tuple)
said = some.builds(
    Entry,
    some.sampled_from(["d", "other"]),
    some.sampled_from(PEOPLE),
    some.sampled_from(FIRST_ACTS),
    why=some.sampled_from(["", "die Straße", "Öl"]),
    at=some.sampled_from(TIMES),
    marks=some.lists(
        some.builds(Mark, some.sampled_from(PATHS), some.sampled_from(DIGESTS), some.just(True)),
        max_size=2,
    ).map(tuple),
    judgements=some.lists(
        some.builds(Judgement, some.sampled_from(Verdict), digests, digests), max_size=1
    ).map(tuple),
    closings=some.lists(some.builds(Closing, some.just(Status.DECIDED), members), max_size=1).map(
        tuple
    ),
    notes=some.lists(
        some.builds(Note, some.sampled_from(["Straße", "note"]), digests), max_size=1
    ).map(tuple),
)
filters = some.builds(
    LogFilter,
    some.sampled_from(["", "d", "other"]),
    some.lists(some.sampled_from(PEOPLE), max_size=2).map(tuple),
    some.lists(some.sampled_from(FIRST_ACTS), max_size=2).map(tuple),
    some.sampled_from(["", *TIMES]),
    some.sampled_from(["", *TIMES]),
    some.sampled_from(TEXTS),
    some.frozensets(some.sampled_from(DIGESTS), max_size=2),
)


@settings(max_examples=60)  # each opens a workspace of its own
@given(log=some.lists(said, max_size=10), asked=some.lists(filters, min_size=1, max_size=6))
def test_the_database_takes_the_entries_that_a_plain_filter_takes(
    log: list[Entry], asked: list[LogFilter]
) -> None:
    with TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        entries = [workspace.log.append(entry) for entry in log]
        reading = workspace.log_reading

        found = [(list(reading.every(one)), reading.count(one)) for one in asked]
        pages = [[reading.page(one, limit=2, offset=at) for at in (0, 2, 4)] for one in asked]
        workspace.close()

    for one, (every, count), pages_of_one in zip(asked, found, pages, strict=True):
        plainly = [entry.id for entry in entries if one.takes(entry)]
        assert [entry.id for entry in every] == plainly
        assert count == len(plainly)
        newest = [entry.id for page in pages_of_one for entry in page]
        assert newest == plainly[::-1][:6]


def test_the_words_of_the_stored_form_are_not_found() -> None:
    noted = Entry("d", "Ana", Act.NOTE, notes=(Note("one", (DIGESTS[0],)),))

    assert not LogFilter(text="digests").takes(noted)
    assert LogFilter(text="ONE").takes(noted)


def _mark(path: str, digest: str, reviewer: str = "Ana", dataset: str = "d") -> Entry:
    return Entry(dataset, reviewer, Act.MARK, marks=(Mark(path, digest, True),))


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """A dataset with two files, and two verdicts on them: one holds, one was undone and redone."""
    files = [
        IndexedEntry(path, 1, "", digest, None)
        for path, digest in zip(("Park/x.jpg", "y.jpg"), DIGESTS, strict=False)
    ]
    workspace.save("d", files, [], [])
    log = workspace.log
    first = log.append(_mark("Park/x.jpg", DIGESTS[0], "Ben"))
    second = log.append(_mark("y.jpg", DIGESTS[1]))
    log.append(_mark("elsewhere.jpg", DIGESTS[2], "Cho", "other"))
    log.append(Entry("d", "Ana", Act.UNDO, target=first.id))
    log.append(Entry("d", "Ana", Act.UNDO, target=second.id))
    log.append(Entry("d", "Ben", Act.REDO, target=second.id))
    return workspace


def test_what_does_not_hold_is_known_with_its_undo(filled: Workspace) -> None:
    reading = filled.log_reading
    entries = list(reading.every(LogFilter("d")))

    undone, targets = reading.undone(entries), reading.targets(entries)

    assert {id: undo.reviewer for id, undo in undone.items()} == {1: "Ana"}
    assert {id: target.reviewer for id, target in targets.items()} == {1: "Ben", 2: "Ana"}


def test_reviewers_are_those_of_the_dataset(filled: Workspace) -> None:
    assert filled.log_reading.reviewers("d") == ["Ana", "Ben"]
    assert filled.log_reading.reviewers() == ["Ana", "Ben", "Cho"]


def test_pictures_are_found_by_a_part_of_their_path_and_named(filled: Workspace) -> None:
    reading = filled.log_reading

    assert reading.contents_named("PARK", "d") == {DIGESTS[0]}
    assert reading.contents_named("PARK", "other") == frozenset()
    assert reading.contents_named("jpg") == set(DIGESTS[:2])
    assert reading.names(DIGESTS) == {DIGESTS[0]: "Park/x.jpg", DIGESTS[1]: "y.jpg"}
    assert reading.names(DIGESTS, "other") == {}


def test_the_last_undo_or_redo_decides_as_it_does_in_the_ledger(filled: Workspace) -> None:
    from dedup_core.review import Ledger

    ledger = Ledger("d")
    entries = filled.log.entries("d")
    ledger.take(entries)

    undone = filled.log_reading.undone(entries)

    decisions = [entry for entry in entries if entry.target is None]
    assert [entry.id in undone for entry in decisions] == [
        not ledger.active(entry) for entry in decisions
    ]
