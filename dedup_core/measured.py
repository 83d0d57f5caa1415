"""How near the pictures of a dataset are to each other under one method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints import Method
from dedup_core.judged import COPY, Judged, Records, Rows, turned_round
from dedup_core.model import Catalog
from dedup_core.pairs import PairTable, budget_for, find_pairs, silent_rows
from dedup_core.review.outcome import Distances
from dedup_core.search import search_for
from dedup_core.search.cosine import STEP
from dedup_core.search.found import Collector, sorted_columns

_FAR = 1.0  # distance of pairs that nobody looked at: nothing says that they are of one scene


@dataclass(frozen=True, slots=True)
class Measured:
    """The pairs of a dataset under a method, and the distance of any two rows."""

    pairs: PairTable
    distances: Distances


def by_fingerprints(
    catalog: Catalog,
    method: Method,
    stored: NDArray[Any],
    *,
    loosest: float | None,
    budget: int,
) -> Measured:
    """From stored fingerprints [pictures, …].

    loosest: search up to this distance, with the whole budget; None: as far as a slider needs it
    """
    values = stored if method.compared is None else method.compared(stored)
    choosing = loosest is None and len(values)
    pairs = find_pairs(
        values,
        method,
        silent=silent_rows(catalog, method, stored),
        loosest=loosest,
        budget=budget_for(values, budget) if choosing else budget,
    )
    search = search_for(method.metric)
    return Measured(pairs, lambda left, right: search.distances(values, left, right))


@dataclass(frozen=True, slots=True)
class JudgedRows:
    """Judged pairs by row, sorted by (left, right); files of the same content are pairs, too.

    left, right: int32 [pairs], left < right
    record:      judged.RECORD [pairs]; of one content: copies
    """

    left: Rows
    right: Rows
    record: Records

    def find(self, left: Rows, right: Rows, pictures: int) -> NDArray[np.int64]:
        """The place of each pair, whichever way round; -1 where it was not looked at."""
        keys = self.left.astype(np.int64) * pictures + self.right
        wanted = np.minimum(left, right).astype(np.int64) * pictures + np.maximum(left, right)
        if not len(keys):
            return np.full(len(wanted), -1, np.int64)
        at = np.searchsorted(keys, wanted).clip(0, len(keys) - 1)
        return np.where(keys[at] == wanted, at, -1)

    def relations(self, left: Rows, right: Rows, pictures: int) -> NDArray[np.int8]:
        """What pictures are to each other, as places in `RELATIONS`; -1 where nobody looked."""
        at = self.find(left, right, pictures)
        known = np.append(self.record["relation"].astype(np.int8), np.int8(-1))
        return np.where(left == right, COPY, known[at]).astype(np.int8)


def rows_of(catalog: Catalog, judged: Judged) -> JudgedRows:
    """Pairs of contents (numbers of the sorted digests) as pairs of rows."""
    _, inverse = np.unique(np.array(catalog.digests, "U64"), return_inverse=True)
    by_content = np.argsort(inverse, kind="stable").astype(np.int32)
    sizes = np.bincount(inverse)
    first = np.concatenate(([0], np.cumsum(sizes)))
    times = sizes[judged.left] * sizes[judged.right]
    of = np.repeat(np.arange(len(judged)), times)
    place = np.arange(len(of)) - np.repeat(np.cumsum(times) - times, times)
    wide = sizes[judged.right[of]]
    one = by_content[first[judged.left[of]] + place // wide]
    other = by_content[first[judged.right[of]] + place % wide]
    record = judged.record[of]
    swapped = one > other
    record[swapped] = turned_round(record[swapped])
    same_left, same_right = _same_content(by_content, first, np.flatnonzero(sizes > 1))
    same = np.zeros(len(same_left), record.dtype)
    same["probability"], same["overlap"], same["homography"] = 1, 1, np.eye(3)
    same["relation"] = COPY
    left = np.concatenate((np.where(swapped, other, one), same_left)).astype(np.int32)
    right = np.concatenate((np.where(swapped, one, other), same_right)).astype(np.int32)
    order = np.lexsort((right, left))
    return JudgedRows(left[order], right[order], np.concatenate((record, same))[order])


def _same_content(rows: Rows, first: NDArray[np.int64], often: NDArray[np.int64]) -> list[Rows]:
    """All pairs of rows that share their content, left < right."""
    pairs: list[list[Rows]] = [[np.zeros(0, np.int32)], [np.zeros(0, np.int32)]]
    for content in often:
        mine = rows[first[content] : first[content + 1]]
        for column, at in zip(pairs, np.triu_indices(len(mine), 1), strict=True):
            column.append(mine[at])
    return [np.concatenate(column) for column in pairs]


def by_judgement(
    catalog: Catalog,
    method: Method,
    rows: JudgedRows,
    similarity: NDArray[np.float32],
    *,
    loosest: float | None,
    budget: int,
) -> Measured:
    """From judged pairs and their similarities [pairs], 0 … 1."""
    limit = method.limit_of(method.loosest) if loosest is None else loosest
    steps = np.rint((1 - similarity.astype(np.float64)) / STEP).astype(np.int64).clip(0)
    collector = Collector(len(catalog), loosest=round(limit / STEP), budget=budget)
    near = steps <= collector.limit
    columns = (column[near].astype(np.uint64) for column in (steps, rows.left, rows.right))
    collector.take(collector.key(*columns))
    found = collector.found(sorted_columns, STEP)
    pairs = PairTable(
        method.name,
        found.left,
        found.right,
        found.distance,
        found.reach,
        found.counts,
        np.zeros(0, np.int32),
    )
    known = np.append(steps, round(_FAR / STEP))

    def distances(left: Rows, right: Rows) -> NDArray[np.float32]:
        apart = known[rows.find(left, right, len(catalog))]
        return (np.where(left == right, 0, apart) * STEP).astype(np.float32)

    return Measured(pairs, distances)
