"""A plan: every file of a dataset, what becomes of it, and numbers that add up."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup_core import apply, fingerprints
from dedup_core.apply import Fate, Plan
from dedup_core.decisions import Act, Entry, Mark, Status
from dedup_core.groups import Groups, Rule
from dedup_core.model import Skipped
from dedup_core.review import Ledger, Outcome, Setting, outcome
from dedup_core.review.said import STATUSES, Closings
from tests.making import catalog_of

DECIDED = STATUSES.index(Status.DECIDED)
SKIPPED = STATUSES.index(Status.SKIPPED)
CHANGED = STATUSES.index(Status.CHANGED)


def _outcome(
    groups: list[list[int]],
    *,
    paths: list[str],
    said: dict[int, int] | None = None,
    status: dict[int, int] | None = None,
) -> Outcome:
    """Groups of rows, the keeper first; said: marks by row; status: by number of the group."""
    marks = np.full(len(paths), -1, np.int8)
    for row, keep in (said or {}).items():
        marks[row] = keep
    sizes = [len(members) for members in groups]
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    member = np.array([row for members in groups for row in members], np.int32)
    closed, states = np.zeros(len(paths), np.int64), np.zeros(len(paths), np.int8)
    for group, state in (status or {}).items():
        closed[groups[group]], states[groups[group]] = (7 << 24) + group, state
    return outcome(
        catalog_of(
            paths,
            size_bytes=[10 + row for row in range(len(paths))],
            skipped=[Skipped("bad.png", "it is broken")],
        ),
        fingerprints.DEFAULT,
        Groups(start, member),
        distances=lambda left, right: (left != right).astype(np.float32),
        setting=Setting("phash", 10, Rule.KEEPER),
        silent=np.zeros(0, np.int32),
        said=marks,
        closings=Closings(closed, states, {7: ("Ann", "2026-01-02T03:04:05.678Z")}),
    )


def _paths(number: int) -> list[str]:
    return [f"{row:03}.png" for row in range(number)]


def _fates(plan: Plan) -> list[Fate]:
    return [plan.fate_of(row) for row in range(len(plan.catalog))]


def test_only_flagged_pictures_of_chosen_groups_are_removed() -> None:
    found = _outcome([[0, 1], [2, 3]], paths=_paths(5), status={0: DECIDED})

    plan = apply.plan(found, apply.decided(found))

    kept, waits = Fate.KEPT, Fate.WAITING
    assert _fates(plan) == [kept, Fate.REMOVED, waits, waits, Fate.ALONE]
    totals = plan.totals
    assert (totals.found, totals.kept, totals.removed, totals.skipped) == (6, 4, 1, 1)
    assert (totals.groups, totals.waiting, totals.waiting_groups) == (1, 1, 1)
    assert (totals.kept_bytes, totals.removed_bytes) == (10 + 12 + 13 + 14, 11)


@pytest.mark.parametrize("status", [SKIPPED, CHANGED])
def test_a_group_that_was_skipped_or_has_changed_is_not_decided(status: int) -> None:
    found = _outcome([[0, 1]], paths=_paths(2), status={0: status})

    assert apply.decided(found).tolist() == [False]


def test_all_groups_say_how_many_nobody_decided() -> None:
    found = _outcome([[0, 1], [2, 3]], paths=_paths(4), status={0: DECIDED})

    plan = apply.plan(found, apply.every(found))

    assert (plan.totals.groups, plan.totals.unseen, plan.totals.removed) == (2, 1, 2)


def test_the_keeper_of_a_removed_picture_is_one_that_is_kept() -> None:
    """A person kept another one than was suggested: the suggested one goes, too."""
    found = _outcome([[0, 1, 2]], paths=_paths(3), said={0: 0, 1: 1}, status={0: DECIDED})

    plan = apply.plan(found, apply.decided(found))

    assert _fates(plan) == [Fate.REMOVED, Fate.KEPT, Fate.REMOVED]
    assert plan.keeper.tolist() == [1, 1, 1]


def test_it_says_who_decided() -> None:
    said, status = {2: 1}, {0: DECIDED, 2: SKIPPED}
    found = _outcome([[0, 1], [2, 3], [4, 5]], paths=_paths(7), said=said, status=status)

    plan = apply.plan(found, apply.every(found))

    by = ("Ann", "Ann", "reviewer", "suggestion", "suggestion", "suggestion", "")
    assert plan.decided_by == by


def test_a_mark_after_the_decision_names_who_marked() -> None:
    said = {0: 1, 1: 0, 2: 1, 3: 0}
    found = _outcome([[0, 1], [2, 3]], paths=list("abcd"), said=said, status={0: DECIDED})
    ledger = Ledger("a dataset")
    marked = [Mark(path, "", False) for path in "abc"]
    entries = [
        Entry("a dataset", "Bo", Act.ACCEPT, marks=tuple(marked[:2]), id=7),
        Entry("a dataset", "Cleo", Act.MARK, marks=tuple(marked[:1]), id=8),
        Entry("a dataset", "Cleo", Act.UNDO, target=8, id=9),
        Entry("a dataset", "Dan", Act.MARK, marks=tuple(marked[1:]), id=10),
        Entry("a dataset", "Eve", Act.MARK, marks=tuple(marked), blind=True, id=11),
    ]
    ledger.take(entries)

    plan = apply.plan(found, apply.every(found), marked_by=apply.markers(ledger))

    assert plan.decided_by == ("Ann", "Dan", "Dan", "reviewer")


def test_plans_do_the_same_when_the_same_pictures_go_for_the_same_kept_ones() -> None:
    def planned(*, said: dict[int, int] | None = None, names: str = "abcd") -> Plan:
        found = _outcome([[0, 1], [2, 3]], paths=list(names), said=said, status={0: DECIDED})
        return apply.plan(found, apply.decided(found))

    assert planned().does_as(planned())
    assert planned().does_as(planned(said={3: 1}))  # in a group that is not carried out
    assert not planned().does_as(planned(said={1: 1}))
    assert not planned().does_as(planned(said={0: 0, 1: 1}))
    assert not planned().does_as(planned(names="abce"))


def test_without_groups_everything_is_kept() -> None:
    found = _outcome([], paths=_paths(3))

    plan = apply.plan(found, apply.every(found))

    assert set(_fates(plan)) == {Fate.ALONE}


@st.composite
def _cases(draw: st.DrawFn) -> tuple[Outcome, NDArray[np.bool_]]:
    rows = draw(st.integers(0, 20))
    order = draw(st.permutations(range(rows)))
    groups, at = [], 0
    while rows - at >= 2 and draw(st.booleans()):
        size = draw(st.integers(2, min(6, rows - at)))
        groups.append(list(order[at : at + size]))
        at += size
    said = draw(st.dictionaries(st.integers(0, max(rows - 1, 0)), st.integers(0, 1)))
    said = {row: keep for row, keep in said.items() if row < rows}
    chosen = [draw(st.booleans()) for _ in groups]
    found = _outcome(groups, paths=_paths(rows), said=said)
    return found, np.array(chosen, np.bool_)


@given(_cases())
def test_counts_add_up_and_each_removed_picture_has_a_kept_one_of_its_group(
    case: tuple[Outcome, NDArray[np.bool_]],
) -> None:
    found, chosen = case

    plan = apply.plan(found, chosen)

    totals, removed = plan.totals, plan.rows(Fate.REMOVED)
    assert totals.found == totals.kept + totals.removed + totals.skipped
    assert len(removed) == totals.removed == len(plan.catalog) - len(plan.staying())
    assert totals.removed_bytes + totals.kept_bytes == plan.catalog.size_bytes.sum()
    assert set(plan.group[removed] - 1) <= set(np.flatnonzero(chosen))
    keepers = plan.keeper[removed]
    assert all(plan.fate_of(row) is Fate.KEPT for row in keepers)
    assert plan.group[keepers].tolist() == plan.group[removed].tolist()


def test_the_list_has_a_line_for_every_file() -> None:
    found = _outcome([[0, 1]], paths=["a.png", "b.png", "c.png"], status={0: DECIDED})
    plan = apply.plan(found, apply.decided(found))

    as_csv, as_json = (written.write(plan) for written in apply.LISTS)

    rows = list(csv.DictReader(io.StringIO(as_csv.decode("utf-8-sig"), newline="")))
    assert [(r["action"], r["path"], r["group"], r["keeper"], r["decided_by"]) for r in rows] == [
        ("keep", "a.png", "1", "a.png", "Ann"),
        ("remove", "b.png", "1", "a.png", "Ann"),
        ("keep", "c.png", "", "", ""),
        ("skipped", "bad.png", "", "", ""),
    ]
    content = json.loads(as_json)
    assert [row["reason"] for row in content["files"]] == [row["reason"] for row in rows]
    assert content["totals"]["removed"] == 1
    assert (content["method"], content["threshold"], content["rule"]) == ("phash", 10, "keeper")


@pytest.mark.parametrize("path", ["=1+1.png", "@x.png", "\tx.png"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(path: str) -> None:
    found = _outcome([], paths=[path])
    plan = apply.plan(found, apply.every(found))

    rows = list(csv.reader(io.StringIO(apply.LISTS[0].write(plan).decode("utf-8-sig"), newline="")))

    assert rows[1][1] == "'" + path
