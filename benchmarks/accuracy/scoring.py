"""Distances of pairs whose truth is known → average precision, recall, and how sure these are.

Pairs at the same distance are one step: all of them are taken or none, so no order among them can
flatter a method. A distance of infinity is a pair that a method never compares.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_SURE = 1.959964  # standard deviations of a normal distribution that hold 95 %

Distances = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cut:
    """What lies within one distance: right pairs found, all there are, wrong pairs taken.

    limit: that distance, or -1 where nothing can be taken
    """

    limit: float
    found: int
    of: int
    false: int

    @property
    def recall(self) -> float:
        """Share of the right pairs that are found; 0 where there are none."""
        return self.found / self.of if self.of else 0.0

    @property
    def between(self) -> tuple[float, float]:
        """Where the recall lies with 95 % certainty, the cut being given."""
        return wilson(self.found, self.of)

    @property
    def surely_precise(self) -> float:
        """What the precision is at least, with 97.5 % certainty."""
        return wilson(self.found, self.found + self.false)[0]


@dataclass(frozen=True, slots=True)
class Curve:
    """Right and wrong pairs within each distance that occurs, the smallest first.

    distance: float64 [steps]; true, false: pairs within it, int64 [steps]
    """

    distance: Distances
    true: NDArray[np.int64]
    false: NDArray[np.int64]
    positives: int
    negatives: int

    @property
    def precision(self) -> NDArray[np.float64]:
        """Share of right pairs among all within each distance."""
        return np.asarray(self.true / np.maximum(1, self.true + self.false))

    def average_precision(self) -> float:
        """The mean precision over the right pairs; those never compared count as 0."""
        gained = np.diff(self.true, prepend=0)
        return float((gained * self.precision).sum() / max(1, self.positives))

    def at_precision(self, least: float) -> Cut:
        """The cut with the most right pairs whose precision is at least that."""
        return self._last(self.precision >= least)

    def at_false_rate(self, most: float) -> Cut:
        """The loosest cut that takes at most this share of all wrong pairs."""
        return self._last(self.false <= math.floor(most * self.negatives + 1e-9))

    def at(self, limit: float) -> Cut:
        """The cut at a distance."""
        return self._last(self.distance <= limit)

    def _last(self, allowed: NDArray[np.bool_]) -> Cut:
        """The loosest of the allowed steps that gains a right pair over all stricter ones."""
        steps = np.flatnonzero(allowed)
        if not len(steps) or not self.true[steps[-1]]:
            return Cut(-1.0, 0, self.positives, 0)
        step = int(np.searchsorted(self.true[steps], self.true[steps[-1]]))
        at = int(steps[step])
        return Cut(
            float(self.distance[at]), int(self.true[at]), self.positives, int(self.false[at])
        )


def curve_of(right: Distances, wrong: Distances) -> Curve:
    """The curve of a method that gives right and wrong pairs these distances."""
    near, far = np.sort(right[np.isfinite(right)]), np.sort(wrong[np.isfinite(wrong)])
    steps = np.unique(np.concatenate([near, far]))
    true, false = (np.searchsorted(side, steps, side="right") for side in (near, far))
    return Curve(steps, true.astype(np.int64), false.astype(np.int64), len(right), len(wrong))


def wilson(found: int, of: int) -> tuple[float, float]:
    """Where a share lies with 95 % certainty, when `found` of `of` were seen.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927).
    """
    if not of:
        return 0.0, 1.0
    share, square = found / of, _SURE**2
    middle = (share + square / (2 * of)) / (1 + square / of)
    spread = math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    half = _SURE * spread / (1 + square / of)
    return max(0.0, middle - half), min(1.0, middle + half)
