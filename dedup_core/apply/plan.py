"""What happens to each picture: a plan is made of values and touches no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from dedup_core.decisions import Status
from dedup_core.model import Catalog
from dedup_core.review import Ledger, Outcome, Setting
from dedup_core.review.said import STATUSES


class Fate(Enum):
    """What becomes of a picture. The value is the word in lists."""

    ALONE = "in no group"
    KEPT = "kept in its group"
    WAITING = "its group is not decided"
    REMOVED = "removed"


_FATES = tuple(Fate)


@dataclass(frozen=True, slots=True)
class Totals:
    """The numbers of a plan; found = kept + removed + skipped.

    waiting: flagged pictures among the kept, whose `waiting_groups` were not chosen
    groups:  chosen ones, of which nobody decided `unseen`
    """

    found: int
    kept: int
    removed: int
    skipped: int
    groups: int
    unseen: int
    waiting: int
    waiting_groups: int
    kept_bytes: int
    removed_bytes: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens to every picture of a catalog; one value a row.

    fate:       place in list(Fate), int8 [pictures]
    group:      number of its group, from 1, int32 [pictures]; 0: none
    keeper:     row of a kept picture of its group, int32 [pictures]; -1: in no group
    decided_by: a reviewer's name, "reviewer" or "suggestion"; empty: in no group
    """

    catalog: Catalog
    setting: Setting
    fate: NDArray[np.int8]
    group: NDArray[np.int32]
    keeper: NDArray[np.int32]
    decided_by: tuple[str, ...]
    totals: Totals

    def rows(self, fate: Fate) -> NDArray[np.int64]:
        """The rows with this fate, by group and then by path."""
        rows = np.flatnonzero(self.fate == _FATES.index(fate))
        return np.asarray(rows[np.argsort(self.group[rows], kind="stable")])

    def staying(self) -> NDArray[np.int64]:
        """The rows that are not removed, in path order."""
        return np.flatnonzero(self.fate != _FATES.index(Fate.REMOVED))

    def does_as(self, other: Plan) -> bool:
        """Whether another plan removes the same pictures, and keeps the same ones for them."""
        gone = self.fate == _FATES.index(Fate.REMOVED)
        return (
            self.catalog.paths == other.catalog.paths
            and self.catalog.digests == other.catalog.digests
            and np.array_equal(gone, other.fate == _FATES.index(Fate.REMOVED))
            and np.array_equal(self.keeper[gone], other.keeper[gone])
        )

    def fate_of(self, row: int) -> Fate:
        """What becomes of one picture."""
        return _FATES[int(self.fate[row])]


def decided(outcome: Outcome) -> NDArray[np.bool_]:
    """The groups that somebody decided as they are now, bool [groups]."""
    return np.asarray(outcome.status == STATUSES.index(Status.DECIDED))


def every(outcome: Outcome) -> NDArray[np.bool_]:
    """All groups, bool [groups]."""
    return np.ones(len(outcome.groups), np.bool_)


def markers(ledger: Ledger) -> dict[str, tuple[int, str]]:
    """The entry that has the last mark of each path, and its reviewer. 27 ms for 75,000 marks."""
    return {
        mark.path: (entry.id, entry.reviewer)
        for entry in ledger.entries
        if entry.marks and entry.dataset == ledger.dataset
        if not entry.blind and ledger.active(entry)
        for mark in entry.marks
    }


def plan(
    outcome: Outcome,
    chosen: NDArray[np.bool_],
    *,
    marked_by: Mapping[str, tuple[int, str]] | None = None,
) -> Plan:
    """What happens when the chosen groups (bool [groups]) are carried out, and no other.

    marked_by: see `markers`; without it a picture that was marked again after its group was
               decided has that decision's reviewer
    """
    groups, rows = outcome.groups, len(outcome.catalog)
    of_member = groups.of_each_member()
    fate = np.full(rows, _FATES.index(Fate.ALONE), np.int8)
    group, keeper = np.zeros(rows, np.int32), np.full(rows, -1, np.int32)
    of_chosen = np.where(outcome.kept, _FATES.index(Fate.KEPT), _FATES.index(Fate.REMOVED))
    fate[groups.member] = np.where(chosen[of_member], of_chosen, _FATES.index(Fate.WAITING))
    group[groups.member] = of_member + 1
    keeper[groups.member] = _standing_for(outcome)[of_member]
    keeper[groups.member[outcome.kept]] = groups.member[outcome.kept]
    return Plan(
        outcome.catalog,
        outcome.setting,
        fate,
        group,
        keeper,
        _deciders(outcome, marked_by or {}),
        _totals(outcome, chosen, fate),
    )


def _standing_for(outcome: Outcome) -> NDArray[np.int32]:
    """The first kept member of each group, int32 [groups]: the suggested one, where it is kept."""
    kept = np.flatnonzero(outcome.kept)  # at least one of every group
    _, first = np.unique(outcome.groups.of_each_member()[kept], return_index=True)
    return np.asarray(outcome.groups.member[kept[first]])


def _deciders(outcome: Outcome, marked_by: Mapping[str, tuple[int, str]]) -> tuple[str, ...]:
    """Who said last what becomes of each row: by a mark, or by deciding its group."""
    names, of_member = [""] * len(outcome.catalog), outcome.groups.of_each_member().tolist()
    is_decided, closed_by = decided(outcome).tolist(), outcome.closed_by
    closed, marked = outcome.closed.tolist(), outcome.marked.tolist()
    for at, row in enumerate(outcome.groups.member.tolist()):
        group = of_member[at]
        when, who = (closed[group], closed_by[group]) if is_decided[group] else (0, "")
        if marked[at]:
            entry, marker = marked_by.get(outcome.catalog.paths[row], (0, ""))
            who = marker if entry > when else who or "reviewer"
        names[row] = who or "suggestion"
    return tuple(names)


def _totals(outcome: Outcome, chosen: NDArray[np.bool_], fate: NDArray[np.int8]) -> Totals:
    removed, sizes = fate == _FATES.index(Fate.REMOVED), outcome.catalog.size_bytes
    waiting = ~outcome.kept & ~chosen[outcome.groups.of_each_member()]
    return Totals(
        found=outcome.catalog.found,
        kept=int((~removed).sum()),
        removed=int(removed.sum()),
        skipped=len(outcome.catalog.skipped),
        groups=int(chosen.sum()),
        unseen=int((chosen & ~decided(outcome)).sum()),
        waiting=int(waiting.sum()),
        waiting_groups=int((~chosen).sum()),
        kept_bytes=int(sizes[~removed].sum()),
        removed_bytes=int(sizes[removed].sum()),
    )
