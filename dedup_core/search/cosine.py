"""All pairs of vectors at most so far apart in direction; the distance is 1 - cosine.

Small sets are multiplied in blocks. Of a large one, each vector becomes the signs of its products
with 512 random vectors. Two vectors at an angle a differ in each sign with the chance a / pi,
independently (Charikar: Similarity estimation techniques from rounding algorithms, STOC 2002), so
a pair differs in a binomial number of signs, and pairs with many different signs are left out. The
cut is the smallest number k for which a pair that is exactly at the limit differs in more than k
signs with a chance below 1e-6; a nearer pair is missed more rarely by far. What is left is
multiplied in full, so no pair is reported that is not near. The random vectors are seeded: on
one kind of machine the same vectors give the same pairs (the library that multiplies rounds on
each kind in its own way).

Distances are rounded to millionths, because unit vectors in float32 are known no better: the same
vector twice is exactly 0 apart, and the limit is the same for all ways of computing. A vector of
(nearly) no length has no direction and is near nothing, not even its like.
"""

from __future__ import annotations

from math import acos, exp, lgamma, log, pi

import numpy as np
from numpy.typing import NDArray

from dedup_core.search.found import Collector, Found, Keys, sorted_columns

Vectors = NDArray[np.float32]
Rows = NDArray[np.int32]

STEP = 1e-6  # distances are rounded to it
SIGNS_FROM = 8000  # rows; below, multiplying everything is as fast

_SIGNS = 512
_MOST_SIGNS = 200  # cuts beyond it leave too little out (cosine below 0.57)
_MISSED = 1e-6  # chance to miss a pair that is exactly at the limit
_SHORT = 1e-6  # vectors shorter than this have no direction
_FAR = 3_000_000  # steps, more than any angle gives: the distance from what has no direction
_SLACK = 1e-4  # float32 products of unit vectors are off by less
_BLOCK = 2048  # rows and columns multiplied at once
_PAIRS = 4096  # pairs multiplied at once
_SAMPLE = 32  # rows that the first guess of the reach looks at
_DOUBT = 1.3  # times the budget: the guess is meant to be too far, not too near


def distances(vectors: Vectors, left: Rows, right: Rows) -> NDArray[np.float32]:
    """1 - cosine, one value for each left and right; 3 where one has no direction."""
    steps = _Exact(vectors).steps(left, right)
    return (steps * STEP).astype(np.float32)


def pairs(vectors: Vectors, loosest: float, budget: int) -> Found:
    """All pairs within `loosest`, or within the largest distance whose pairs fit the budget.

    Distances are counted in steps of a millionth, so the reach is a whole number of these.
    """
    small = len(vectors) < SIGNS_FROM or _most_signs(_whole_steps(loosest)) > _MOST_SIGNS
    return (by_products if small else by_signs)(vectors, loosest, budget)


def by_products(vectors: Vectors, loosest: float, budget: int) -> Found:
    """`pairs` by multiplying everything, a block at a time."""
    exact = _Exact(vectors)
    collector = Collector(len(vectors), loosest=_whole_steps(loosest), budget=budget)
    for first in range(0, len(vectors), _BLOCK):
        for second in range(first, len(vectors), _BLOCK):
            least = 1 - collector.limit * STEP - _SLACK
            some, others = exact.units[first:][:_BLOCK], exact.units[second:][:_BLOCK]
            left, right = np.nonzero(some @ others.T >= least)
            left, right = left + first, right + second
            exact.keep(left[left < right], right[left < right], collector)
    return collector.found(sorted_columns, STEP)


def by_signs(vectors: Vectors, loosest: float, budget: int) -> Found:
    """`pairs` among those that differ in few signs."""
    from dedup_core.search import bands, joining  # noqa: PLC0415 - numba costs 0.5 s

    exact = _Exact(vectors)
    rows = np.flatnonzero(exact.lengths > _SHORT)
    signs = _signs(exact.units[rows])
    collector = Collector(len(vectors), loosest=_whole_steps(loosest), budget=budget)
    above, limit = -1, _guess(exact.units[rows], collector.limit, budget)
    while above < min(limit, collector.limit):
        most = _most_signs(limit)

        def limits(above: int = above, most: int = most) -> NDArray[np.int64]:
            return np.array([-1, most if collector.limit > above else -1], np.int64)

        def take(keys: Keys, above: int = above, limit: int = limit) -> None:
            ones, down = np.uint64((1 << collector.row_bits) - 1), np.uint64(collector.row_bits)
            left, right = rows[keys >> down & ones], rows[keys & ones]
            exact.keep(left, right, collector, above=above, limit=limit)

        joining.join(signs, bands.plan(signs, most), limits, collector.row_bits, take)
        above, limit = limit, min(collector.limit, 2 * limit + 1)
    return collector.found(joining.sorted_columns, STEP)


