"""Which threshold meets a goal, and how sure that is.

A goal is judged at the end of the 95 % band that speaks against it. Simulated on data with known
truth, the threshold recommended after 60 answers met its goal in at least nine of ten runs.
`benchmarks/calibration.py` prints how often, for every shape and goal.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dedup_core.calibrate.answers import Answers, asked
from dedup_core.calibrate.bands import Bands, Tally, bands
from dedup_core.calibrate.drawing import Design
from dedup_core.calibrate.estimating import LEAST_ANSWERS, Estimates, is_enough, tally
from dedup_core.calibrate.falling import fitting
from dedup_core.manifest.money import in_words

NO_CELL = -1
_MORE = 30  # answers that somebody might still give in one sitting
_FUTURES, _CURVES, _SEED = 40, 200, 2  # 40 futures of 200 curves each: 0.1 s
_SETTLED = 0.9  # of the futures that end where we are, or one step beside it
# Of n answers that are all right, up to 1 - 0.025^(1/n), about 3.7 / n, may be wrong in truth.
_RULE_OF = 3.7

Values = NDArray[np.float64]
Counts = NDArray[np.int64]


class Goal(Protocol):
    """What a threshold has to do."""

    def cells(self, pairs: Counts, ends: Bands) -> Counts:
        """The cell of the threshold that meets it, for each run; NO_CELL where none does."""
        ...

    def why_not(self, pairs: Counts, ends: Bands) -> str:
        """A sentence for the first run, when no threshold meets it."""
        ...

    def caveat(self, cell: int, ends: Bands) -> str:
        """A sentence that belongs to the threshold that was found; mostly empty."""
        ...


@dataclass(frozen=True, slots=True)
class FewFalse:
    """At most this share of the pairs within the threshold is false, 0 … 1; as loose as can be."""

    most: float

    def cells(self, pairs: Counts, ends: Bands) -> Counts:
        """The loosest threshold that is surely no worse."""
        return _loosest((ends.precision_low >= 1 - self.most) & (pairs > 0))

    def why_not(self, pairs: Counts, ends: Bands) -> str:
        """How far away the best one is."""
        best = float(np.where(pairs > 0, ends.precision_low[0], 0).max(initial=0))
        needed = math.ceil(_RULE_OF / self.most) if self.most > 0 else 0
        more = (
            f"To show that takes about {needed:,} answers without a false pair."
            if needed
            else "No number of answers shows that none at all is false."
        )
        return (
            f"At no threshold is it sure that at most {_percent(self.most)} of the pairs are "
            f"false: at the best one up to {_percent(1 - best)} may be. {more}"
        )

    def caveat(self, cell: int, ends: Bands) -> str:
        """Nothing to add."""
        return ""


@dataclass(frozen=True, slots=True)
class LittleWithheld:
    """At most this is wrongly withheld; as loose as can be. Amounts are in minor units.

    A false pair withholds one picture at most: it joins two groups, which costs one keeper. And no
    more are withheld than are flagged.

    price:    of a picture
    currency: its code, for sentences
    flagged:  pictures at each threshold, int64 [cells], where it is known
    """

    most: int
    price: int
    currency: str = ""
    flagged: Counts | None = None

    def cells(self, pairs: Counts, ends: Bands) -> Counts:
        """The loosest threshold that surely withholds no more."""
        return _loosest((self._withheld(pairs, ends) <= self.most) & (pairs > 0))

    def why_not(self, pairs: Counts, ends: Bands) -> str:
        """What may be withheld at the least."""
        some = pairs > 0
        least = self._withheld(pairs, ends)[0][some].min() if some.any() else 0
        return (
            f"At no threshold is it sure that at most {self._said(self.most)} is wrongly "
            f"withheld: at the best one it may be up to {self._said(least)}. "
            "More answers narrow that."
        )

    def caveat(self, cell: int, ends: Bands) -> str:
        """Nothing to add."""
        return ""

    def _said(self, units: float) -> str:
        return in_words(math.ceil(units), self.currency)

    def _withheld(self, pairs: Counts, ends: Bands) -> Values:
        pictures = pairs * (1 - ends.precision_low)
        if self.flagged is not None:
            pictures = np.minimum(pictures, self.flagged)
        return np.asarray(pictures * self.price)


@dataclass(frozen=True, slots=True)
class MuchFound:
    """At least this share of the duplicates in the table is within, 0 … 1; as strict as can be."""

    least: float

    def cells(self, pairs: Counts, ends: Bands) -> Counts:
        """The strictest threshold that surely finds as much; the loosest finds all there is."""
        meets = (ends.recall_low >= self.least) & (pairs > 0)
        return np.where(meets.any(axis=1), meets.argmax(axis=1), NO_CELL)

    def why_not(self, pairs: Counts, ends: Bands) -> str:
        """The loosest threshold finds all, so only an empty table has none."""
        return "There are no pairs to find."

    def caveat(self, cell: int, ends: Bands) -> str:
        """When only the loosest threshold will do, which always does."""
        if cell < ends.recall_low.shape[1] - 1 or cell == 0:
            return ""
        return (
            f"Only the loosest threshold surely finds {_percent(self.least)} of what is in the "
            "table. More answers may show that a stricter one does, too."
        )


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The threshold that meets a goal.

    limit: its distance; None when there is none, and `why` says why in a sentence
    cell:  its place among those offered, NO_CELL when there is none
    why:   beside a limit: what to know about it, mostly nothing
    """

    limit: float | None
    cell: int
    why: str


