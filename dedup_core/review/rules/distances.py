"""Whether every two pictures of a group are within a distance of each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints import Metric
from dedup_core.groups import Groups
from dedup_core.review.rules.material import Material
from dedup_core.review.rules.per_group import Bools, most

# All pairs of a group are looked at; 1,000 groups of 100 are 5 million. A larger one is a chain or
# a burst that wants eyes, unless all of it is equal.
MOST_COMPARED = 100


def every_pair_within(material: Material, limit: float) -> Bools:
    """Groups in which no two pictures are further apart than `limit`, bool [groups].

    Groups of more than MOST_COMPARED pictures only where all fingerprints are equal.
    """
    outcome, most_apart = material.outcome, np.float32(limit)
    groups, sizes = outcome.groups, outcome.groups.sizes
    widest = most(groups, outcome.distance)
    within: Bools = widest <= most_apart
    equal = within & (widest == 0) & (outcome.method.metric is not Metric.JUDGED)
    within &= equal | (sizes <= MOST_COMPARED)
    wanted = within & ~equal & (sizes > 2)  # of two, the only pair was the one to the first
    for size in np.unique(sizes[wanted]):
        alike = np.flatnonzero(wanted & (sizes == size))
        within[alike] = _widest(material, groups, alike) <= most_apart
    return within


def _widest(material: Material, groups: Groups, alike: NDArray[np.int64]) -> NDArray[np.float32]:
    """The largest distance in each of some groups of one size, float32 [alike]."""
    size = int(groups.sizes[alike[0]])
    rows = groups.member[groups.start[alike][:, None] + np.arange(size)]
    one, other = np.triu_indices(size, 1)
    left, right = rows[:, one].ravel(), rows[:, other].ravel()
    apart = np.asarray(material.of_pairs.distances(left, right), np.float32)
    return np.asarray(apart.reshape(len(alike), -1).max(axis=1))
