"""How a group hangs together: its links, its weakest pair, and where it would best be split."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup_core.components import labels
from dedup_core.decisions import Verdict
from dedup_core.pairs import PairTable

Rows = NDArray[np.int32]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
Distances = Callable[[Rows, Rows], NDArray[Any]]
Verdicts = Callable[[Rows, Rows], NDArray[np.int8]]
MOST_MEASURED = 2_000  # members whose every pair is measured for the weakest one: 2 million pairs
_LINKING = tuple(tuple(Verdict).index(v) for v in (Verdict.DUPLICATE, Verdict.SAME_SCENE))


@dataclass(frozen=True, slots=True)
class Bridge:
    """Where a group holds together least.

    left, right: places of the closest linked pair across it, `right` on the side without the keeper
    distance:    of that pair
    crossing:    number of links across it; 1: it is the only link
    beyond:      the side without the keeper, bool [members]
    """

    left: int
    right: int
    distance: float
    crossing: int
    beyond: Flags


@dataclass(frozen=True, slots=True)
class Chain:
    """A group as a graph; members are named by their places in `rows`, the keeper is 0.

    rows:        int32 [members]
    left, right: links, places int64 [links]: pairs within the threshold, and linked by a verdict
    distance:    of each link, float32 [links]
    said:        its verdict, place in `Verdict`, or NO_VERDICT, int8 [links]
    weakest:     the two members that are furthest apart; None beyond MOST_MEASURED members
    bridge:      None where copies of one file and verdicts hold the whole group together
    """

    rows: Rows
    left: Places
    right: Places
    distance: NDArray[np.float32]
    said: NDArray[np.int8]
    weakest: tuple[int, int, float] | None
    bridge: Bridge | None

    def __len__(self) -> int:
        """Number of members."""
        return len(self.rows)


def chain(
    rows: Rows,
    digests: Sequence[str],
    pairs: PairTable,
    *,
    distances: Distances,
    verdicts: Verdicts,
) -> Chain:
    """A group's graph.

    rows: of its members, the keeper first; digests: of each member; pairs: within the threshold
    """
    links = _links(rows, digests, pairs, distances=distances, verdicts=verdicts)
    return Chain(rows, *links, _weakest(rows, distances), _bridge(len(rows), digests, links))


_Links = tuple[Places, Places, NDArray[np.float32], NDArray[np.int8]]


def _links(
    rows: Rows,
    digests: Sequence[str],
    pairs: PairTable,
    *,
    distances: Distances,
    verdicts: Verdicts,
) -> _Links:
    """Pairs within the threshold first, by distance; then what only verdicts and copies join."""
    most = max(pairs.left.max(initial=0), pairs.right.max(initial=0), rows.max())
    place = np.full(int(most) + 1, -1)
    place[rows] = np.arange(len(rows))
    inside = np.flatnonzero((place[pairs.left] >= 0) & (place[pairs.right] >= 0))
    left, right = place[pairs.left[inside]], place[pairs.right[inside]]
    left, right = np.minimum(left, right), np.maximum(left, right)
    order = np.lexsort((right, left, pairs.distance[inside]))
    left, right = left[order], right[order]
    near = pairs.distance[inside][order]
    more_left, more_right = _other_links(rows, digests, verdicts, known=(left, right))
    far = distances(rows[more_left], rows[more_right]).astype(np.float32)
    left, right = np.concatenate((left, more_left)), np.concatenate((right, more_right))
    return left, right, np.concatenate((near, far)), verdicts(rows[left], rows[right])


def _other_links(
    rows: Rows, digests: Sequence[str], verdicts: Verdicts, *, known: tuple[Places, Places]
) -> tuple[Places, Places]:
    """Links by verdict or by content that are not within the threshold, places in order.

    All pairs are asked for while they are few; of more members those parts that nothing else
    holds are tied to the keeper.
    """
    size = len(rows)
    if size <= MOST_MEASURED:
        left, right = np.triu_indices(size, 1)
        by_content = np.unique(np.array(digests), return_inverse=True)[1]
        linked = np.isin(verdicts(rows[left], rows[right]), _LINKING)
        linked |= by_content[left] == by_content[right]
        fresh = ~np.isin(left * size + right, known[0] * size + known[1])
        more = left[linked & fresh], right[linked & fresh]
        known = np.concatenate((known[0], more[0])), np.concatenate((known[1], more[1]))
    else:
        more = np.zeros(0, np.int64), np.zeros(0, np.int64)
    label = labels(known[0].astype(np.int32), known[1].astype(np.int32), size)
    apart = np.setdiff1d(np.unique(label), [label[0]]).astype(np.int64)
    tied = np.concatenate((more[0], np.zeros_like(apart))), np.concatenate((more[1], apart))
    return tied[0].astype(np.int64), tied[1].astype(np.int64)


def _weakest(rows: Rows, distances: Distances) -> tuple[int, int, float] | None:
    if not 2 <= len(rows) <= MOST_MEASURED:
        return None
    left, right = np.triu_indices(len(rows), 1)
    found = distances(rows[left], rows[right])
    at = int(np.argmax(found))
    return int(left[at]), int(right[at]), float(found[at])


def _bridge(size: int, digests: Sequence[str], links: _Links) -> Bridge | None:
    """The cut with the fewest links for the pictures that it takes away.

    Candidates are the cuts along the minimum spanning tree of the links, one for each of its edges
    (the merges of single linkage); the measure is links across by pictures on the smaller side,
    as in sparsest cut (D. Matula and F. Shahrokhi 1990). Ties go to the larger distance, then to
    the earlier link. Copies of one content and what a verdict links are never cut apart.
    """
    left, right, distance, said = links
    above, order, edge = _tree(size, left, right)
    below = _sizes(above, order)
    crossing = _crossing(above, order, left, right)
    contents = np.unique(np.array(digests), return_inverse=True)[1]
    bound = np.isin(said, _LINKING) | (contents[left] == contents[right])
    held = _crossing(above, order, left[bound], right[bound])
    able = np.flatnonzero((above >= 0) & (held == 0))
    if not len(able):
        return None
    smaller = np.minimum(below[able], size - below[able])
    best = able[np.lexsort((edge[able], -distance[edge[able]], crossing[able] / smaller))[0]]
    beyond = _under(above, order, int(best))
    across = np.flatnonzero(beyond[left] != beyond[right])
    closest = int(across[np.lexsort((across, distance[across]))[0]])
    ends = (int(left[closest]), int(right[closest]))
    near, far = ends if beyond[ends[1]] else ends[::-1]
    return Bridge(near, far, float(distance[closest]), int(crossing[best]), beyond)


def _tree(size: int, left: Places, right: Places) -> tuple[Places, Places, Places]:
    """The minimum spanning tree from the keeper; links come in rising order.

    above: the place over each one, -1 over the keeper; order: the keeper first, each behind the
    one above it; edge: the link to the one above, int64 [members] each
    """
    from scipy.sparse import coo_array  # noqa: PLC0415 - 0.2 s, and few groups are looked at so
    from scipy.sparse.csgraph import (  # noqa: PLC0415
        breadth_first_order,
        minimum_spanning_tree,
    )

    weight = np.arange(1, len(left) + 1, dtype=np.float64)  # unique, so there is one tree
    tree = minimum_spanning_tree(coo_array((weight, (left, right)), shape=(size, size)).tocsr())
    order, above = breadth_first_order(tree, 0, directed=False)
    above = np.where(above < 0, -1, above).astype(np.int64)
    edge = np.zeros(size, np.int64)
    kept = np.sort(tree.data).astype(np.int64) - 1
    upper = above[right[kept]] == left[kept]
    edge[np.where(upper, right[kept], left[kept])] = kept
    return above, order.astype(np.int64), edge


def _sizes(above: Places, order: Places) -> Places:
    """Members below each one, itself too."""
    return _summed(np.ones(len(above), np.int64), above, order)


def _summed(values: Places, above: Places, order: Places) -> Places:
    """The sum over each one and all below it."""
    whole = values.copy()
    for place in order[:0:-1].tolist():
        whole[above[place]] += whole[place]
    return whole


def _crossing(above: Places, order: Places, left: Places, right: Places) -> Places:
    """How many links lead out of the part below each one, int64 [members].

    Each link counts at both ends and, twice, is taken off where its two ways up meet.
    """
    meet = _meeting(above, order, left, right)
    counts = np.bincount(left, minlength=len(above)) + np.bincount(right, minlength=len(above))
    counts -= 2 * np.bincount(meet, minlength=len(above))
    return _summed(counts.astype(np.int64), above, order)


def _meeting(above: Places, order: Places, left: Places, right: Places) -> Places:
    """The lowest one above both ends of each link, by steps that double (binary lifting)."""
    depth = np.zeros(len(above), np.int64)
    for place in order[1:].tolist():
        depth[place] = depth[above[place]] + 1
    ups = [np.maximum(above, 0)]
    while 1 << len(ups) <= int(depth.max(initial=0)):
        ups.append(ups[-1][ups[-1]])
    deep = np.where(depth[left] >= depth[right], left, right)
    other = np.where(depth[left] >= depth[right], right, left)
    gap = depth[deep] - depth[other]
    for step, up in enumerate(ups):
        deep = np.where(gap >> step & 1, up[deep], deep)
    for up in reversed(ups):
        parted = up[deep] != up[other]
        deep, other = np.where(parted, up[deep], deep), np.where(parted, up[other], other)
    return np.where(deep == other, deep, ups[0][deep])


def _under(above: Places, order: Places, top: int) -> Flags:
    """Who is `top` or below it."""
    found = np.zeros(len(above), np.bool_)
    found[top] = True
    for place in order[1:].tolist():
        found[place] |= found[above[place]]
    return found
