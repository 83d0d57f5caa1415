"""Where the members of a chain are drawn: neighbours side by side, the same at every look."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup_core.chain import Chain

MOST_DRAWN = 300  # members; more is a cloud that says nothing, and takes seconds to lay out
_ROUNDS = 60  # of majorization; the stress of walks changes by less than 1 % after 40

Positions = NDArray[np.float64]


def layout(chain: Chain) -> Positions:
    """Positions within 0 … 1, float64 [members, 2]; the longer way is across.

    Ways through links are laid out as distances on paper: classical scaling, then stress
    majorization (E. Gansner, Y. Koren and S. North 2004). All links count the same, because a walk
    of equal steps should look like one. Nothing is drawn by chance.
    """
    ways = _ways(chain)
    found = _majorized(_scaled(ways), ways)
    turned = _across(found)
    low, span = turned.min(axis=0), np.ptp(turned, axis=0)
    return np.asarray((turned - low) / np.maximum(span, 1e-9))


def _ways(chain: Chain) -> NDArray[np.float64]:
    """Links on the shortest way between each two members."""
    from scipy.sparse import coo_array  # noqa: PLC0415 - 0.2 s, and few groups are looked at so
    from scipy.sparse.csgraph import shortest_path  # noqa: PLC0415

    size, ones = len(chain), np.ones(len(chain.left))
    links = coo_array((ones, (chain.left, chain.right)), shape=(size, size)).tocsr()
    return np.asarray(shortest_path(links, directed=False, unweighted=True))


def _scaled(ways: NDArray[np.float64]) -> Positions:
    """The two main axes of the ways (W. Torgerson 1952); each points to its larger side."""
    square = ways**2
    means = square.mean(axis=0)
    inner = -(square - means - means[:, None] + square.mean()) / 2
    value, vector = np.linalg.eigh(inner)
    axes = vector[:, ::-1][:, :2] * np.sqrt(np.maximum(value[::-1][:2], 0))
    if axes.shape[1] < 2:
        axes = np.pad(axes, ((0, 0), (0, 2 - axes.shape[1])))
    largest = axes[np.abs(axes).argmax(axis=0), [0, 1]]
    # Members that all lie on one line, or in one place, are moved apart by a little.
    step = np.linspace(0, 2 * np.pi, len(axes), endpoint=False)
    apart = np.column_stack((np.cos(step), np.sin(step))) * 0.05
    return np.asarray(axes * np.where(largest < 0, -1, 1) + apart)


def _majorized(start: Positions, ways: NDArray[np.float64]) -> Positions:
    """Positions whose distances are closer to the ways; far pairs weigh less."""
    np.fill_diagonal(weight := 1 / np.maximum(ways, 1) ** 2, 0)
    pull = np.diag(weight.sum(axis=1)) - weight
    solve = np.linalg.pinv(pull)
    at = start
    for _ in range(_ROUNDS):
        apart = np.linalg.norm(at[:, None] - at[None], axis=2)
        push = -weight * ways / np.maximum(apart, 1e-9)
        np.fill_diagonal(push, 0)
        np.fill_diagonal(push, -push.sum(axis=1))
        at = solve @ (push @ at)
    return at


def _across(at: Positions) -> Positions:
    """The same turned so that the longest way is from left to right."""
    centred = at - at.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    turned = centred @ axes.T
    return np.asarray(turned * np.where(turned[0] > 0, -1, 1))  # the keeper is on the left


def drawn(chain: Chain, *, most: int = MOST_DRAWN) -> NDArray[np.int64]:
    """The members that are drawn, places rising: all, or those nearest to the bridge by links.

    Without a bridge those nearest to the keeper.
    """
    if len(chain) <= most:
        return np.arange(len(chain))
    ends = [0] if chain.bridge is None else [chain.bridge.left, chain.bridge.right]
    steps = np.full(len(chain), len(chain), np.int64)
    steps[ends], step = 0, 0
    while (steps == step).any() and (steps <= step).sum() < most:
        for one, other in ((chain.left, chain.right), (chain.right, chain.left)):
            reached = other[(steps[one] == step) & (steps[other] > step + 1)]
            steps[reached] = step + 1
        step += 1
    return np.sort(np.argsort(steps, kind="stable")[:most])


def part(chain: Chain, places: NDArray[np.int64]) -> Chain:
    """Some members with the links among them; they are numbered anew, in their order."""
    number = np.full(len(chain), -1, np.int64)
    number[places] = np.arange(len(places))
    kept = (number[chain.left] >= 0) & (number[chain.right] >= 0)
    return Chain(
        chain.rows[places],
        number[chain.left[kept]],
        number[chain.right[kept]],
        chain.distance[kept],
        chain.said[kept],
        None,
        None,
    )
