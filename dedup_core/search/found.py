"""What a search found, cut to a budget of pairs while the search still goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Found:
    """All pairs up to a distance, sorted by distance, then left, then right.

    left, right: int32 [pairs], left < right
    counts:      pairs at each step of distance 0 … reach, int64
    step:        how long a step is: 1 for bits
    """

    left: Rows
    right: Rows
    counts: NDArray[np.int64]
    step: float = 1

    @property
    def reach(self) -> float:
        """The largest distance up to which all pairs are here; -1 when not even 0 fits."""
        return round((len(self.counts) - 1) * self.step, 9) if len(self.counts) else -1

    @property
    def distance(self) -> NDArray[np.float32]:
        """The distance of each pair."""
        steps = np.arange(len(self.counts)) * self.step
        return np.repeat(steps.astype(np.float32), self.counts)


class Collector:
    """Takes pairs as they are found, from many threads, and keeps hardly more than a budget.

    A pair is one number, its key: distance, left and right side by side, so that sorting the keys
    sorts by all three. Whenever the pairs so far are more than the budget, the largest distance
    that still fits becomes the limit. Pairs only ever come in, so a distance that was given up
    would not have fitted in the end either: the result is exact, in whatever order pairs come.

    limit:    pairs beyond this distance are no longer wanted; -1 when not even 0 fits
    row_bits: bits of a row number in a key
    """

    def __init__(self, rows: int, *, loosest: int, budget: int) -> None:
        self.limit, self.row_bits = loosest, max(1, (rows - 1).bit_length())
        assert 2 * self.row_bits + loosest.bit_length() <= 64, "a pair does not fit into its key"
        self._budget, self._kept = budget, 0
        self._chunks: list[Keys] = []
        self._counts = np.zeros(loosest + 1, np.int64)
        self._lock = threading.Lock()

    def take(self, keys: Keys) -> None:
        """Add pairs whose distances are at most the loosest; they are copied."""
        distance = self._distances(keys)
        wanted, counts = keys[distance <= self.limit], np.bincount(distance)
        with self._lock:
            self._counts[: len(counts)] += counts
            self._chunks.append(wanted)
            self._kept += len(wanted)
            if self._kept > self._budget:
                self._lower_the_limit()
            if self._kept > 1.25 * self._budget:
                self._drop_what_is_beyond()

    def key(self, distance: Keys, left: Keys, right: Keys) -> Keys:
        """The keys of pairs."""
        return distance << np.uint64(2 * self.row_bits) | left << np.uint64(self.row_bits) | right

    def found(self, sort: Callable[[Keys, int], tuple[Rows, Rows]], step: float = 1) -> Found:
        """Everything within the limit; `sort` makes sorted columns of keys. Ends the collector."""
        self._lower_the_limit()
        self._drop_what_is_beyond()
        left, right = sort(_emptied(self._chunks), self.row_bits)
        return Found(left, right, self._counts[: self.limit + 1], step)

    def _distances(self, keys: Keys) -> NDArray[np.int64]:
        return (keys >> np.uint64(2 * self.row_bits)).view(np.int64)

    def _lower_the_limit(self) -> None:
        up_to = np.cumsum(self._counts[: self.limit + 1])
        self.limit = int(np.searchsorted(up_to, self._budget, side="right")) - 1

    def _drop_what_is_beyond(self) -> None:
        for number, keys in enumerate(self._chunks):
            self._chunks[number] = keys[self._distances(keys) <= self.limit]
        self._kept = sum(map(len, self._chunks))


def sorted_columns(keys: Keys, row_bits: int) -> tuple[Rows, Rows]:
    """Left and right of keys, sorted."""
    keys = np.sort(keys)
    down, ones = np.uint64(row_bits), np.uint64((1 << row_bits) - 1)
    return (keys >> down & ones).astype(np.int32), (keys & ones).astype(np.int32)


def _emptied(chunks: list[Keys]) -> Keys:
    """All chunks as one; each is given back as soon as it is copied, which halves the peak."""
    whole, at = np.empty(sum(map(len, chunks)), np.uint64), 0
    while chunks:
        keys = chunks.pop()
        whole[at : at + len(keys)] = keys
        at += len(keys)
    return whole
