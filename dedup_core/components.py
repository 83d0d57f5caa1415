"""What belongs together because it is linked, and how two are kept apart meanwhile."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]


def labels(left: Numbers, right: Numbers, size: int) -> Numbers:
    """The smallest number of each one's connected component, int32 [size].

    Every root is hooked to the smallest root beside it, then every way to a root is made one step:
    a few rounds over whole columns.
    """
    label = np.arange(size, dtype=np.int32)
    while True:
        a, b = label[left], label[right]
        if np.array_equal(a, b):
            return label
        np.minimum.at(label, np.maximum(a, b), np.minimum(a, b))
        label = _flat(label)


def _flat(label: Numbers) -> Numbers:
    while True:
        beyond = label[label]
        if np.array_equal(beyond, label):
            return label
        label = beyond


class Components:
    """Components that grow one link at a time, but never around two that are parted.

    size:   they are the numbers below it
    parted: of a number all that are parted from it; each such pair is there from both sides. It is
            used up.
    """

    def __init__(self, size: int, parted: Mapping[int, set[int]]) -> None:
        self._above = list(range(size))
        self._parted = dict(parted)

    def root(self, number: int) -> int:
        """The one that stands for its component now."""
        above = self._above
        while above[number] != number:
            above[number] = above[above[number]]  # path halving
            number = above[number]
        return number

    def join(self, one: int, other: int) -> bool:
        """Whether the two are in one component now; not when a parted pair lies between them."""
        a, b = self.root(one), self.root(other)
        if a == b:
            return True
        of_a, of_b = self._parted.get(a, set()), self._parted.get(b, set())
        if b in of_a:
            return False
        if len(of_a) < len(of_b):
            a, b, of_a, of_b = b, a, of_b, of_a
        self._above[b] = a
        for parted in of_b:  # the shorter list moves, so each entry moves a few times only
            beyond = self._parted[parted]
            beyond.remove(b)
            beyond.add(a)
            of_a.add(parted)
        return True

    def smallest(self) -> Numbers:
        """The smallest number of each one's component, int32 [size]."""
        every = np.arange(len(self._above), dtype=np.int32)
        root = _flat(np.array(self._above, np.int32))
        least = every.copy()
        np.minimum.at(least, root, every)
        return np.asarray(least[root])
