"""Precision and recall at every threshold, from a few answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.calibrate.answers import UNSURE, Answers, are_duplicates, asked
from dedup_core.calibrate.bands import Tally, bands
from dedup_core.calibrate.drawing import Design

LEAST_ANSWERS = 20  # below, bands hold but are too wide to choose by, and strata are without answer
_CURVES, _SEED = 2_000, 1  # bounds then move by less than 0.01 from seed to seed

Values = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Estimates:
    """What the answers say of each offered threshold; recall is of all duplicates in the table.

    The table ends at its reach: duplicates that the method puts further apart are in no recall.
    All columns have one value a threshold, float64 [cells] where nothing else is said.

    limits:     distances of the thresholds, float32, rising
    pairs:      within each, int64, copies too
    duplicates: estimated number of them within each; the mean over all draws is the true number
    precision, recall: by the weights of the draw; NaN while there is no answer to go by
    false_pairs: expected within each, with its band
    counted, unsure, waiting: answers that count, that could not tell, and that were given out of
                 turn and do not count yet
    enough:     whether there are as many answers as a recommendation takes
    """

    limits: NDArray[np.float32]
    pairs: Counts
    duplicates: Values
    precision: Values
    precision_low: Values
    precision_high: Values
    recall: Values
    recall_low: Values
    recall_high: Values
    counted: int
    unsure: int
    waiting: int
    enough: bool

    @property
    def false_pairs(self) -> Values:
        """Pairs within each threshold that are no duplicates."""
        return self.pairs * (1 - self.precision)

    @property
    def false_low(self) -> Values:
        """The least number of them within the band."""
        return self.pairs * (1 - self.precision_high)

    @property
    def false_high(self) -> Values:
        """The largest number of them within the band."""
        return self.pairs * (1 - self.precision_low)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Estimated numbers up to each threshold, [cells]: of duplicates, and of pairs."""

    duplicates: Values
    pairs: Values


def estimate(
    design: Design, answers: Answers, *, scene_counts: bool, curves: int = _CURVES
) -> Estimates:
    """The estimates from the answers that count; who could not tell is left out of a stratum.

    Points are by weights, the inverse of each pair's chance to be drawn: D. Horvitz and D. Thompson
    (1952) for the number of duplicates, which has no bias whatever the method does; J. Hájek (1971)
    for the shares. Bands are by a model in which duplicates get rarer with the distance (`falling`)
    and reach to the point where it lies outside.

    scene_counts: whether "same scene" is a duplicate here
    """
    weighed = _weighed(design, answers, scene_counts)
    told = len(_kept(answers)) > 0 or not design.sizes.any()  # copies alone say nothing of the rest
    counted = tally(design, answers, scene_counts=scene_counts)
    ends = bands(counted, design.sizes, design.copies, curves=curves, seed=_SEED)
    precision = _share(weighed.duplicates, weighed.pairs * told)
    recall = _share(weighed.duplicates, weighed.duplicates[-1:] * told)
    number, until = int(counted.tries.sum()), asked(answers)
    return Estimates(
        limits=design.limits,
        pairs=np.cumsum(design.sizes + design.copies),
        duplicates=weighed.duplicates,
        precision=precision,
        precision_low=np.fmin(ends.precision_low[0], precision),
        precision_high=np.fmax(ends.precision_high[0], precision),
        recall=recall,
        recall_low=np.fmin(ends.recall_low[0], recall),
        recall_high=np.fmax(ends.recall_high[0], recall),
        counted=number,
        unsure=int((answers[:until] == UNSURE).sum()),
        waiting=int((answers[until:] >= 0).sum()),
        enough=is_enough(design, number),
    )


def tally(design: Design, answers: Answers, *, scene_counts: bool) -> Tally:
    """The answers that count, by cell, int64 [1, cells]."""
    kept = _kept(answers)
    cells, hits = design.cell[kept], are_duplicates(answers, scene_counts=scene_counts)[kept]
    many = len(design.limits)
    return Tally(
        np.bincount(cells[hits], minlength=many)[None, :].astype(np.int64),
        np.bincount(cells, minlength=many)[None, :].astype(np.int64),
    )


def is_enough(design: Design, counted: int) -> bool:
    """Whether so many answers are enough: all that can be asked are, if there are no more."""
    return counted >= min(LEAST_ANSWERS, int(design.sizes.sum()))


def _kept(answers: Answers) -> NDArray[np.int64]:
    """Places of the answers that count."""
    return np.flatnonzero(answers[: asked(answers)] >= 0)


def _weighed(design: Design, answers: Answers, scene_counts: bool) -> _Weighed:
    """Sums of weights; what was left out makes the others of its stratum weigh more."""
    kept = _kept(answers)
    strata, stratum = int(design.stratum_of.max(initial=-1)) + 1, design.stratum[kept]
    held = np.bincount(design.stratum_of, design.sizes, minlength=strata)
    weight = (held / np.maximum(np.bincount(stratum, minlength=strata), 1))[stratum]
    hits = are_duplicates(answers, scene_counts=scene_counts)[kept]
    many, cells, copies = len(design.limits), design.cell[kept], np.cumsum(design.copies)
    return _Weighed(
        np.asarray(np.cumsum(np.bincount(cells, weight * hits, minlength=many)) + copies, float),
        np.asarray(np.cumsum(np.bincount(cells, weight, minlength=many)) + copies, float),
    )


def _share(part: Values, whole: Values) -> Values:
    share = np.full(len(part), np.nan)
    return np.asarray(np.divide(part, whole, out=share, where=whole > 0))
