"""The log: what is appended stays as it was said, in order, once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from dedup_core.decisions import (
    Act,
    Closing,
    Entry,
    Judgement,
    Mark,
    Note,
    Status,
    Verdict,
)
from dedup_core.errors import ConflictError, DecisionError
from dedup_core.store import Workspace

A, B, C = (letter * 64 for letter in "abc")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


def _mark(reviewer: str, digest: str = A, keep: bool | None = True, **more: str) -> Entry:
    return Entry("d", reviewer, Act.MARK, marks=(Mark("x.png", digest, keep),), **more)


def _verdict(dataset: str, verdict: Verdict = Verdict.DIFFERENT) -> Entry:
    return Entry(dataset, "Ana", Act.VERDICT, judgements=(Judgement(verdict, (A,), (B,)),))


def test_an_entry_comes_back_as_it_was_said(workspace: Workspace) -> None:
    entry = Entry(
        "d",
        "Añá <b>",
        Act.ACCEPT,
        token="t",
        method="phash",
        threshold=10.0,
        rule="keeper",
        why="because",
        marks=(Mark("ü/x.png", A, True), Mark("y.png", B, None)),
        judgements=(Judgement(Verdict.SAME_SCENE, (A,), (B, C)), Judgement(None, (A, B))),
        closings=(Closing(Status.DECIDED, (("ü/x.png", A), ("y.png", B))),),
        notes=(Note("a note", (A,)),),
        blind=True,
    )

    stored = workspace.log.append(entry)

    assert workspace.log.entries("d") == [stored]
    assert stored == entry.stored(stored.id, stored.at)
    assert stored.id == workspace.log.last("d") == 1


def test_an_entry_is_on_disk_when_the_call_returns(workspace: Workspace) -> None:
    stored = workspace.log.append(_mark("Ana"))

    again = Workspace(workspace.folder)  # beside the first one, which is still open
    assert again.log.entries("d") == [stored]
    again.close()


def test_the_same_token_twice_is_stored_once(workspace: Workspace) -> None:
    first = workspace.log.append(_mark("Ana", token="t"))

    second = workspace.log.append(_mark("Ana", token="t"))

    assert second == first
    assert workspace.log.entries("d") == [first]


def test_only_newer_entries_are_read_again(workspace: Workspace) -> None:
    first, second = workspace.log.append(_mark("Ana")), workspace.log.append(_mark("Ben"))

    assert workspace.log.entries("d", after=first.id) == [second]


def test_judgements_of_pairs_count_in_every_dataset_and_marks_in_their_own(
    workspace: Workspace,
) -> None:
    workspace.log.append(_mark("Ana"))
    said = workspace.log.append(_verdict("d"))
    undone = workspace.log.append(Entry("d", "Ana", Act.UNDO, target=said.id))

    assert workspace.log.entries("another") == [said, undone]


def test_an_undo_of_nothing_is_refused(workspace: Workspace) -> None:
    with pytest.raises(DecisionError, match="nothing to take back"):
        workspace.log.append(Entry("d", "Ana", Act.UNDO, target=5))

    assert workspace.log.entries("d") == []


def test_whoever_did_not_know_of_another_decision_is_told_and_nothing_is_written(
    workspace: Workspace,
) -> None:
    theirs = workspace.log.append(_mark("Ben"))

    with pytest.raises(ConflictError, match="Ben decided about these pictures") as told:
        workspace.log.append(_mark("Ana", keep=False), seen=0)

    assert told.value.entries == (theirs.id,)
    assert workspace.log.entries("d") == [theirs]


def test_an_undo_by_somebody_else_is_a_decision_that_one_is_told_of(workspace: Workspace) -> None:
    theirs = workspace.log.append(_mark("Ben"))
    undone = workspace.log.append(Entry("d", "Ben", Act.UNDO, target=theirs.id))

    with pytest.raises(ConflictError) as told:
        workspace.log.append(_mark("Ana"), seen=theirs.id)

    assert told.value.entries == (undone.id,)


@pytest.mark.parametrize(
    ("mine", "seen"),
    [
        (_mark("Ana", B), 0),  # other pictures
        (_mark("Ana"), 1),  # it is known
        (_mark("Ana"), None),  # it is known and overruled
        (_mark("Ben"), 0),  # the same person
        (Entry("d", "Ana", Act.MARK, marks=(Mark("x.png", A, True),), blind=True), 0),
    ],
    ids=["other pictures", "known", "overruled", "oneself", "blind"],
)
def test_what_takes_nothing_from_anybody_is_written(
    workspace: Workspace, mine: Entry, seen: int | None
) -> None:
    workspace.log.append(_mark("Ben"))

    workspace.log.append(mine, seen=seen)

    assert len(workspace.log.entries("d")) == 2


def test_of_many_who_decide_at_once_without_knowing_exactly_one_is_written(
    workspace: Workspace,
) -> None:
    told: list[str] = []
    start = threading.Barrier(6)

    def decide(name: str) -> None:
        start.wait()
        try:
            workspace.log.append(_mark(name), seen=0)
        except ConflictError:
            told.append(name)

    threads = [threading.Thread(target=decide, args=[f"reviewer {n}"]) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (written,) = workspace.log.entries("d")
    assert sorted([written.reviewer, *told]) == [f"reviewer {n}" for n in range(6)]


def test_the_token_of_another_decision_is_refused(workspace: Workspace) -> None:
    first = workspace.log.append(_mark("Ana", token="t"))

    with pytest.raises(DecisionError, match="under this token"):
        workspace.log.append(_mark("Ana", keep=False, token="t"))

    assert workspace.log.entries("d") == [first]


def test_an_undo_reaches_into_no_other_dataset(workspace: Workspace) -> None:
    said = workspace.log.append(_verdict("d"))

    with pytest.raises(DecisionError, match="not in the log"):
        workspace.log.append(Entry("another", "Ana", Act.UNDO, target=said.id))
