"""What shares of duplicates, falling with the distance, fit some answers: the model behind bands.

A hidden Markov chain over the cells of a design, strict ones first. Its state is the share of
duplicates in a cell, on a grid in log-odds with 0 and 1 themselves at the ends; from cell to cell
it stays or falls. The answers are binomial. On a grid the posterior is exact: weights
are summed backwards and curves drawn forwards (L. Rabiner, "A tutorial on hidden Markov models"
(1989); S. Chib, "Calculating posterior distributions and modal estimates in Markov mixture models"
(1996)), so there is nothing to converge. That the share only falls is what lets 30 answers speak of
25 thresholds: the idea of F. Ramsey, "A Bayesian approach to bioassay" (1972), where a response
only rises with a dose.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_HIGHEST = 7.0  # log-odds; 1 of 1,000 is different; the grid goes down from here
# (step, steps): fine where 300 answers in one cell still tell levels apart, coarse where the last
# of them is 4 in 100 million. With steps of 0.5 everywhere such a cell's share was off by 0.014.
_PIECES = ((0.5, 4), (0.25, 40), (1.0, 12))
_ALL, _NONE = 0.2, 0.05  # prior of a share of exactly 1, and of 0, in the strictest cell
_STEEP, _STEEP_SHARE = 5.0, 0.35  # log-odds of a fall at a sharp boundary, and how likely one is
# Three priors: shares that fall a little from cell to cell, in some steps, and in few. Each is the
# chance that a cell has the share of the one before, and the log-odds that all gentle falls would
# add up to if none had.
_KINDS = ((0.3, 6.0), (0.8, 12.0), (0.93, 12.0))
# The answers weigh the priors, but 30 cannot tell them apart: none counts for less than this beside
# the best. By the answers alone, bands of the recall where every 30th far pair is a duplicate held
# it in 85 % of runs at 60 answers; with this in 93 %.
_LEAST_SAY = 0.25

Shares = NDArray[np.float64]
Counts = NDArray[np.int64]
Places = NDArray[np.intp]


def fitting(hits: Counts, tries: Counts, *, curves: int, seed: int) -> Shares:
    """Curves drawn from the posterior, float64 [runs, curves, cells], each falling.

    hits, tries: duplicates among the answers and all answers, int64 [runs, cells]
    """
    random, likely = np.random.default_rng(seed), _likelihood(hits, tries, _levels())
    falls = np.stack([_falls(len(likely), kind) for kind in _KINDS])
    behind, evidence = zip(*(_backwards(likely, of_kind) for of_kind in falls), strict=True)
    weights = np.concatenate(behind, axis=1)  # kinds and runs are one axis from here on
    first = _first() * weights[0]
    by_kind = np.stack(evidence) + np.log(first.sum(axis=1)).reshape(len(falls), -1)
    row = _kinds(by_kind, random, curves) * len(hits) + np.arange(len(hits))[:, None]
    drawn = [_chosen(first, row, random)]
    for cell in range(1, len(likely)):
        drawn.append(_next(drawn[-1], row, falls, weights[cell], random))
    return _between(np.stack(drawn, axis=-1), random)


def _next(
    at: Places, row: Places, falls: Shares, weights: Shares, random: np.random.Generator
) -> Places:
    """Levels in the next cell, [runs, curves]; only what some curve came from is added up.

    falls: [kinds, levels before, levels]; weights: [kinds and runs, levels]
    """
    levels = falls.shape[1]
    met, where = np.unique(row * levels + at, return_inverse=True)
    of_row, before = np.divmod(met, levels)
    kind = of_row * len(falls) // len(weights)
    return _chosen(falls[kind, before] * weights[of_row], where.reshape(at.shape), random)


def _kinds(evidence: Shares, random: np.random.Generator, curves: int) -> Places:
    """Which prior each curve is taken from, [runs, curves], by the evidence [kinds, runs]."""
    weights = np.maximum(np.exp(evidence - evidence.max(axis=0)).T, _LEAST_SAY)
    rows = np.repeat(np.arange(len(weights))[:, None], curves, axis=1)
    return _chosen(weights, rows, random)


def _between(at: Places, random: np.random.Generator) -> Shares:
    """Shares at levels, each curve moved by up to half a step of the grid, its ends excepted."""
    odds, step = _odds()
    inner = np.clip(at - 1, 0, len(odds) - 1)
    moved = odds[inner] + step[inner] * (random.random((*at.shape[:2], 1)) - 0.5)
    shares = 1 / (1 + np.exp(-moved))
    return np.where(at == 0, 1.0, np.where(at == len(odds) + 1, 0.0, shares))


def _odds() -> tuple[Shares, Shares]:
    """The grid between its ends: falling log-odds, and how wide each level is."""
    step = np.concatenate([np.full(steps, step) for step, steps in _PIECES])
    return _HIGHEST - np.cumsum(step) + step / 2, step


def _levels() -> Shares:
    """The grid of shares, falling from 1 to 0."""
    return np.concatenate(([1.0], 1 / (1 + np.exp(-_odds()[0])), [0.0]))


def _first() -> Shares:
    """The prior of the strictest cell: Jeffreys' between the ends."""
    inner = _levels()[1:-1]
    # p^-½ (1-p)^-½, times dp/d(log-odds) = p (1-p), times the width of the level
    weights = np.sqrt(inner * (1 - inner)) * _odds()[1]
    weights *= (1 - _ALL - _NONE) / weights.sum()
    return np.concatenate(([_ALL], weights, [_NONE]))


