"""A sitting follows from the log: the same pairs for everybody, wherever one goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dedup_core.calibrate import (
    NOT_ASKED,
    UNSURE,
    USUAL,
    FewFalse,
    Sitting,
    Sittings,
    begun_at,
    last_answer,
    said_by_others,
)
from dedup_core.decisions import Act, Entry, Judgement, Verdict
from dedup_core.fingerprints import method_named
from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.store import Workspace
from tests.browser.conftest import make_pictures

PHASH = method_named("phash")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[OpenDataset]:
    workspace = Workspace(tmp_path / "workspace")
    dataset = add_path(workspace, make_pictures(tmp_path / "pictures"))
    scan(workspace, dataset)
    yield OpenDataset(workspace, workspace.dataset(dataset.id))
    workspace.close()


def _sitting(opened: OpenDataset, threshold: float = 10) -> Sitting:
    return Sittings().of(opened, PHASH, threshold=threshold)


def _entry(
    opened: OpenDataset, place: int, verdict: Verdict | None, *, by: str = "Ana", at: float = 10
) -> Entry:
    pair = _sitting(opened).pair(place)
    said = Entry(opened.dataset.id, by, Act.ANSWER, method="phash", threshold=at)
    if verdict is None:
        return replace(said, doubts=(pair,))
    return replace(said, judgements=(Judgement(verdict, pair[:1], pair[1:]),))


def _append(opened: OpenDataset, entry: Entry) -> Entry:
    return opened._workspace.log.append(entry)


def _undo(opened: OpenDataset, target: int) -> None:
    _append(opened, Entry(opened.dataset.id, "Ana", Act.UNDO, target=target))


def test_everybody_has_the_same_pairs_in_the_same_order(opened: OpenDataset) -> None:
    one, other = _sitting(opened), _sitting(opened)

    assert [one.pair(at) for at in range(USUAL)] == [other.pair(at) for at in range(USUAL)]
    assert one.seed == other.seed
    assert one.aim == USUAL


def test_another_method_has_a_draw_of_its_own(opened: OpenDataset) -> None:
    other = Sittings().of(opened, method_named("dhash"), threshold=10)

    assert other.seed != _sitting(opened).seed


def test_the_first_answer_settles_around_which_threshold_pairs_are_drawn(
    opened: OpenDataset,
) -> None:
    assert _sitting(opened, threshold=4).around == 4
    first = _append(opened, _entry(opened, 0, Verdict.DUPLICATE, at=8))

    assert _sitting(opened, threshold=4).around == 8
    _undo(opened, first.id)
    assert _sitting(opened, threshold=4).around == 8
    assert begun_at(opened.ledger().entries, opened.dataset.id, "dhash") is None


def test_answers_are_counted_undone_and_unsure_ones_left_out(opened: OpenDataset) -> None:
    _append(opened, _entry(opened, 0, Verdict.DUPLICATE))
    _append(opened, _entry(opened, 1, None))
    last = _append(opened, _entry(opened, 2, Verdict.DIFFERENT))

    sitting, sittings = _sitting(opened), Sittings()
    assert sitting.answers[:4].tolist() == [0, UNSURE, 2, NOT_ASKED]
    found = sittings.estimates(sitting, scene_counts=True)
    assert (found.counted, found.unsure) == (2, 1)

    _undo(opened, last.id)
    found = sittings.estimates(_sitting(opened), scene_counts=True)
    assert (found.counted, found.unsure) == (1, 1)


def test_pairs_that_others_have_before_them_are_left_out(opened: OpenDataset) -> None:
    sitting = _sitting(opened)

    assert sitting.next_pairs(3) == [0, 1, 2]
    taken = [frozenset(sitting.pair(place)) for place in (0, 2)]
    assert sitting.next_pairs(3, taken=taken) == [1, 3, 4]


def test_an_undo_takes_back_ones_own_last_answer_only(opened: OpenDataset) -> None:
    mine = _append(opened, _entry(opened, 0, Verdict.DUPLICATE))
    again = _append(opened, _entry(opened, 1, None))
    _append(opened, _entry(opened, 2, Verdict.DUPLICATE, by="Ben"))
    _append(opened, Entry(opened.dataset.id, "Ana", Act.VERDICT, judgements=mine.judgements))

    assert _last(opened) == again.id
    _undo(opened, again.id)
    assert _last(opened) == mine.id
    _undo(opened, mine.id)
    assert _last(opened) is None


def _last(opened: OpenDataset) -> int | None:
    found = last_answer(opened.ledger(), "Ana", "phash")
    return found and found.id


def test_what_others_said_of_this_very_pair_meanwhile_is_found(opened: OpenDataset) -> None:
    pair, other = _sitting(opened).pair(0), _sitting(opened).pair(1)
    before = _append(opened, _entry(opened, 0, Verdict.DUPLICATE, by="Ben")).id
    _append(opened, _entry(opened, 1, Verdict.DUPLICATE, by="Ben"))

    def said(*, since: int) -> tuple[str, Verdict] | None:
        found = said_by_others(opened.ledger(), pair, reviewer="Ana", since=since)
        return found and (found[0].reviewer, found[1])

    assert said(since=0) == ("Ben", Verdict.DUPLICATE)
    assert said(since=before) is None
    everything = Judgement(Verdict.DIFFERENT, tuple(dict.fromkeys((*pair, *other))))
    split = Entry(opened.dataset.id, "Cleo", Act.VERDICT, judgements=(everything,))
    entry = _append(opened, split)
    assert said(since=before) == ("Cleo", Verdict.DIFFERENT)
    _append(opened, Entry(opened.dataset.id, "Cleo", Act.UNDO, target=entry.id))
    assert said(since=before) is None


def test_whether_more_answers_matter_is_asked_once_and_changes_with_an_answer(
    opened: OpenDataset,
) -> None:
    sittings, goal = Sittings(), FewFalse(0.2)
    before = sittings.of(opened, PHASH, threshold=10)

    assert not sittings.settled(before, goal, scene_counts=True)
    for place in range(len(before.design)):
        _append(opened, _entry(opened, place, Verdict.DIFFERENT))
    after = sittings.of(opened, PHASH, threshold=10)
    assert sittings.settled(after, goal, scene_counts=True)
    assert after.next_pairs(3) == []


def test_copies_of_two_contents_are_asked_about_once(opened: OpenDataset) -> None:
    """Else a pair would come that the answer before it has answered, and vanish from the screen."""
    drawn = _sitting(opened)
    every = drawn.next_pairs(len(drawn.design))
    copied = replace(drawn, digests=tuple("ab"[row % 2] for row in range(len(drawn.digests))))

    asked = copied.next_pairs(len(drawn.design))

    assert every == list(range(len(drawn.design)))
    pairs = [frozenset(copied.pair(place)) for place in asked]
    assert len(pairs) == len(set(pairs))
    assert asked[0] == 0
