"""Columns of members, brought to one value a group."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup_core.groups import Groups

Bools = NDArray[np.bool_]


def least(groups: Groups, column: NDArray[Any]) -> NDArray[Any]:
    """The smallest value of each group, [groups]."""
    return _reduced(np.minimum, groups, column)


def most(groups: Groups, column: NDArray[Any]) -> NDArray[Any]:
    """The largest value of each group, [groups]."""
    return _reduced(np.maximum, groups, column)


def every(groups: Groups, column: Bools) -> Bools:
    """Whether it is so for all members of a group, bool [groups]."""
    return _reduced(np.logical_and, groups, column)


def some(groups: Groups, column: Bools) -> Bools:
    """Whether it is so for any member of a group, bool [groups]."""
    return _reduced(np.logical_or, groups, column)


def same(groups: Groups, column: NDArray[Any]) -> Bools:
    """Whether all members of a group have one value, bool [groups]."""
    firsts = column[groups.start[:-1]]
    return every(groups, column == np.repeat(firsts, groups.sizes))


def _reduced(step: np.ufunc, groups: Groups, column: NDArray[Any]) -> NDArray[Any]:
    if not len(groups):  # reduceat wants at least one place
        return column[:0]
    return np.asarray(step.reduceat(column, groups.start[:-1]))
