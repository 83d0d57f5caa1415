"""Two pictures laid on each other: how much they then differ."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dedup_core.scene.geometry import through, unit_size

_LONGEST = 320  # points that pictures are compared on; finer ones tell of sensor noise
_LEAST_POINTS = 400  # both pictures must share, or nothing can be said
_LEAST_SHARE = 0.02  # of the left frame that both must share
_MOST_GAIN = 3.0  # contrast is matched up to this factor
_LEAST_CONTRAST = 1e-3  # standard deviation, grey levels; below it a picture is one grey
_SAME_FRAME = 0.03  # logarithm by which proportions may differ to be laid frame on frame

Grey = NDArray[np.float32]
Map = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two pictures are where both show something, laid on each other.

    difference: mean absolute difference of grey values, percent of the full range, once brightness
                and contrast of the right one are matched: a brightened copy counts as close
    agreement:  correlation of grey values, -1 … 1
    aligned:    whether they were laid on each other by what matches, or frame on frame
    """

    difference: float
    agreement: float
    aligned: bool


def likeness_of(left: Image.Image, right: Image.Image, homography: Map | None) -> Likeness | None:
    """How alike two pictures are, the right one laid over the left one by a homography.

    Without one frame is laid on frame, if the proportions allow it; None where too little is
    shared.
    """
    laid_by = _frame_on_frame(left, right) if homography is None else homography
    sizes = None if laid_by is None else _sizes(left, right, laid_by)
    if laid_by is None or sizes is None:
        return None
    mine = np.asarray(_resized(left, sizes[0]), np.float32)
    laid, there = _laid(_resized(right, sizes[1]), mine.shape, laid_by)
    if there.sum() < max(_LEAST_POINTS, _LEAST_SHARE * there.size):
        return None
    difference, agreement = _compared(mine[there], laid[there])
    return Likeness(difference, agreement, aligned=homography is not None)


def _compared(left: Grey, right: Grey) -> tuple[float, float]:
    """Difference in percent, and correlation."""
    spread, other = (
        max(float(left.std()), _LEAST_CONTRAST),
        max(float(right.std()), _LEAST_CONTRAST),
    )
    gain = min(_MOST_GAIN, max(1 / _MOST_GAIN, spread / other))
    matched = (right - right.mean()) * gain + left.mean()
    difference = float(np.abs(matched.clip(0, 255) - left).mean() / 2.55)
    products = (left - left.mean()) * (right - right.mean())
    return difference, float(products.mean()) / (spread * other)


def _frame_on_frame(left: Image.Image, right: Image.Image) -> Map | None:
    mine, theirs = unit_size(*left.size), unit_size(*right.size)
    if abs(math.log(mine[0] / mine[1] * theirs[1] / theirs[0])) > _SAME_FRAME:
        return None
    return np.diag([theirs[0] / mine[0], theirs[1] / mine[1], 1.0])


def _sizes(left: Image.Image, right: Image.Image, homography: Map) -> tuple[float, float] | None:
    """Longer sides at which a thing is as large in both pictures; None if they never fit."""
    scale = _scale(homography, unit_size(*left.size))
    if not math.isfinite(scale) or scale <= 0:
        return None
    longest = min(_LONGEST, max(left.size), max(right.size) * scale)
    return longest, longest / scale


def _scale(homography: Map, size: tuple[float, float]) -> float:
    """How many times larger, in unit coordinates, things are on the right, at the centre."""
    (x, y), step = (size[0] / 2, size[1] / 2), 0.01
    at = through(homography, np.array([(x, y), (x + step, y), (x, y + step)]))
    across, down = at[1] - at[0], at[2] - at[0]
    return math.sqrt(abs(float(across[0] * down[1] - across[1] * down[0]))) / step


def _resized(image: Image.Image, longest: float) -> Image.Image:
    by = longest / max(image.size)
    size = max(1, round(image.width * by)), max(1, round(image.height * by))
    return image.convert("L").resize(size, Image.Resampling.LANCZOS)


def _laid(
    right: Image.Image, shape: tuple[int, ...], homography: Map
) -> tuple[Grey, NDArray[np.bool_]]:
    """The right picture seen in the left frame, and where it shows something."""
    height, width = shape
    to_unit = np.diag([1 / max(shape), 1 / max(shape), 1.0])
    to_points = np.diag([max(right.size), max(right.size), 1.0])
    whole = to_points @ homography @ to_unit
    numbers = (whole / whole[2, 2]).ravel()[:8].tolist()
    kind, smooth = Image.Transform.PERSPECTIVE, Image.Resampling.BILINEAR
    laid = right.transform((width, height), kind, numbers, smooth)
    there = Image.new("L", right.size, 255).transform((width, height), kind, numbers)
    return np.asarray(laid, np.float32), np.asarray(there) == 255
