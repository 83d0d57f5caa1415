"""Groups with everything that a person wants to see of them at one setting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup_core.decisions import Verdict
from dedup_core.fingerprints import Method
from dedup_core.groups import Groups, Rule
from dedup_core.judged import CHANGED, Records, unknown
from dedup_core.judged_pairs import NO_VERDICT
from dedup_core.model import Catalog
from dedup_core.review.ledger import NoteOf
from dedup_core.review.said import Closings, nothing_closed

Rows = NDArray[np.int32]
Distances = Callable[[Rows, Rows], NDArray[Any]]
Relations = Callable[[Rows, Rows], Records]
Verdicts = Callable[[Rows, Rows], NDArray[np.int8]]
_DUPLICATE = tuple(Verdict).index(Verdict.DUPLICATE)


def unlooked(left: Rows, _: Rows) -> Records:
    """Nobody looked."""
    return unknown(len(left))


def unsaid(left: Rows, _: Rows) -> NDArray[np.int8]:
    """Nobody said anything of any pair."""
    return np.full(len(left), NO_VERDICT, np.int8)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a reviewer chose; equal settings on an unchanged dataset give equal groups.

    threshold: in the method's unit, see `Method.limit_of`
    """

    method: str
    threshold: float
    rule: Rule
    at_least: int = 2


@dataclass(frozen=True, slots=True)
class Headline:
    """The numbers above the groups. Flagged pictures are in a group and not kept."""

    found: int
    pictures: int
    skipped: int
    silent: int
    groups: int
    flagged: int

    @property
    def share(self) -> float:
        """Flagged pictures as a share of all pictures, 0 … 1."""
        return self.flagged / self.pictures if self.pictures else 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """Groups at a setting, with one value a member, or a group, in each column.

    distance, related, verdict: of the keeper to each member
    related: judged.RECORD [members]
    verdict: int8 [members], place in `Verdict`; NO_VERDICT where nobody said anything
    status:  int8 [groups], place in `said.STATUSES`
    closed:  int64 [groups], the newest entry that decided or skipped any of its members; 0: none
    by:      reviewer and time of those entries
    notes:   by row
    seen:    the newest entry of the log that this holds
    kept:   bool [members]; at least one of every group
    marked: bool [members], a person said so; otherwise it is the suggestion
    """

    catalog: Catalog
    method: Method
    setting: Setting
    silent: NDArray[np.int32]
    groups: Groups
    distance: NDArray[np.float32]
    related: Records
    kept: NDArray[np.bool_]
    marked: NDArray[np.bool_]
    verdict: NDArray[np.int8]
    status: NDArray[np.int8]
    closed: NDArray[np.int64]
    by: Mapping[int, tuple[str, str]]
    notes: Mapping[int, NoteOf]
    seen: int = 0

    @property
    def closed_by(self) -> tuple[str, ...]:
        """Who decided or skipped each group last; empty: nobody."""
        return tuple(self.by.get(entry, ("", ""))[0] for entry in self.closed.tolist())

    @property
    def closed_at(self) -> tuple[str, ...]:
        """When that was, ISO 8601 in UTC; empty: never."""
        return tuple(self.by.get(entry, ("", ""))[1] for entry in self.closed.tolist())

    def note(self, group: int) -> NoteOf | None:
        """The newest note at any member of a group."""
        begin, end = self.groups.start[group : group + 2]
        found = [
            self.notes[row] for row in self.groups.member[begin:end].tolist() if row in self.notes
        ]
        return max(found, key=lambda note: note.at, default=None)

    @property
    def relation(self) -> NDArray[np.int8]:
        """Places in `judged.RELATIONS`, one a member; UNKNOWN where nobody looked."""
        return np.asarray(self.related["relation"])

    @property
    def joined(self) -> NDArray[np.bool_]:
        """Which members only a verdict on others has joined, bool [members]."""
        return _joined(self.setting, self.method, self.distance, self.verdict)

    @property
    def headline(self) -> Headline:
        """The numbers above the groups."""
        return Headline(
            found=self.catalog.found,
            pictures=len(self.catalog),
            skipped=len(self.catalog.skipped),
            silent=len(self.silent),
            groups=len(self.groups),
            flagged=int((~self.kept).sum()),
        )

    def spread(self) -> NDArray[np.float32]:
        """The largest distance to the keeper in each group, float32 [groups]."""
        if not len(self.groups):
            return np.zeros(0, np.float32)
        return np.asarray(np.maximum.reduceat(self.distance, self.groups.start[:-1]))

    def only(self, chosen: NDArray[np.int64]) -> Outcome:
        """These groups, in this order; the headline then counts only them."""
        groups = self.groups.only(chosen)
        starts = np.repeat(self.groups.start[chosen] - groups.start[:-1], groups.sizes)
        at = np.arange(len(groups.member)) + starts
        return Outcome(
            self.catalog,
            self.method,
            self.setting,
            self.silent,
            groups,
            self.distance[at],
            self.related[at],
            self.kept[at],
            self.marked[at],
            self.verdict[at],
            self.status[chosen],
            self.closed[chosen],
            self.by,
            self.notes,
            self.seen,
        )


