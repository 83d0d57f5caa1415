"""Answers to pairs of which the truth is known, made up many times over, and what they lead to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.calibrate.bands import Bands, Tally, bands
from dedup_core.calibrate.drawing import strata, turns_of
from dedup_core.calibrate.goals import NO_CELL, FewFalse, LittleWithheld, MuchFound

CELLS, AROUND = 25, 10.0  # as phash has them: 0 … 24 bits, and its default
CURVES = 150  # a run; one run on a page takes 2,000
EDGE = 0.02  # from 0 and from 1: nearer, a band can miss a truth on one side only
PRICE = 15  # of a picture, in cents
_ROUNDING = 1e-9

Goal = FewFalse | LittleWithheld | MuchFound

Counts = NDArray[np.int64]
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shape:
    """A data set: pairs in each cell, and how many of them are duplicates, int64 [cells]."""

    name: str
    sizes: Counts
    duplicates: Counts

    @property
    def precision(self) -> Values:
        """At each threshold."""
        return np.cumsum(self.duplicates) / np.maximum(np.cumsum(self.sizes), 1)

    @property
    def recall(self) -> Values:
        """At each threshold."""
        return np.cumsum(self.duplicates) / max(1, int(self.duplicates.sum()))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often the bands held the truth, of all runs and thresholds, and where both ends count.

    inner: only thresholds whose true value is further than EDGE from 0 and 1; NaN without any
    worst: of single thresholds
    width: mean, from 0 to 1
    """

    all: float
    inner: float
    worst: float
    width: float


def shapes() -> list[Shape]:
    """The shapes the bands are judged on, the first four first of all."""
    cell = np.arange(CELLS)
    return [
        _shape("sharp", _growing(200, 1.2), _falling(10.5, 4)),
        _shape("overlapping", _growing(60, 1.35), _falling(10, 0.45)),
        _shape("rare", _growing(30, 1.6), _falling(4, 0.9)),
        _shape("all duplicates", _growing(100, 1.1), np.ones(CELLS)),
        _shape("3 % everywhere", _growing(100, 1.25), 0.03 + 0.9 * _falling(9, 0.8)),
        _shape("bumpy", _growing(100, 1.25), _falling(11, 0.5) + 0.12 * np.sin(1.3 * cell)),
        _shape("97 % at best", _growing(100, 1.2), 0.97 * _falling(18, 0.8)),
        _rare_with_a_kink(),
        _shape("small", np.minimum(_growing(2, 1.25), 60), _falling(8, 0.5)),
    ]


def _growing(first: float, factor: float) -> Counts:
    return np.round(first * factor ** np.arange(CELLS)).astype(np.int64)


def _falling(middle: float, slope: float) -> Values:
    return np.asarray(1 / (1 + np.exp((np.arange(CELLS) - middle) * slope)))


def _shape(name: str, sizes: Counts, shares: Values) -> Shape:
    random = np.random.default_rng(0)
    return Shape(name, sizes, random.binomial(sizes, np.clip(shares, 0, 1)))


def _rare_with_a_kink() -> Shape:
    """All strict pairs are duplicates, then they thin out at once; few among 5 million."""
    sizes = _growing(3, 1.75)
    bell = np.exp(-(((np.arange(CELLS) - 6) / 4) ** 2) / 2)
    duplicates = np.minimum(sizes, np.round(sizes.sum() * 1e-5 * bell).astype(np.int64))
    return Shape("rare, with a kink", sizes, duplicates)


def answered(shape: Shape, answers: int, *, runs: int, seed: int) -> Tally:
    """So many answers, drawn anew in each run as `design` draws them."""
    random = np.random.default_rng(seed)
    limits, stratum_of = np.arange(len(shape.sizes), dtype=np.float32), strata(shape.sizes)
    turns = turns_of(shape.sizes, stratum_of, around=AROUND, limits=limits)[:answers]
    hits, misses = np.zeros((2, runs, len(limits)), np.int64)
    for stratum, asked in enumerate(np.bincount(turns).tolist()):
        cells = np.flatnonzero(stratum_of == stratum)
        yes = shape.duplicates[cells]
        held = np.concatenate((yes, shape.sizes[cells] - yes))
        drawn = random.multivariate_hypergeometric(held, asked, size=runs)
        hits[:, cells], misses[:, cells] = drawn[:, : len(cells)], drawn[:, len(cells) :]
    return Tally(hits, hits + misses)


def simulated(shape: Shape, answers: int, *, runs: int, seed: int = 1) -> Bands:
    """The bands of many runs."""
    tally = answered(shape, answers, runs=runs, seed=seed)
    return bands(tally, shape.sizes, np.zeros_like(shape.sizes), curves=CURVES, seed=seed)


def coverage(low: Values, high: Values, truth: Values) -> Coverage:
    """How often bands [runs, cells] hold the truth [cells]."""
    held = ((low <= truth + _ROUNDING) & (truth <= high + _ROUNDING)).mean(axis=0)
    inner = held[(truth > EDGE) & (truth < 1 - EDGE)]
    within = float(inner.mean()) if len(inner) else float("nan")
    return Coverage(float(held.mean()), within, float(held.min()), float((high - low).mean()))


def met(shape: Shape, goal: Goal, ends: Bands, fulfilled: Iterable[bool]) -> tuple[float, float]:
    """The share of runs with a recommendation, and of these the share that meets the goal.

    fulfilled: whether each threshold does in truth
    """
    cells = goal.cells(np.cumsum(shape.sizes), ends)
    advised = cells != NO_CELL
    good = np.fromiter(fulfilled, np.bool_)[cells[advised]]
    return float(advised.mean()), float(good.mean()) if len(good) else float("nan")


def goals() -> list[Goal]:
    """The goals that are judged."""
    return [
        *(FewFalse(share) for share in (0.01, 0.05, 0.2, 0.5)),
        *(LittleWithheld(pictures * PRICE, PRICE) for pictures in (100, 1_000)),
        *(MuchFound(share) for share in (0.5, 0.8, 0.95)),
    ]


def is_met(shape: Shape, goal: Goal) -> NDArray[np.bool_]:
    """Whether each threshold meets a goal in truth."""
    if isinstance(goal, FewFalse):
        return np.asarray(shape.precision >= 1 - goal.most)
    if isinstance(goal, LittleWithheld):
        false = np.cumsum(shape.sizes - shape.duplicates)
        return np.asarray(false * goal.price <= goal.most)
    return np.asarray(shape.recall >= goal.least)