def _falls(cells: int, kind: tuple[float, float]) -> Shares:
    """The prior of going from each level to each other, in rows, [levels, levels]."""
    stays, whole = kind
    gentle, steep = _falling_by(whole / max(1, cells - 1)), _falling_by(_STEEP)
    moving = (1 - _STEEP_SHARE) * gentle + _STEEP_SHARE * steep
    return np.asarray((1 - stays) * moving + stays * np.eye(len(moving)))


def _falling_by(mean: float) -> Shares:
    """Falls of that mean in log-odds, exponential; what would pass the last level ends there."""
    odds, step = _odds()
    middle = np.concatenate(([_HIGHEST + step[0] / 2], odds))
    upper = np.concatenate(([_HIGHEST + step[0], _HIGHEST], odds[:-1] - step[:-1] / 2))
    upper = np.append(upper, odds[-1] - step[-1] / 2)  # of the share of 0
    reached = np.exp(-np.maximum(middle[:, None] - upper, 0) / mean)  # that a fall goes so far
    table = reached - np.append(reached[:, 1:], np.zeros((len(reached), 1)), axis=1)
    return np.vstack((table, np.eye(table.shape[1])[-1]))


def _likelihood(hits: Counts, tries: Counts, levels: Shares) -> Shares:
    """Of each level in each cell, [cells, runs, levels], the largest of each being 1."""
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.where(hits[..., None] > 0, hits[..., None] * np.log(levels), 0.0)
        misses = (tries - hits)[..., None]
        log = log + np.where(misses > 0, misses * np.log1p(-levels), 0.0)
    return np.moveaxis(np.exp(log - log.max(axis=-1, keepdims=True)), 1, 0)


def _backwards(likely: Shares, falls: Shares) -> tuple[Shares, Shares]:
    """The weight of each level, given all answers in its cell and in looser ones.

    With them the logarithm, [runs], of what they were divided by to stay within range.
    """
    behind, divided = likely.copy(), np.zeros(likely.shape[1])
    for cell in range(len(likely) - 2, -1, -1):
        behind[cell] *= behind[cell + 1] @ falls.T
        largest = behind[cell].max(axis=-1, keepdims=True)
        behind[cell] /= largest
        divided += np.log(largest[:, 0])
    return behind, divided


def _chosen(weights: Shares, rows: Places, random: np.random.Generator) -> Places:
    """One column for each of the rows asked for, with a chance as its weight there."""
    sums = np.cumsum(weights, axis=1)
    total = np.where(sums[:, -1:] > 0, sums[:, -1:], 1)
    steps = (sums / total + np.arange(len(sums))[:, None]).ravel()  # all rows as one rising line
    drawn = np.searchsorted(steps, rows + random.random(rows.shape), side="right")
    return np.asarray(np.minimum(drawn - rows * weights.shape[1], weights.shape[1] - 1))