def recommend(estimates: Estimates, goal: Goal) -> Recommendation:
    """The threshold for a goal; none before there are enough answers, or where no pair is found."""
    if not estimates.pairs.any():
        return Recommendation(None, NO_CELL, "There are no pairs to find.")
    if not estimates.enough:
        given = f"{estimates.counted} answer{'' if estimates.counted == 1 else 's'}"
        why = f"{given} so far: not enough. A recommendation takes {LEAST_ANSWERS}."
        return Recommendation(None, NO_CELL, why)
    ends = _ends(estimates)
    cell = int(goal.cells(estimates.pairs, ends)[0])
    if cell == NO_CELL:
        return Recommendation(None, NO_CELL, goal.why_not(estimates.pairs, ends))
    return Recommendation(float(estimates.limits[cell]), cell, goal.caveat(cell, ends))


def settled(design: Design, answers: Answers, goal: Goal, *, scene_counts: bool) -> bool:
    """Whether 30 more answers would hardly change the recommendation for a goal.

    Futures are drawn from the curves that fit the answers so far: the pairs that come next are
    known, only what people will say is not. In nine of ten the recommendation must stay where it
    is or move by one step. That is a preposterior analysis (H. Raiffa and R. Schlaifer, 1961).
    """
    now = tally(design, answers, scene_counts=scene_counts)
    if not len(design.limits) or not is_enough(design, int(now.tries.sum())):
        return False
    coming = design.cell[asked(answers) : asked(answers) + _MORE]
    tries = np.bincount(coming, minlength=len(design.limits)).astype(np.int64)
    shares = fitting(now.hits, now.tries, curves=_FUTURES, seed=_SEED)[0]
    hits = np.random.default_rng(_SEED).binomial(tries, shares)
    pairs = np.cumsum(design.sizes + design.copies)
    futures = Tally(now.hits + hits, np.broadcast_to(now.tries + tries, shares.shape))
    here, there = (
        goal.cells(
            pairs, bands(one, design.sizes, design.copies, curves=_CURVES * more, seed=_SEED)
        )
        for one, more in ((now, 10), (futures, 1))
    )
    near = np.abs(there - here) <= 1
    none = (there == NO_CELL) == (here == NO_CELL)
    return bool((near & none).mean() >= _SETTLED)


def _ends(estimates: Estimates) -> Bands:
    """The bands of one run."""
    return Bands(
        estimates.precision_low[None, :],
        estimates.precision_high[None, :],
        estimates.recall_low[None, :],
        estimates.recall_high[None, :],
    )


def _loosest(meets: NDArray[np.bool_]) -> Counts:
    last = meets.shape[1] - 1 - meets[:, ::-1].argmax(axis=1)
    return np.where(meets.any(axis=1), last, NO_CELL)


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"
