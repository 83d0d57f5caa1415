"""What was found out about pairs that were looked at one by one, as columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

RECORD = np.dtype(
    [
        ("probability", "<f4"),  # that both show the same scene
        ("changed", "<f4"),  # probability that a compact part of it differs
        ("relation", "i1"),  # place in `RELATIONS`; UNKNOWN where nobody looked
        ("view", "u1"),  # place in `VIEWS`: how much the camera moved
        ("rotation", "<f4"),  # degrees in the plane of the picture, clockwise, from the left one on
    ]
)
UNKNOWN = -1
RELATIONS = ("similar", "same scene", "same scene, content differs", "copy")
SIMILAR = RELATIONS.index("similar")
SAME_SCENE = RELATIONS.index("same scene")
COPY = RELATIONS.index("copy")
CHANGED = RELATIONS.index("same scene, content differs")
VIEWS = ("", "none", "small", "medium", "large")
Records = NDArray[Any]
Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs that were looked at, those of one scene with a record; the others were found not to be.

    left, right:   numbers of contents, int32 [pairs], left < right
    record:        RECORD [pairs]
    others_left, others_right: int32, pairs without anything in common
    """

    left: Rows
    right: Rows
    record: Records
    others_left: Rows
    others_right: Rows

    def __len__(self) -> int:
        """Number of pairs of one scene."""
        return len(self.left)

    def keys(self, contents: int) -> NDArray[np.int64]:
        """One number for each pair that was looked at, sorted: left * contents + right."""
        left = np.concatenate((self.left, self.others_left)).astype(np.int64)
        return np.unique(left * contents + np.concatenate((self.right, self.others_right)))


def unknown(pairs: int) -> Records:
    """Records of pairs that nobody looked at."""
    record = np.zeros(pairs, RECORD)
    record["relation"] = UNKNOWN
    return record
