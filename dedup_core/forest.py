"""Single linkage: which pictures chain together, at every threshold at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.pairs import PairTable


@dataclass(frozen=True, slots=True)
class Cut:
    """Chained groups at one threshold: group g is `leaf[start[g]:end[g]]` of the forest.

    It is light: the members of a group are all there, but in the order in which they merged, and
    the groups are in no order that means anything to people. `groups.form_groups` sorts both.

    start, end: int32 [groups]
    keeper:     the kept row of each, int32 [groups]
    """

    start: NDArray[np.int32]
    end: NDArray[np.int32]
    keeper: NDArray[np.int32]

    def __len__(self) -> int:
        """Number of groups."""
        return len(self.start)

    @property
    def sizes(self) -> NDArray[np.int32]:
        """Number of members of each group."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Forest:
    """The pictures that are in any pair, in a line in which every chained group is an interval.

    Components merge in the order of distances (Kruskal; Gower and Ross 1969), and each time the
    one with the better keeper is put in front of the other. So at any threshold a group ends where
    the next gap is larger, and its first leaf is its keeper.

    leaf:          row numbers, int32 [leaves]
    gap:           distance at which a leaf and its predecessor came together, float32 [leaves];
                   infinite when they never did
    height:        distance of each merge, rising, float32 [merges]
    first, second: number of pictures on its two sides, int32 [merges]
    """

    leaf: NDArray[np.int32]
    gap: NDArray[np.float32]
    height: NDArray[np.float32]
    first: NDArray[np.int32]
    second: NDArray[np.int32]

    def cut(self, threshold: float, *, at_least: int = 2) -> Cut:
        """Chained groups of `at_least` pictures at a threshold."""
        from dedup_core import forest_loops as loops  # noqa: PLC0415 - numba costs 0.5 s

        start, end = loops.intervals(self.gap, np.float32(threshold), max(2, at_least))
        return Cut(start, end, self.leaf[start])

    def owners(self, cut: Cut, rank: NDArray[np.int32]) -> NDArray[np.int32]:
        """The keeper of each picture, both as places in the keep order; -1 without a group."""
        from dedup_core import forest_loops as loops  # noqa: PLC0415 - numba costs 0.5 s

        return loops.owners(self.leaf, cut.start, cut.end, rank)


def plant(pairs: PairTable, rank: NDArray[np.int32]) -> Forest:
    """The forest of a pair table; made once, then every threshold is a cut through it."""
    from dedup_core import forest_loops as loops  # noqa: PLC0415 - numba costs 0.5 s

    return Forest(*loops.merge(pairs.left, pairs.right, pairs.distance, rank))
