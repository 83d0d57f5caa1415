"""How far two pictures agree once one is laid on the other."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dedup_core.scene.geometry import Size, through
from dedup_core.scene.local import Grey, LocalFeatures

_GRID = 16  # points a side at which the overlap is measured
_CELLS = 12  # a side of the picture: a feature is supported by inliers in its cell or beside it
_LEAST_SHARED = 64  # pixels of the reduced pictures that must be shared to be compared at all


def agreement_of(
    homography: NDArray[np.float64], left: LocalFeatures, right: LocalFeatures
) -> float:
    """Correlation of the reduced pictures, the left one laid on the right one: -1 … 1.

    0 where they share next to nothing, or where one of them is all of one grey.
    """
    laid, shared = laid_on(homography, left.small, right.small)
    if shared.sum() < _LEAST_SHARED:
        return 0.0
    return _correlation(laid[shared], right.small[shared])


def laid_on(
    homography: NDArray[np.float64], left: Grey, right: Grey
) -> tuple[Grey, NDArray[np.bool_]]:
    """The left picture as it lies on the right one, uint8 of its shape, and where it does, bool."""
    import cv2  # noqa: PLC0415 - 0.2 s that only looking at scenes needs

    height, width = right.shape
    in_pixels = _to_pixels(right) @ homography @ np.linalg.inv(_to_pixels(left))
    laid = cv2.warpPerspective(left, in_pixels, (width, height), flags=cv2.INTER_LINEAR)
    whole = np.full(left.shape, 255, np.uint8)
    where = cv2.warpPerspective(whole, in_pixels, (width, height), flags=cv2.INTER_NEAREST)
    return np.asarray(laid, np.uint8), np.asarray(where) > 0


def _to_pixels(grey: Grey) -> NDArray[np.float64]:
    """float64 [3, 3]: from longer sides to pixels, whose centres have whole numbers."""
    longer = max(grey.shape)
    return np.array([[longer, 0, -0.5], [0, longer, -0.5], [0, 0, 1.0]])


def overlap_of(homography: NDArray[np.float64], left: Size, right: Size) -> float:
    """Share of a left picture of a size that lies inside a right one of a size, 0 … 1."""
    at = (np.arange(_GRID) + 0.5) / _GRID
    points = np.stack(np.meshgrid(at * left[0], at * left[1]), axis=-1).reshape(-1, 2)
    return float(_inside(through(homography, points), right).mean())


def support_of(
    homography: NDArray[np.float64],
    left: LocalFeatures,
    right: LocalFeatures,
    *,
    inliers: tuple[NDArray[np.float32], NDArray[np.float32]],
) -> float:
    """Share of the features in the overlap that have an inlier near them, in the poorer picture.

    Tells a whole scene found again from one thing in it: a look-alike signal, a held carton.
    """
    back = np.asarray(np.linalg.inv(homography), np.float64)
    of_left = _supported(
        left.points[_inside(through(homography, left.points), right.size)], inliers[0]
    )
    of_right = _supported(right.points[_inside(through(back, right.points), left.size)], inliers[1])
    return min(of_left, of_right)


def _supported(points: NDArray[np.float32], inliers: NDArray[np.float32]) -> float:
    """Share of the points in a cell, or beside a cell, that holds an inlier; 0 without points."""
    if len(points) == 0:
        return 0.0
    near = np.zeros((_CELLS + 2, _CELLS + 2), np.bool_)
    column, row = _cells(inliers)
    for down in range(3):
        for along in range(3):
            near[row + down, column + along] = True
    column, row = _cells(points)
    return float(near[row + 1, column + 1].mean())


def _cells(points: NDArray[np.float32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The column and the row of the cell in which each point lies."""
    cells = np.clip((points * _CELLS).astype(np.intp), 0, _CELLS - 1)
    return cells[:, 0], cells[:, 1]


def _inside(points: NDArray[np.float64], size: Size) -> NDArray[np.bool_]:
    """bool [n]: which points lie inside a frame of a size."""
    inside = (points >= 0) & (points <= np.array(size))
    return np.asarray(inside.all(axis=1))


def _correlation(one: Grey, other: Grey) -> float:
    first, second = one.astype(np.float32), other.astype(np.float32)
    first, second = first - first.mean(), second - second.mean()
    norm = math.sqrt(float(first @ first) * float(second @ second))
    return float(first @ second) / norm if norm > 0 else 0.0