class _Exact:
    """Distances that are the same however a pair was found, in steps.

    units: the vectors at length 1, float32; lengths: float64
    """

    def __init__(self, vectors: Vectors) -> None:
        width = vectors.shape[1]
        padding = (1 << max(0, width - 1).bit_length()) - width  # so that it can be halved
        self._padded = np.pad(vectors, ((0, 0), (0, padding))) if padding else vectors
        every = np.arange(len(vectors), dtype=np.int32)
        self.lengths = np.sqrt(self._products(every, every))
        self.units = (vectors / np.maximum(self.lengths, _SHORT)[:, None]).astype(np.float32)

    def steps(self, left: Rows, right: Rows) -> NDArray[np.int64]:
        """The distance of each pair."""
        length = self.lengths[left] * self.lengths[right]
        cosine = self._products(left, right) / np.where(length > 0, length, 1)
        steps = np.rint((1 - cosine) / STEP).astype(np.int64).clip(0, 2_000_000)
        short = np.minimum(self.lengths[left], self.lengths[right]) <= _SHORT
        return np.where(short, _FAR, steps)

    def keep(
        self,
        left: NDArray[np.int64],
        right: NDArray[np.int64],
        collector: Collector,
        *,
        above: int = -1,
        limit: int | None = None,
    ) -> None:
        """Give the collector those pairs that are near, from above `above` to `limit`."""
        loosest = collector.limit if limit is None else min(limit, collector.limit)
        for first in range(0, len(left), _PAIRS):
            a, b = left[first : first + _PAIRS], right[first : first + _PAIRS]
            about = np.einsum("ij,ij->i", self.units[a], self.units[b])
            likely = about >= 1 - loosest * STEP - _SLACK
            a, b = a[likely], b[likely]
            steps = self.steps(a.astype(np.int32), b.astype(np.int32))
            near = (steps > above) & (steps <= loosest)
            columns = (column[near].astype(np.uint64) for column in (steps, a, b))
            collector.take(collector.key(*columns))

    def _products(self, left: Rows, right: Rows) -> NDArray[np.float64]:
        """Of each pair of rows; float64, added up in an order of our own, so always the same."""
        products = np.empty(len(left))
        for first in range(0, len(left), _PAIRS):
            some = slice(first, first + _PAIRS)
            a, b = self._padded[left[some]].astype(np.float64), self._padded[right[some]]
            a *= b  # exact: the product of two float32 fits a float64
            while a.shape[1] > 1:
                half = a.shape[1] // 2
                a = a[:, :half] + a[:, half:]
            products[some] = a[:, 0]
        return products


def _whole_steps(distance: float) -> int:
    return min(int(np.floor(distance / STEP + 0.5)), 2_000_000)


def _signs(units: Vectors) -> NDArray[np.uint64]:
    """On which side of each of the random planes a vector lies, uint64 [n, words]."""
    rng = np.random.default_rng(0)
    planes = rng.standard_normal((units.shape[1], _SIGNS), np.float32)
    words = np.empty((len(units), _SIGNS // 64), np.uint64)
    for first in range(0, len(units), _BLOCK):
        sides = units[first : first + _BLOCK] @ planes > 0
        words[first : first + _BLOCK] = np.packbits(sides, axis=1).view(np.uint64)
    return words


def _most_signs(limit: int) -> int:
    """The smallest number of signs that a pair at the limit hardly ever exceeds (`_MISSED`)."""
    p = acos(max(-1.0, 1 - (limit + 0.5) * STEP)) / pi
    beyond, signs = 0.0, _SIGNS
    while p < 1 and signs > 0:
        ways = lgamma(_SIGNS + 1) - lgamma(signs + 1) - lgamma(_SIGNS - signs + 1)
        beyond += exp(ways + signs * log(p) + (_SIGNS - signs) * log(1 - p))
        if beyond >= _MISSED:
            break
        signs -= 1
    return signs


def _guess(units: Vectors, loosest: int, budget: int) -> int:
    """A distance whose pairs, judged by a seeded sample of rows, exceed the budget."""
    sample = units[np.random.default_rng(0).permutation(len(units))[:_SAMPLE]]
    thousandths = np.zeros(2001, np.int64)
    for first in range(0, len(units), _BLOCK):
        apart = 1000 * (1 - sample @ units[first : first + _BLOCK].T).clip(0, 2)
        thousandths += np.bincount(np.rint(apart).astype(np.int64).ravel(), minlength=2001)
    expected = np.cumsum(thousandths) - len(sample)
    times = len(units) / 2 / max(1, len(sample))
    return min(int(np.searchsorted(expected * times, budget * _DOUBT, "right")) * 1000, loosest)