def outcome(
    catalog: Catalog,
    method: Method,
    groups: Groups,
    *,
    distances: Distances,
    setting: Setting,
    silent: NDArray[np.int32],
    said: NDArray[np.int8],
    relations: Relations = unlooked,
    verdicts: Verdicts = unsaid,
    closings: Closings | None = None,
    notes: Mapping[int, NoteOf] | None = None,
    seen: int = 0,
) -> Outcome:
    """Groups with distances to their keepers, and with people's marks over the suggestion.

    distances: of pairs of rows, in the method's unit; relations, verdicts: of the same
    said:      what people said of each row, int8 [pictures]; see `as_column`
    """
    keepers = np.repeat(groups.keeper, groups.sizes)
    distance = distances(keepers, groups.member)
    related = relations(keepers, groups.member)
    verdict = verdicts(keepers, groups.member)
    other = (related["relation"] == CHANGED) & (verdict != _DUPLICATE)
    joined = _joined(setting, method, distance, verdict)
    kept = _kept(groups, said[groups.member], other | joined)
    status, closed = (closings or nothing_closed(len(catalog))).of_groups(
        groups.start, groups.member
    )
    return Outcome(
        catalog,
        method,
        setting,
        silent,
        groups,
        distance.astype(np.float32),
        related,
        kept,
        said[groups.member] >= 0,
        verdict,
        status,
        closed,
        closings.by if closings else {},
        notes or {},
        seen,
    )


def _joined(
    setting: Setting, method: Method, distance: NDArray[Any], verdict: NDArray[np.int8]
) -> NDArray[np.bool_]:
    """Which members are in their group only because a verdict on others joined them, bool.

    Nobody said anything of them and the keeper, and they are beyond the threshold. In a chain that
    is so by its rule.
    """
    if setting.rule is Rule.CHAINED:
        return np.zeros(len(distance), np.bool_)
    limit = np.float32(method.limit_of(setting.threshold))
    return np.asarray((distance.astype(np.float32) > limit) & (verdict == NO_VERDICT))


def _kept(groups: Groups, said: NDArray[np.int8], other: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which members stay: as people said, else as suggested, and at least one of each group.

    Whoever photographed the next can on the same table submitted another picture, and what only a
    verdict on others has joined may be another one, too: such (`other`) are never removed by
    suggestion, only by a person.
    """
    best = np.repeat(groups.keeper, groups.sizes) == groups.member
    kept = np.where(said < 0, best | other, said == 1)
    kept |= best & ~_any_of_group(groups, kept)[groups.of_each_member()]
    return np.asarray(kept)


def _any_of_group(groups: Groups, column: NDArray[np.bool_]) -> NDArray[np.bool_]:
    if not len(groups):
        return np.zeros(0, np.bool_)
    return np.asarray(np.logical_or.reduceat(column, groups.start[:-1]))
