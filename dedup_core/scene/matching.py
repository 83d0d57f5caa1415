"""Which spots of one picture and which of another one look alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# The best match must be this much nearer than the second best (Lowe, IJCV 2004, section 7.1).
RATIO = 0.8

Rows = NDArray[np.intp]


def matched(left: NDArray[np.float32], right: NDArray[np.float32]) -> tuple[Rows, Rows]:
    """Rows of vectors [n, dim] and [m, dim] of length 1 that are each other's nearest, clearly.

    Clearly: the second nearest on the right is 1.25 times as far or farther.
    """
    if len(left) == 0 or len(right) < 2:
        return np.empty(0, np.intp), np.empty(0, np.intp)
    likeness = left @ right.T
    nearest, back = likeness.argmax(axis=1), likeness.argmax(axis=0)
    rows = np.flatnonzero(back[nearest] == np.arange(len(left)))
    columns = nearest[rows]
    of_rows = likeness[rows]
    best = of_rows[np.arange(len(rows)), columns].copy()
    of_rows[np.arange(len(rows)), columns] = -np.inf
    second = of_rows.max(axis=1, initial=-1.0)
    clear = 1 - best < RATIO**2 * (1 - second)  # squared distances are 2 - 2 * likeness
    return rows[clear], columns[clear]
