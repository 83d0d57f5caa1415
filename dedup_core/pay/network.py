"""Accounts that share pictures as dots and arrows, each at a place that is always the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.components import labels
from dedup_core.pay.across import Shared
from dedup_core.pay.payroll import Payroll

Numbers = NDArray[np.int64]
Matrix = NDArray[np.float64]
MOST = 40  # arrows; more of them cross each other until nobody can follow one
_ROUNDS = 120  # then dots move by less than a pixel each round, also in parts of 41 accounts


@dataclass(frozen=True, slots=True)
class Network:
    """The pairs that share most.

    account:  names, in the order of the parts
    pictures: submitted by each account, int64 [accounts]
    part:     number of the connected part that an account belongs to, the largest is 0
    place:    float64 [accounts, 2]: x and y downwards, an arrow is about 1 long; each part lies in
              a box of its own that begins at 0, 0 and is at least as wide as it is high
    first, other: places in `account`, int64 [arrows]: the first arrows are the first pairs
    """

    account: tuple[str, ...]
    pictures: Numbers
    part: Numbers
    place: Matrix
    first: Numbers
    other: Numbers


def network(payroll: Payroll, found: Shared, most: int = MOST) -> Network:
    """The strongest pairs, drawn; 40 of them take 10 ms."""
    arrows = list(zip(found.first[:most], found.other[:most], strict=True))
    names = sorted({name for arrow in arrows for name in arrow})
    place = {name: at for at, name in enumerate(names)}
    ends = np.array([[place[one], place[other]] for one, other in arrows], np.int64).reshape(-1, 2)
    part = _parts(ends, len(names))
    order = np.lexsort((np.arange(len(names)), part))
    spots = np.zeros((len(names), 2))
    for number in range(int(part.max(initial=-1)) + 1):
        mine = np.flatnonzero(part == number)
        inside = ends[part[ends[:, 0]] == number]
        spots[mine] = _laid_out(np.searchsorted(mine, inside), len(mine))
    at = np.empty(len(names), np.int64)
    at[order] = np.arange(len(names))
    account = tuple(names[old] for old in order.tolist())
    every = np.bincount(payroll.contributor, minlength=len(payroll.names))
    number_of = {name: at for at, name in enumerate(payroll.names)}
    pictures = every[[number_of[name] for name in account]] if account else every[:0]
    first, other = at[ends].T
    return Network(account, pictures.astype(np.int64), part[order], spots[order], first, other)


def _parts(ends: Numbers, accounts: int) -> Numbers:
    """The connected part of each account, the largest first, then the one with most shared.

    ends: of the arrows, the strongest first
    """
    one, other = ends.astype(np.int32).T
    label = labels(one, other, accounts)
    _, part, size = np.unique(label, return_inverse=True, return_counts=True)
    _, strongest = np.unique(part[one], return_index=True)
    rank = np.empty(len(size), np.int64)
    rank[np.lexsort((strongest, -size))] = np.arange(len(size))
    return rank[part]


def _laid_out(ends: Numbers, accounts: int) -> Matrix:
    """Places of one connected part, float64 [accounts, 2]: stress majorisation.

    Each two accounts get as far from each other as there are arrows between them (Gansner, Koren,
    North: Graph Drawing by Stress Majorization, 2004), from rings around the account with most.
    """
    if accounts == 2:  # most parts: 4 ms saved each
        return np.array([[at == ends[0, 1], 0] for at in range(2)], np.float64)
    steps = _steps(ends, accounts)
    weights = 1 / np.maximum(steps, 1) ** 2
    np.fill_diagonal(weights, 0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    solve = np.linalg.pinv(laplacian)
    spots = _rings(steps)
    for _ in range(_ROUNDS):
        apart = np.linalg.norm(spots[:, None] - spots[None], axis=2)
        pull = weights * steps / np.maximum(apart, 1e-9)
        np.fill_diagonal(pull, 0)
        spots = solve @ ((np.diag(pull.sum(axis=1)) - pull) @ spots)
    return _boxed(spots, ends)


def _steps(ends: Numbers, accounts: int) -> Matrix:
    """Arrows on the shortest way between each two, whatever their direction (Floyd, Warshall)."""
    steps = np.full((accounts, accounts), float(accounts))
    np.fill_diagonal(steps, 0)
    steps[ends[:, 0], ends[:, 1]] = steps[ends[:, 1], ends[:, 0]] = 1
    for middle in range(accounts):
        steps = np.minimum(steps, steps[:, middle, None] + steps[None, middle])
    return steps


def _rings(steps: Matrix) -> Matrix:
    """Around the account with most neighbours, the others by their distance from it."""
    middle = int(np.argmax((steps == 1).sum(axis=1)))
    order = np.lexsort((np.arange(len(steps)), steps[middle]))
    angle = np.empty(len(steps))
    angle[order] = np.arange(len(steps)) * np.pi * (3 - np.sqrt(5))  # golden: none behind another
    ring = np.column_stack((np.cos(angle), np.sin(angle)))
    return np.asarray(steps[middle][:, None] * ring)


def _boxed(spots: Matrix, ends: Numbers) -> Matrix:
    """Turned so that the part is wide rather than high and reads from left to right, from 0, 0."""
    centred = spots - spots.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    turned = centred @ axes.T
    if (turned[ends[:, 1], 0] - turned[ends[:, 0], 0]).sum() < 0:
        turned = -turned
    return np.asarray(np.round(turned - turned.min(axis=0), 4))
