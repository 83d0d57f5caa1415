"""What a self-test found: distances of planted copies, to be cut at any threshold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints import Method
from dedup_core.model import Skipped
from dedup_core.selftest.changes import Change

NEVER = np.float32(np.inf)  # distance of what a method must not compare: it is never found
_SLACK = 1e-6  # as float32 a distance may lie a little beyond its limit

Counts = NDArray[np.int64]
Distances = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Stops:
    """The thresholds of a method's slider, strict ones first.

    limits: the largest distance at each, float64 [stops]
    """

    thresholds: tuple[float, ...]
    limits: NDArray[np.float64]

    def first(self, distances: Distances) -> Counts:
        """The strictest stop that reaches each distance; the number of stops where none does."""
        return np.searchsorted(self.limits + _SLACK, distances).astype(np.int64)

    def nearest(self, threshold: float) -> int:
        """The place of the stop that is nearest to a threshold."""
        return int(np.abs(np.array(self.thresholds) - threshold).argmin())


def stops_of(method: Method) -> Stops:
    """All thresholds that are offered, up to the loosest one."""
    thresholds = method.thresholds(method.limit_of(method.loosest))
    limits = np.array([method.limit_of(each) for each in thresholds], np.float64)
    return Stops(tuple(thresholds), limits)


@dataclass(frozen=True, slots=True)
class MethodResult:
    """What one method makes of the planted copies.

    apart:  of each copy from its original, float32 [changes, originals]; NEVER where it is not
            compared
    found:  copies found at each stop, int64 [changes, stops]
    false:  other pictures met at each stop, int64 [changes, stops]
    others: pairs of a copy and another picture that could be met, for each change
    """

    method: Method
    stops: Stops
    apart: Distances
    found: Counts
    false: Counts
    others: int

    def recall(self, stop: int) -> NDArray[np.float64]:
        """The share of copies found at a stop, [changes]."""
        return np.asarray(self.found[:, stop] / max(1, self.apart.shape[1]))

    def false_a_thousand(self, stop: int) -> NDArray[np.float64]:
        """Others that a copy meets among 1,000 pictures at a stop, [changes]."""
        return np.asarray(1000 * self.false[:, stop] / max(1, self.others))


@dataclass(frozen=True, slots=True)
class Example:
    """One copy to look at. original: its place in the sample; jpeg: its small picture."""

    original: int
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A method that was not tested, and why."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class SelfTest:
    """One whole self-test.

    rows:     of the originals in the catalog, int32 [originals]
    examples: one for each change
    unread:   drawn pictures that could not be read any more
    others:   number of other pictures that copies were compared with
    """

    rows: NDArray[np.int32]
    changes: tuple[Change, ...]
    methods: tuple[MethodResult, ...]
    left_out: tuple[LeftOut, ...]
    examples: tuple[Example, ...]
    unread: tuple[Skipped, ...]
    others: int
    seed: int


def counted(stops: Stops, apart: Distances) -> Counts:
    """How many of the distances [changes, originals] each stop reaches, int64 [changes, stops]."""
    return np.cumsum(_starting(stops, stops.first(apart)), axis=1)


def met(stops: Stops, copies: Distances, originals: Distances) -> Counts:
    """How many others each stop brings to copies that it does not bring to their originals.

    copies, originals: distances to the same others, [changes, pairs]; int64 [changes, stops]
    """
    begins, ends = stops.first(copies), stops.first(originals)
    ends = np.maximum(begins, ends)
    return np.cumsum(_starting(stops, begins) - _starting(stops, ends), axis=1)


def _starting(stops: Stops, first: Counts) -> Counts:
    """How many of each row begin at each stop."""
    width = len(stops.thresholds)
    rows = [np.bincount(row, minlength=width + 1)[:width] for row in first]
    return np.array(rows, np.int64).reshape(len(first), width)
