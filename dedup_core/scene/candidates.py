"""Which pairs are worth a look: each picture's nearest by several cheap measures.

Looking at a pair costs milliseconds, so of n pictures only a few dozen pairs each can be looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dedup_core.scene.local import LocalFeatures
from dedup_core.scene.vlad import Vectors, fitted

Rows = NDArray[np.int32]
Keys = NDArray[np.int64]

NEAREST = 20  # of each picture by each measure: ten lose members of groups of seven and more
MOST = 60  # of each picture by each measure, where more than NEAREST are within the loose limit
TIME_GAP_SECONDS = 120.0
_PRODUCTS = 8_000_000  # likenesses held at once (32 MB)


@dataclass(frozen=True, slots=True, eq=False)
class Cheap:
    """A cheap measure: how alike two pictures are is the cosine of their vectors.

    vectors: float32 [n, dim]; a row of zeros is near nothing
    turned:  vectors of the same pictures mirrored or rotated, each [n, dim]
    loose:   pairs at least so alike are candidates, too, up to MOST for each picture
    """

    vectors: Vectors
    turned: Sequence[Vectors] = ()
    loose: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Pairs to look at, sorted by left, then right; left < right.

    found_by: how many pairs each measure brought (a pair may be brought by several)
    """

    left: Rows
    right: Rows
    found_by: Mapping[str, int] = field(default_factory=dict)


def candidates(
    count: int,
    measures: Mapping[str, Cheap],
    *,
    known: Mapping[str, tuple[Rows, Rows]] | None = None,
    taken_at: NDArray[np.float64] | None = None,
) -> Candidates:
    """The union of what the measures bring among `count` pictures.

    known:    pairs that somebody else found, such as hashes within a loose threshold
    taken_at: seconds [n], NaN where unknown: pictures taken within two minutes are candidates
    """
    found = {name: nearest(cheap) for name, cheap in measures.items()}
    for name, (left, right) in (known or {}).items():
        found[name] = _keys(left, right, count)
    if taken_at is not None:
        found["time"] = _near_in_time(taken_at)
    keys = np.unique(np.concatenate([np.empty(0, np.int64), *found.values()]))
    left, right = (keys // max(count, 1)).astype(np.int32), (keys % max(count, 1)).astype(np.int32)
    return Candidates(left, right, {name: len(keys) for name, keys in found.items()})


def from_bits(hashes: NDArray[np.uint8]) -> Vectors:
    """float32 [n, bits]: vectors of hashes [n, bytes] whose cosine is 1 - 2 * share of bits."""
    signs = np.unpackbits(hashes, axis=1).astype(np.float32) * 2 - 1
    return np.asarray(signs / np.sqrt(np.float32(signs.shape[1])))


def from_features(pictures: Sequence[LocalFeatures]) -> Cheap | None:
    """The measure by local features, mirrored pictures too; None where there are none.

    Picture by picture, so a sequence that unpacks them one at a time is enough.
    """
    vlad = fitted(pictures)
    if vlad is None:
        return None
    return Cheap(vlad.vectors(pictures), (vlad.vectors(pictures, mirror=True),))


def nearest(cheap: Cheap) -> Keys:
    """The candidate pairs of one measure as sorted keys, left * n + right.

    Time grows with n squared (100 thousand pictures of 256 values: two minutes of one core); memory
    does not.
    """
    vectors = cheap.vectors
    parts = [_nearest_to(queries, vectors, cheap.loose) for queries in (vectors, *cheap.turned)]
    return np.unique(np.concatenate(parts))


def _nearest_to(queries: Vectors, vectors: Vectors, loose: float) -> Keys:
    """Keys of each query's nearest vectors; a query has the row of its own picture."""
    count = len(vectors)
    step, parts = max(1, _PRODUCTS // max(count, 1)), [np.empty(0, np.int64)]
    for first in range(0, count, step):
        likeness = queries[first : first + step] @ vectors.T
        rows = np.arange(len(likeness))
        likeness[rows, rows + first] = -np.inf
        parts.append(_best(likeness, first, loose))
    return np.unique(np.concatenate(parts))


def _best(likeness: Vectors, first: int, loose: float) -> Keys:
    """Keys of the nearest in each row [rows, n] of likenesses; the first row is picture `first`."""
    count = likeness.shape[1]
    most = min(MOST if loose < 1.0 else NEAREST, count - 1)
    if most < 1:
        return np.empty(0, np.int64)
    columns = np.argpartition(-likeness, most - 1, axis=1)[:, :most]
    values = np.take_along_axis(likeness, columns, axis=1)
    rank = np.argsort(np.argsort(-values, axis=1, kind="stable"), axis=1)
    take = ((rank < NEAREST) | (values >= loose)) & (values > 0)
    rows, at = np.nonzero(take)
    return _keys(rows + first, columns[rows, at], count)


def _near_in_time(taken_at: NDArray[np.float64]) -> Keys:
    """Keys of pictures taken within two minutes, each with at most NEAREST that follow it."""
    order = np.argsort(taken_at, kind="stable")  # NaN comes last
    times, parts = taken_at[order], [np.empty(0, np.int64)]
    for ahead in range(1, min(NEAREST + 1, len(times))):
        near = np.flatnonzero(times[ahead:] - times[:-ahead] <= TIME_GAP_SECONDS)
        parts.append(_keys(order[near], order[near + ahead], len(times)))
    return np.unique(np.concatenate(parts))


def _keys(some: NDArray[np.integer], others: NDArray[np.integer], count: int) -> Keys:
    left, right = np.minimum(some, others).astype(np.int64), np.maximum(some, others)
    return np.unique(left * count + right)
