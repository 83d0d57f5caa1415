"""What a reviewer sees: suggestions, marks over them, headline numbers, the queue."""

from __future__ import annotations

from functools import partial
from itertools import product

import numpy as np
import pytest

from dedup_core import fingerprints
from dedup_core.decisions import Mark
from dedup_core.fingerprints import Metric
from dedup_core.groups import Rule, form_groups
from dedup_core.judged import CHANGED, COPY
from dedup_core.model import Skipped
from dedup_core.review import Order, Outcome, Queue, Setting, Show, as_column, outcome, queued
from dedup_core.search import search_for
from tests.making import catalog_of, near, related_as

PATHS = ["a/1.png", "a/2.png", "b/1.png", "b/2.png", "b/3.png", "c/Ünder.png", "c/x.png", "alone"]
SETTING = Setting("phash", 10, Rule.KEEPER)
VALUES = np.zeros((8, 8), np.uint8)
VALUES[:, 0] = [0, 0b1, 0, 0b111, 0b11, 0, 0b11111, 0]  # distances to keepers: 1 | 3, 2 | 5
NEAR = {(0, 1): 1, (2, 3): 3, (2, 4): 2, (3, 4): 1, (5, 6): 5}


def _outcome(*marks: Mark) -> Outcome:
    """Groups a (2 pictures), b (3) and c (2), kept by their first pictures."""
    table = near(8, NEAR, list(range(8)))
    catalog = catalog_of(PATHS, skipped=[Skipped("bad.png", "broken")])
    row_of = {path: row for row, path in enumerate(PATHS)}
    return outcome(
        catalog,
        fingerprints.DEFAULT,
        form_groups(table, threshold=10, rule=Rule.KEEPER),
        distances=partial(search_for(Metric.HAMMING).distances, VALUES),
        setting=SETTING,
        silent=np.array([7], np.int32),
        said=as_column(catalog, row_of, marks),
    )


def _mark(path: str, keep: bool | None, digest: str = "") -> Mark:
    return Mark(path, digest or f"digest of {path}", keep)


def _kept(found: Outcome) -> dict[str, bool]:
    rows = found.groups.member.tolist()
    return {PATHS[row]: bool(kept) for row, kept in zip(rows, found.kept, strict=True)}


def test_without_marks_the_keeper_stays_and_the_others_are_flagged() -> None:
    found = _outcome()

    assert [path for path, kept in _kept(found).items() if kept] == ["a/1.png", "b/1.png", PATHS[5]]
    assert not found.marked.any()
    assert found.distance.tolist() == [0, 1, 0, 3, 2, 0, 5]
    assert found.spread().tolist() == [1, 3, 5]


def test_a_mark_stands_over_the_suggestion() -> None:
    found = _outcome(_mark("b/2.png", keep=True), _mark("b/1.png", keep=False))

    kept = _kept(found)
    assert (kept["b/1.png"], kept["b/2.png"], kept["b/3.png"]) == (False, True, False)
    assert found.marked.tolist() == [False, False, True, True, False, False, False]


@pytest.mark.parametrize("said", list(product([True, False, None], repeat=3)))
def test_at_least_one_picture_of_a_group_is_always_kept(said: tuple[bool | None, ...]) -> None:
    names = ["b/1.png", "b/2.png", "b/3.png"]

    kept = _kept(_outcome(*(_mark(name, keep) for name, keep in zip(names, said, strict=True))))

    assert any(kept[name] for name in names)
    assert all(kept[name] for name, keep in zip(names, said, strict=True) if keep)
    if said == (False, False, False):
        assert [kept[name] for name in names] == [True, False, False]


def test_a_mark_of_another_content_under_the_same_path_is_ignored() -> None:
    found = _outcome(_mark("a/2.png", keep=True, digest="what it was before"))

    assert not _kept(found)["a/2.png"]
    assert not found.marked.any()


def test_a_mark_of_a_path_that_is_gone_is_ignored() -> None:
    assert _kept(_outcome(_mark("gone.png", keep=True))) == _kept(_outcome())


def test_a_mark_that_was_taken_back_is_the_suggestion() -> None:
    assert _kept(_outcome(_mark("a/2.png", keep=None))) == _kept(_outcome())


def test_the_headline_adds_up() -> None:
    headline = _outcome().headline

    assert headline.found == headline.pictures + headline.skipped == 9
    assert (headline.groups, headline.flagged, headline.silent) == (3, 4, 1)
    assert headline.share == 4 / 8


def test_flagged_and_kept_are_all_members() -> None:
    found = _outcome(_mark("b/2.png", keep=True), _mark("a/1.png", keep=False))

    assert found.headline.flagged + int(found.kept.sum()) == len(found.groups.member) == 7


def test_nothing_at_all_has_a_headline() -> None:
    nothing = outcome(
        catalog_of([]),
        fingerprints.DEFAULT,
        form_groups(near(0, {}, []), threshold=10, rule=Rule.KEEPER),
        distances=partial(search_for(Metric.HAMMING).distances, VALUES),
        setting=SETTING,
        silent=np.zeros(0, np.int32),
        said=np.zeros(0, np.int8),
    )

    assert (nothing.headline.share, nothing.headline.groups, len(nothing.spread())) == (0.0, 0, 0)
    assert len(queued(nothing, Queue(text="x", show=Show.CHANGED))) == 0


def _with_another_part(*marks: Mark) -> Outcome:
    """One group of three; a part of the last differs from the keeper's."""
    catalog = catalog_of(PATHS[:3])
    table = near(3, {(0, 1): 0, (0, 2): 0}, [0, 1, 2])
    return outcome(
        catalog,
        fingerprints.DEFAULT,
        form_groups(table, threshold=10, rule=Rule.KEEPER),
        distances=partial(search_for(Metric.HAMMING).distances, VALUES),
        relations=lambda left, right: related_as(np.where(right == 2, CHANGED, COPY)),
        setting=SETTING,
        silent=np.zeros(0, np.int32),
        said=as_column(catalog, {p: row for row, p in enumerate(PATHS)}, marks),
    )


def test_a_picture_of_which_a_part_differs_is_never_removed_by_suggestion() -> None:
    assert _with_another_part().kept.tolist() == [True, False, True]
    assert _with_another_part().headline.flagged == 1


def test_a_person_may_remove_a_picture_of_which_a_part_differs() -> None:
    found = _with_another_part(_mark(PATHS[2], keep=False))

    assert found.kept.tolist() == [True, False, False]


def test_the_best_of_a_group_may_go_while_one_with_another_part_stays() -> None:
    found = _with_another_part(_mark(PATHS[0], keep=False))

    assert found.kept.tolist() == [False, False, True]


def test_columns_stay_with_their_members_whatever_is_shown() -> None:
    found = _outcome(_mark("b/2.png", keep=True))
    whole = dict(zip(found.groups.member.tolist(), found.distance.tolist(), strict=True))

    shown = found.only(queued(found, Queue(order=Order.LOOSEST)))

    assert shown.groups.member.tolist() == [5, 6, 2, 3, 4, 0, 1]
    assert shown.distance.tolist() == [whole[row] for row in shown.groups.member.tolist()]
    assert _kept(shown) == _kept(found)
    assert shown.marked.tolist() == [row == 3 for row in shown.groups.member.tolist()]
