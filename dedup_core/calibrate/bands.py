"""Between which bounds precision and recall lie, at every threshold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.calibrate.falling import fitting

# Percentiles. 96 % lie between: no data set is drawn from the model's prior, and what it cannot
# know costs a little; with 95 % the bands held the truth in 91 to 97 % of runs.
_ENDS = (2.0, 98.0)

Values = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bands:
    """Ends of the 95 % bands at each threshold, float64 [runs, cells].

    Precision is the share of duplicates among the pairs within a threshold, recall the share of
    the duplicates in the table that they are. Where no pair is within, precision is 1; where there
    are no duplicates at all, recall is 1.
    """

    precision_low: Values
    precision_high: Values
    recall_low: Values
    recall_high: Values


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers counted by cell, int64 [runs, cells]: those that say duplicate, and all."""

    hits: Counts
    tries: Counts


@dataclass(frozen=True, slots=True)
class _Sums:
    """Numbers up to each threshold, [cells] or [runs, cells]: what is certain.

    pairs, copies: in the table, copies are part of the pairs
    hits, misses:  among the answers
    """

    pairs: Counts
    copies: Counts
    hits: Counts
    misses: Counts


def bands(tally: Tally, sizes: Counts, copies: Counts, *, curves: int, seed: int) -> Bands:
    """The bands for each run of answers, from so many curves that fit it.

    Pairs that were answered are counted as answered, the rest of each cell is drawn from the share
    of a curve, so in small tables the bands close as the answers use it up. Where the answers give
    no bound at all, the model gives none either: without a single false pair within a threshold
    its precision may be 1, and so on. That is as in Clopper & Pearson (1934), and it is what keeps
    the bands honest at the ends, where the prior would decide.

    sizes:  pairs in each cell that can be asked, int64 [cells]; copies: pairs beside them that are
            duplicates without asking
    """
    if not len(sizes):  # more identical pairs than are kept: no threshold is offered
        return Bands(*np.zeros((4, len(tally.tries), 0)))
    within = _duplicates(tally, sizes, curves, seed) + np.cumsum(copies)
    sums = _Sums(
        np.cumsum(sizes + copies),
        np.cumsum(copies),
        np.cumsum(tally.hits, axis=1),
        np.cumsum(tally.tries - tally.hits, axis=1),
    )
    return Bands(*_precision(within, sums), *_recall(within, sums))


def _duplicates(tally: Tally, sizes: Counts, curves: int, seed: int) -> Values:
    """Duplicates up to each threshold, of those that can be asked, [runs, curves, cells]."""
    shares = fitting(tally.hits, tally.tries, curves=curves, seed=seed)
    rest = np.random.default_rng((seed, 1)).binomial((sizes - tally.tries)[:, None, :], shares)
    return np.asarray(np.cumsum(tally.hits[:, None, :] + rest, axis=-1).astype(np.float64))


def _precision(within: Values, sums: _Sums) -> tuple[Values, Values]:
    share = np.where(sums.pairs > 0, within / np.maximum(sums.pairs, 1), 1.0)
    low, high = np.percentile(share, _ENDS, axis=1)
    certain = np.where(sums.pairs > 0, sums.copies / np.maximum(sums.pairs, 1), 1.0)
    return np.where(sums.hits == 0, certain, low), np.where(sums.misses == 0, 1.0, high)


def _recall(within: Values, sums: _Sums) -> tuple[Values, Values]:
    low, high = np.percentile(_share(within, within[..., -1:]), _ENDS, axis=1)
    nothing = np.percentile(_share(sums.copies, within[..., -1:]), _ENDS[0], axis=1)
    low = np.where(sums.hits == 0, np.minimum(low, nothing), low)
    beyond = sums.pairs[-1] - sums.pairs
    all_beyond = np.percentile(_share(within, within + beyond), _ENDS[0], axis=1)
    no_miss = sums.misses == sums.misses[:, -1:]
    low = np.where(no_miss, np.minimum(low, all_beyond), low)
    copies_beyond = sums.copies[-1] - sums.copies
    only_copies = np.percentile(_share(within, within + copies_beyond), _ENDS[1], axis=1)
    no_hit = sums.hits == sums.hits[:, -1:]
    high = np.where(no_hit, np.maximum(high, only_copies), high)
    return np.where(beyond == 0, 1.0, low), np.where(beyond == 0, 1.0, high)


def _share(part: Values | Counts, whole: Values) -> Values:
    return np.where(whole > 0, part / np.maximum(whole, 1), 1.0)
