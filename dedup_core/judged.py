"""What was found out about pairs that were looked at one by one, as columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Homography, boxes: in coordinates where the longer side of each picture is 1; the homography maps
# the left picture onto the right one. A box is x0, y0, x1, y1, all 0 where nothing changed.
RECORD = np.dtype(
    [
        ("probability", "<f4"),  # that both show the same scene
        ("changed", "<f4"),  # probability that a compact part of it differs
        ("relation", "u1"),  # place in `RELATIONS`
        ("view", "u1"),  # place in `VIEWS`: how much the camera moved
        ("rotation", "<f4"),  # degrees in the plane of the picture, clockwise from left to right
        ("matches", "<i4"),
        ("inliers", "<i4"),
        ("agreement", "<f4"),  # correlation of the aligned pictures, -1 … 1
        ("overlap", "<f4"),  # share of the left picture that lies inside the right one
        ("homography", "<f4", (3, 3)),
        ("left_box", "<f4", (4,)),
        ("right_box", "<f4", (4,)),
    ]
)
RELATIONS = ("similar", "same scene", "same scene, content differs", "copy")
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
