"""How one picture lies on another one: the map between them, and what was found to prove it.

Coordinates: x and y of a point divided by the longer side of its own picture, origin top left.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Size = tuple[float, float]

# Largest movement of each view (`Geometry.movement`). A homography reads a walk around an object
# as less than it is, so the words promise no degrees.
_NONE, _SMALL, _MEDIUM = 0.012, 0.1, 0.25


def _no_points() -> NDArray[np.float32]:
    return np.empty((0, 2), np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Geometry:
    """The map from a left picture to a right one, and the evidence for it.

    homography:   float64 [3, 3], left → right; its determinant is negative for a mirrored picture
    matches:      features that found each other
    inliers:      those of them that the map explains
    agreement:    correlation of the two pictures laid on each other, -1 … 1
    overlap:      share of the left picture that lies inside the right one, 0 … 1
    left_points:  float32 [inliers, 2], where the inliers are in the left picture
    right_points: float32 [inliers, 2], and in the right one; both empty where nobody asked
    left_size:    width and height of the left picture, the longer one is 1; so right_size
    support:      share of the features in the overlap that have an inlier near them, 0 … 1
    """

    homography: NDArray[np.float64]
    matches: int
    inliers: int
    agreement: float
    overlap: float
    left_points: NDArray[np.float32] = field(default_factory=_no_points)
    right_points: NDArray[np.float32] = field(default_factory=_no_points)
    left_size: Size = (1.0, 1.0)
    right_size: Size = (1.0, 1.0)
    support: float = 0.0

    @property
    def mirrored(self) -> bool:
        """Whether one picture is seen as in a mirror."""
        return bool(np.linalg.det(self.homography) < 0)

    @property
    def rotation_degrees(self) -> float:
        """How far clockwise the left picture is turned in its plane to lie on the right one.

        Above -180, at most 180. A mirrored picture is first mirrored left to right, then turned.
        """
        (a, b), (c, d) = self._linear()
        degrees = math.degrees(math.atan2(c - b, a + d))
        return 180.0 if degrees <= -180.0 else degrees

    @property
    def movement(self) -> float:
        """How much of the map no crop, resize, turn or mirror explains, in longer sides, 0 or more.

        The larger of: how far the left picture's corners lie from where the nearest such edit
        takes them (the camera turned or went round), and how far each of the two pictures shows
        what the other one does not (the camera went along).
        """
        return max(self._bent(), self._beyond())

    @property
    def view(self) -> str:
        """How much the camera moved: "none" (an edit explains it), "small", "medium", "large"."""
        for limit, word in ((_NONE, "none"), (_SMALL, "small"), (_MEDIUM, "medium")):
            if self.movement <= limit:
                return word
        return "large"

    def _linear(self) -> NDArray[np.float64]:
        """float64 [2, 2]: the map's derivative at the centre of the left picture, unmirrored."""
        x, y = self.left_size[0] / 2, self.left_size[1] / 2
        top, low = self.homography[:2] @ (x, y, 1.0), float(self.homography[2] @ (x, y, 1.0))
        linear = (self.homography[:2, :2] - np.outer(top / low, self.homography[2, :2])) / low
        unmirrored = linear * (-1.0, 1.0) if np.linalg.det(linear) < 0 else linear
        return np.asarray(unmirrored, np.float64)

    def _bent(self) -> float:
        """Mean distance of the corners, in the left picture, from the nearest affine map's.

        Affine maps that shear do not count as edits: their shear is added.
        """
        left = corners(self.left_size)
        right = through(self.homography, left)
        at = np.column_stack([left, np.ones(4)])
        affine, *_ = np.linalg.lstsq(at, right, rcond=None)
        (a, b), (c, d) = affine[:2]
        lengths = math.hypot(a, b), math.hypot(c, d)
        if min(lengths) == 0 or not np.isfinite(affine).all():
            return math.inf
        off = np.linalg.norm(right - at @ affine, axis=1).mean() / min(lengths)
        return float(off + abs(a * c + b * d) / (lengths[0] * lengths[1]) / 2)

    def _beyond(self) -> float:
        """How far the frame of either picture reaches out of the other one's; the lesser of both.

        One frame inside the other is a crop, and 0.
        """
        back = np.asarray(np.linalg.inv(self.homography), np.float64)
        right_out = _outside(through(self.homography, corners(self.left_size)), self.right_size)
        left_out = _outside(through(back, corners(self.right_size)), self.left_size)
        return min(right_out, left_out)


def corners(size: Size) -> NDArray[np.float64]:
    """float64 [4, 2]: top left, top right, bottom right, bottom left of a picture of a size."""
    width, height = size
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)


def through(
    homography: NDArray[np.float64], points: NDArray[np.floating[Any]]
) -> NDArray[np.float64]:
    """float64 [n, 2]: points [n, 2] as a homography maps them."""
    at = np.column_stack([points, np.ones(len(points))]) @ homography.T
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(at[:, :2] / at[:, 2:])


def unit_size(width: int, height: int) -> Size:
    """Width and height where the longer one is 1."""
    longer = max(width, height)
    return width / longer, height / longer


def _outside(points: NDArray[np.float64], size: Size) -> float:
    """How far the farthest point lies outside a frame, in longer sides; 0 if none does."""
    return float(np.maximum(-points, points - np.array(size)).max(initial=0.0))
