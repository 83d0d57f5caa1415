"""Two pictures laid on each other as well as they go: by their map, in one light, part by part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.scene.geometry import Geometry

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

LONGEST = 240  # pixels; 320 found no more swapped objects and took half as long again
_SHORTEST = 32  # pixels of the shorter side; below it there is nothing to compare part by part
_LEAST_SHARED = 0.1  # of the left picture that must lie inside the right one
_MOST_MOVED = 0.05  # longer sides that a part may be off the map, as near and far things are
_BORDER = 7  # pixels along the edge of the shared part that the warping mixed with nothing
_CONTRAST = 50.0  # grey levels of spread that both are brought to,
_GREY = 128.0  # around this one,
_COLOUR_PATCH = 5  # pixels at half size that chroma is averaged over
_NOISE = 4.0  # as far as they have more spread than noise (grey levels)


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """Two pictures in the frame of the left one, at most `LONGEST` pixels a side.

    left, right:  uint8 [h, w], lightness with the same mean and spread
    unmoved:      the right one as the map alone lays it; in `right` parts are moved to fit, too
    colour_off:   float32 [h / 2, w / 2], distance of the two in chroma, steps of CIELAB
    moved:        float32 [h, w], pixels that each part was moved by
    shared:       bool [h, w], where both pictures are
    """

    left: Pixels
    right: Pixels
    unmoved: Pixels
    colour_off: Floats
    moved: Floats
    shared: NDArray[np.bool_]


def aligned(left: Pixels, right: Pixels, geometry: Geometry) -> Aligned | None:
    """The pictures (grey or RGB) laid on each other; None where too little would lie there."""
    import cv2  # noqa: PLC0415 - takes 0.1 s to load

    below = _reduced(_in_colour(left), LONGEST / max(left.shape[:2]))
    if min(below.shape[:2]) < _SHORTEST or min(right.shape[:2]) < 2:
        return None
    laid = _laid(below, _in_colour(right), geometry)
    if laid is None:
        return None
    above, shared = laid
    grey = _in_one_light(cv2.cvtColor(below, cv2.COLOR_RGB2GRAY).astype(np.uint8), shared)
    unmoved = _in_one_light(cv2.cvtColor(above, cv2.COLOR_RGB2GRAY).astype(np.uint8), shared)
    by = _movement(grey, unmoved)
    fitted = _moved(above, by)
    return Aligned(
        left=grey,
        right=_in_one_light(cv2.cvtColor(fitted, cv2.COLOR_RGB2GRAY).astype(np.uint8), shared),
        unmoved=unmoved,
        colour_off=_colour_off(below, fitted, shared),
        moved=np.asarray(cv2.magnitude(by[..., 0], by[..., 1]), np.float32),
        shared=shared,
    )


def _in_colour(picture: Pixels) -> Pixels:
    return picture if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2)


def _reduced(picture: Pixels, scale: float) -> Pixels:
    """The picture smaller by a scale; itself where that would make it larger."""
    import cv2  # noqa: PLC0415 - takes 0.1 s to load

    if scale >= 1:
        return picture
    height, width = picture.shape[:2]
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _laid(
    below: Pixels, right: Pixels, geometry: Geometry
) -> tuple[Pixels, NDArray[np.bool_]] | None:
    """The right picture in the frame of the left one, and bool [h, w]: where it is."""
    import cv2  # noqa: PLC0415 - takes 0.1 s to load

    height, width = below.shape[:2]
    to_unit = np.diag([1 / max(height, width)] * 2 + [1.0])
    onto = np.diag([float(max(right.shape[:2]))] * 2 + [1.0]) @ geometry.homography @ to_unit
    zoom = _zoom(onto, width / 2, height / 2)
    if not np.isfinite(onto).all() or not np.isfinite(zoom) or zoom <= 0:
        return None
    smaller = _reduced(right, 1 / zoom)  # the warping takes single pixels: it would alias
    ratio = smaller.shape[1] / right.shape[1], smaller.shape[0] / right.shape[0]
    onto = np.diag([*ratio, 1.0]) @ onto
    flags = cv2.WARP_INVERSE_MAP
    above = cv2.warpPerspective(
        smaller, onto, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    everywhere = np.full(smaller.shape[:2], 1, np.uint8)
    there = cv2.warpPerspective(everywhere, onto, (width, height), flags=flags)
    shared = cv2.erode(there, np.ones((_BORDER, _BORDER), np.uint8)) > 0
    enough = shared.mean() >= _LEAST_SHARED
    return (np.asarray(above, np.uint8), shared) if enough else None


def _zoom(onto: NDArray[np.float64], x: float, y: float) -> float:
    """Pixels of the right picture to one of the left one, around a point of the left one."""
    across, down, depth = onto @ (x, y, 1.0)
    with np.errstate(all="ignore"):
        at = np.array([across, down]) / depth
        slopes = (onto[:2, :2] - np.outer(at, onto[2, :2])) / depth
        return float(np.sqrt(abs(np.linalg.det(slopes))))


def _in_one_light(grey: Pixels, shared: NDArray[np.bool_]) -> Pixels:
    """The grey picture with a set mean and spread where both pictures are."""
    import cv2  # noqa: PLC0415 - takes 0.1 s to load

    mean, spread = (float(v[0, 0]) for v in cv2.meanStdDev(grey, mask=shared.view(np.uint8)))
    steps = (np.arange(256) - mean) * (_CONTRAST / (spread + _NOISE)) + _GREY
    return np.asarray(cv2.LUT(grey, np.clip(steps, 0, 255).astype(np.uint8)), np.uint8)


def _movement(left: Pixels, right: Pixels) -> Floats:
    """float32 [h, w, 2]: where each part of the left one is in the right one, from where it lies.

    Dense inverse search: Kroeger et al., Fast Optical Flow using Dense Inverse Search, 2016. Near
    things are off the map of far ones; what is found a little beside did not change.
    """
    import cv2  # noqa: PLC0415 - takes 0.1 s to load

    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    by = np.asarray(flow.calc(left, right, None), np.float32)  # type: ignore[call-overload]
    length = cv2.magnitude(by[..., 0], by[..., 1])
    most = np.float32(_MOST_MOVED * max(left.shape))
    return by * np.minimum(1, most / np.maximum(length, 1e-6))[..., None]


def _moved(picture: Pixels, by: Floats) -> Pixels:
    import cv2  # noqa: PLC0415 - takes 0.1 s to load

    height, width = by.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    at = np.stack([x, y], axis=-1) + by
    moved = cv2.remap(picture, at, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)  # type: ignore[call-overload]
    return np.asarray(moved, np.uint8)


def _colour_off(left: Pixels, right: Pixels, shared: NDArray[np.bool_]) -> Floats:
    """float32 [h, w]: how far chroma is off, less what most of the picture is off by."""
    import cv2  # noqa: PLC0415 - takes 0.1 s to load

    size = (left.shape[1] + 1) // 2, (left.shape[0] + 1) // 2
    halves = (cv2.resize(each, size, interpolation=cv2.INTER_AREA) for each in (left, right))
    one, other = (cv2.cvtColor(each, cv2.COLOR_RGB2LAB)[..., 1:] for each in halves)
    off = cv2.subtract(one, other, dtype=cv2.CV_32F)
    there = cv2.resize(shared.view(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    usual = np.median(off[there], axis=0) if there.any() else 0
    smooth = cv2.blur(off - np.float32(usual), (_COLOUR_PATCH, _COLOUR_PATCH))
    return np.asarray(cv2.magnitude(smooth[..., 0], smooth[..., 1]), np.float32)
