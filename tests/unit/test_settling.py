"""Contradictions with who said what, and how they are settled."""

from __future__ import annotations

import pytest

from dedup_core.constraints import constraints
from dedup_core.decisions import Act, Entry, Judgement, Verdict
from dedup_core.review import Ledger
from dedup_core.review.contradictions import Chain, chains, entries_of, settling
from dedup_core.store import Workspace

A, B, C, D = (letter * 64 for letter in "abcd")
SAME, SCENE, DIFFERENT = Verdict.DUPLICATE, Verdict.SAME_SCENE, Verdict.DIFFERENT


def _say(workspace: Workspace, who: str, verdict: Verdict, left: str, right: str) -> Entry:
    said = Judgement(verdict, (left,), (right,))
    return workspace.log.append(Entry("d", who, Act.VERDICT, judgements=(said,)))


def _chains(workspace: Workspace) -> list[Chain]:
    ledger = Ledger("d")
    ledger.take(workspace.log.entries("d"))
    found = constraints(ledger.judgements(), [A, B, C, D]).contradictions
    entries = {entry.id: entry for entry in workspace.log.named(entries_of(found))}
    return chains(found, entries)


@pytest.fixture
def quarrel(workspace: Workspace) -> Workspace:
    """A = B, B ≈ C, A ≠ C."""
    _say(workspace, "Ana", SAME, A, B)
    _say(workspace, "Ben", DIFFERENT, A, C)
    _say(workspace, "Cho", SCENE, B, C)
    return workspace


def test_a_contradiction_shows_its_pictures_and_who_said_what(quarrel: Workspace) -> None:
    (chain,) = _chains(quarrel)

    assert chain.contents in ((A, B, C), (C, B, A))
    assert {chain.parted.left, chain.parted.right} == {A, C}
    people = {link.verdict: link.entry and link.entry.reviewer for link in chain.links}
    assert people == {SAME: "Ana", SCENE: "Cho"}
    assert chain.parted.entry is not None
    assert chain.parted.entry.reviewer == "Ben"
    assert [link.verdict for link in chain.links if not link.holds] == [SCENE]


@pytest.mark.parametrize("pair", [(A, B), (B, C), (C, A)])
def test_taking_back_any_of_its_statements_settles_it(
    quarrel: Workspace, pair: tuple[str, str]
) -> None:
    entry = settling("d", reviewer="Dee", left=pair[0], right=pair[1], token="t")

    quarrel.log.append(entry)

    assert _chains(quarrel) == []


def test_settling_takes_back_one_pair_of_a_group_and_leaves_the_others(
    workspace: Workspace,
) -> None:
    group = Judgement(SAME, (A,), (B, C))
    workspace.log.append(Entry("d", "Ana", Act.ACCEPT, judgements=(group,)))
    _say(workspace, "Ben", DIFFERENT, B, C)

    workspace.log.append(settling("d", reviewer="Cho", left=A, right=B, token="t"))

    assert _chains(workspace) == []
    _say(workspace, "Ben", SAME, B, D)
    _say(workspace, "Ben", SAME, D, C)  # A = C still holds, and B ≠ C
    assert [set(chain.contents) for chain in _chains(workspace)] == [{B, C, D}]


def test_the_same_settling_twice_is_one_entry(quarrel: Workspace) -> None:
    entry = settling("d", reviewer="Dee", left=A, right=B, token="t")

    first, second = quarrel.log.append(entry), quarrel.log.append(entry)

    assert first == second


def test_an_undone_settling_brings_the_contradiction_back(quarrel: Workspace) -> None:
    settled = quarrel.log.append(settling("d", reviewer="Dee", left=A, right=B, token="t"))

    quarrel.log.append(Entry("d", "Dee", Act.UNDO, target=settled.id))

    assert len(_chains(quarrel)) == 1
