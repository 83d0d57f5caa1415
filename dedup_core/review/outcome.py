"""Groups with everything that a person wants to see of them at one setting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints import Method
from dedup_core.groups import Groups, Rule
from dedup_core.judged import CHANGED, Records, unknown
from dedup_core.model import Catalog
from dedup_core.store import Mark

Rows = NDArray[np.int32]
Distances = Callable[[Rows, Rows], NDArray[Any]]
Relations = Callable[[Rows, Rows], Records]


def unlooked(left: Rows, _: Rows) -> Records:
    """Nobody looked."""
    return unknown(len(left))


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
    """Groups at a setting; distance and relation (of the keeper to it), kept: one value a member.

    related: judged.RECORD [members]
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

    @property
    def relation(self) -> NDArray[np.int8]:
        """Places in `judged.RELATIONS`, one a member; UNKNOWN where nobody looked."""
        return np.asarray(self.related["relation"])

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
) -> Outcome:
    """Groups with distances to their keepers, and with people's marks over the suggestion.

    distances: of pairs of rows, in the method's unit; relations: of the same
    said:      what people said of each row, int8 [pictures]; see `as_column`
    """
    keepers = np.repeat(groups.keeper, groups.sizes)
    distance = distances(keepers, groups.member)
    related = relations(keepers, groups.member)
    # Whoever photographed the next can on the same table submitted another picture: a part that
    # differs is never removed by suggestion, only by a person.
    suggested = (keepers == groups.member) | (related["relation"] == CHANGED)
    of_members = said[groups.member]
    kept = np.where(of_members < 0, suggested, of_members == 1)
    kept |= (keepers == groups.member) & ~_any_of_group(groups, kept)[groups.of_each_member()]
    marked = of_members >= 0
    return Outcome(
        catalog,
        method,
        setting,
        silent,
        groups,
        distance.astype(np.float32),
        related,
        kept,
        marked,
    )


def as_column(
    catalog: Catalog, row_of: Mapping[str, int], marks: Mapping[str, Mark]
) -> NDArray[np.int8]:
    """Marks by row: 1 keep, 0 remove, -1 nothing said, or said of another content at that path.

    row_of: the row of each path; a caller that keeps it saves a walk over all pictures.
    """
    said = np.full(len(catalog), -1, np.int8)
    for path, mark in marks.items():
        row = row_of.get(path)
        if row is not None and catalog.digests[row] == mark.digest and mark.keep is not None:
            said[row] = int(mark.keep)
    return said


def _any_of_group(groups: Groups, column: NDArray[np.bool_]) -> NDArray[np.bool_]:
    if not len(groups):
        return np.zeros(0, np.bool_)
    return np.asarray(np.logical_or.reduceat(column, groups.start[:-1]))
