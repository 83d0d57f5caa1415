"""How near the pictures of a dataset are to each other under one method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints import Method
from dedup_core.judged import COPY, RECORD, Judged, Records, Rows, unknown
from dedup_core.model import Catalog
from dedup_core.pairs import BUDGET, PairTable, budget_for, find_pairs, silent_rows
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
    record:      RECORD [pairs]; of one content: copies
    partly_at:   not all pairs are here that have this probability or less: they are too many
    """

    left: Rows
    right: Rows
    record: Records
    partly_at: float = -1.0

    def find(self, left: Rows, right: Rows, pictures: int) -> NDArray[np.int64]:
        """The place of each pair, whichever way round; -1 where it was not looked at."""
        return _places(self.left, self.right, (left, right), pictures)


@dataclass(frozen=True, slots=True)
class JudgedContents:
    """Judged pairs by content, sorted by (left, right), and which rows have which content.

    content: of each row, int64 [pictures]
    """

    content: NDArray[np.int64]
    judged: Judged

    def records(self, left: Rows, right: Rows) -> Records:
        """What rows are to each other, RECORD; a turn is told from the left one on."""
        one, other = self.content[left], self.content[right]
        judged, pictures = self.judged, len(self.content)
        at = _places(judged.left, judged.right, (one, other), pictures)
        found = np.concatenate((judged.record, unknown(1)))[at]
        found["rotation"][one > other] *= -1
        found["relation"][one == other] = COPY
        return found


def by_content(catalog: Catalog, judged: Judged) -> JudgedContents:
    """Pairs of contents (numbers of the sorted digests) beside the rows of a catalog."""
    _, content = np.unique(np.array(catalog.digests, "U64"), return_inverse=True)
    return JudgedContents(content.astype(np.int64), judged)


def _places(
    left: Rows, right: Rows, wanted: tuple[NDArray[Any], NDArray[Any]], count: int
) -> NDArray[np.int64]:
    """The place of each wanted pair among sorted ones, whichever way round; -1: it is not there."""
    keys = left.astype(np.int64) * count + right
    asked = np.minimum(*wanted).astype(np.int64) * count + np.maximum(*wanted)
    if not len(keys):
        return np.full(len(asked), -1, np.int64)
    at = np.searchsorted(keys, asked).clip(0, len(keys) - 1)
    return np.where(keys[at] == asked, at, -1)


def rows_of(looked_at: JudgedContents, *, most: int = BUDGET) -> JudgedRows:
    """The same as pairs of rows: `most` of them, the likeliest ones."""
    content = looked_at.content
    sizes = np.bincount(content)
    same = int((sizes * (sizes - 1) // 2).sum())
    if same > most:
        return JudgedRows(_no_rows(), _no_rows(), np.zeros(0, RECORD), partly_at=1.0)
    judged, partly_at = _likeliest(looked_at.judged, sizes, most - same)
    rows = np.argsort(content, kind="stable").astype(np.int32)
    first = np.concatenate(([0], np.cumsum(sizes)))
    one, other, of = _of_contents(judged, rows, first)
    same_left, same_right = _same_content(rows, first, np.flatnonzero(sizes > 1))
    record = np.zeros(len(of) + len(same_left), RECORD)
    record[: len(of)] = judged.record[of]
    record["probability"][len(of) :], record["relation"][len(of) :] = 1, COPY
    left = np.concatenate((np.minimum(one, other), same_left)).astype(np.int32)
    right = np.concatenate((np.maximum(one, other), same_right)).astype(np.int32)
    order = np.argsort(left.astype(np.int64) * len(content) + right)
    return JudgedRows(left[order], right[order], record[order], partly_at)


def _likeliest(judged: Judged, sizes: NDArray[np.int64], most: int) -> tuple[Judged, float]:
    """Pairs of contents that make `most` pairs of rows, and the largest probability left out."""
    times, probability = sizes[judged.left] * sizes[judged.right], judged.record["probability"]
    order = np.argsort(-probability, kind="stable")
    end = int(np.searchsorted(np.cumsum(times[order]), most, side="right"))
    if end == len(order):
        return judged, -1.0
    stay = np.sort(order[:end])
    fewer = Judged(
        judged.left[stay], judged.right[stay], judged.record[stay], _no_rows(), _no_rows()
    )
    return fewer, float(probability[order[end]])


def _of_contents(
    judged: Judged, rows: Rows, first: NDArray[np.int64]
) -> tuple[Rows, Rows, NDArray[np.int64]]:
    """All pairs of rows that pairs of contents stand for, and the number of that pair."""
    sizes = np.diff(first)
    times = sizes[judged.left] * sizes[judged.right]
    of = np.repeat(np.arange(len(judged)), times)
    place = np.arange(len(of)) - np.repeat(np.cumsum(times) - times, times)
    wide = sizes[judged.right[of]]
    one = rows[first[judged.left[of]] + place // wide]
    return one, rows[first[judged.right[of]] + place % wide], of


def _same_content(rows: Rows, first: NDArray[np.int64], often: NDArray[np.int64]) -> list[Rows]:
    """All pairs of rows that share their content, left < right."""
    pairs: list[list[Rows]] = [[_no_rows()], [_no_rows()]]
    for content in often:
        mine = rows[first[content] : first[content + 1]]
        for column, at in zip(pairs, np.triu_indices(len(mine), 1), strict=True):
            column.append(mine[at])
    return [np.concatenate(column) for column in pairs]


def _no_rows() -> Rows:
    return np.zeros(0, np.int32)


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
    known_to = int(np.rint((1 - rows.partly_at) / STEP)) - 1  # beyond it some pairs are not here
    loosest_step = max(-1, min(round(limit / STEP), known_to))
    collector = Collector(len(catalog), loosest=loosest_step, budget=budget)
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
