"""The strictness curve: what each threshold would give, before anyone chooses one."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.constraints import Constraints
from dedup_core.forest import Forest
from dedup_core.groups import Neighbours, Rule, owners

Limits = NDArray[np.float32]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Curve:
    """One value for each threshold, in rising order. Flagged pictures are grouped and not kept.

    thresholds:      float32, in the method's unit
    groups, flagged: numbers of them, int64
    largest:         members of the largest group, 0 when there is none, int64
    neighbours:      mean number of pictures within the threshold of a picture, float64; from about
                     one chance neighbour on, chained groups run into each other
    """

    thresholds: Limits
    groups: Counts
    flagged: Counts
    largest: Counts
    neighbours: NDArray[np.float64]

    def __len__(self) -> int:
        """Number of thresholds."""
        return len(self.thresholds)


def curve(
    table: Neighbours,
    rule: Rule,
    *,
    at_least: int = 2,
    thresholds: Limits | None = None,
    constraints: Constraints | None = None,
) -> Curve:
    """The curve of groups of `at_least` pictures at rising thresholds; by default 0, 1 … reach.

    constraints: what people said of pairs; groups obey it at every threshold
    """
    limits = _whole(int(table.pairs.reach)) if thresholds is None else thresholds.astype(np.float32)
    least = max(2, at_least)
    bound = None if constraints is None or constraints.empty else constraints
    if rule is Rule.CHAINED and bound is None:
        groups, members, largest = _chained(table.forest, limits, least)
    else:
        groups, members, largest = _one_by_one(table, rule, limits, least, bound)
    within = np.searchsorted(table.pairs.distance, limits, side="right")
    mean = 2 * within / max(1, len(table.rank))
    return Curve(limits, groups, members - groups, largest, mean)


def crowded_from(found: Curve, strict: float) -> int | None:
    """The first place where a picture has one neighbour more than at a strict distance; or None.

    What is close at a strict threshold belongs together. What comes on top is ever more often
    there by chance, and with one such neighbour a picture, chained groups run into each other.
    """
    at = int(np.searchsorted(found.thresholds, np.float32(strict), side="right")) - 1
    if at < 0:
        return None
    crowded = np.flatnonzero(found.neighbours >= found.neighbours[at] + 1)
    return int(crowded[0]) if len(crowded) else None


def _whole(reach: int) -> Limits:
    return np.arange(reach + 1, dtype=np.float32)


def _chained(forest: Forest, limits: Limits, least: int) -> tuple[Counts, Counts, Counts]:
    """From one pass over the merges: each ends up to two groups and begins up to one."""
    first, second = forest.first, forest.second
    both = first + second
    groups, members = np.zeros((2, len(both) + 1), np.int64)
    largest = np.zeros(len(both) + 1, np.int64)
    for sizes, sign in ((first, -1), (second, -1), (both, 1)):
        counts = sizes >= least
        groups[1:] += sign * counts
        members[1:] += sign * (sizes * counts)
    largest[1:] = both * (both >= least)
    at = np.searchsorted(forest.height, limits, side="right")
    return (
        np.cumsum(groups)[at],
        np.cumsum(members)[at],
        np.maximum.accumulate(largest)[at],
    )


def _one_by_one(
    table: Neighbours, rule: Rule, limits: Limits, least: int, bound: Constraints | None
) -> tuple[Counts, Counts, Counts]:
    """Each threshold by itself, several at the same time.

    At a million pictures and ten million pairs one pass that keeps a bit a threshold for each
    picture took as long around the keeper as these 25 (0.3 s of CPU): strict thresholds stop early.
    """
    from dedup_core import grouping_loops as loops  # noqa: PLC0415 - numba costs 0.5 s

    def at(limit: np.float32) -> tuple[int, int, int]:
        owner = owners(table, threshold=float(limit), rule=rule, constraints=bound)
        return loops.tally(owner, least)

    tallies = [at(limit) for limit in limits[:1]]  # alone, because it makes what the others read
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        tallies += pool.map(at, limits[1:])
    groups, members, largest = np.array(tallies, np.int64).reshape(-1, 3).T
    return groups, members, largest
