"""Same place, another thing: the compact region that changed while the rest agrees.

A map between two pictures proves the same place, not the same thing: another card on the same
table keeps the table. So the pictures are laid on each other, part by part, and what is not found
again is gathered into a rectangle. How far it stands out says whether a thing was swapped.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from dedup_core.scene.aligning import Aligned, Pixels, aligned
from dedup_core.scene.geometry import Geometry, Size, through, unit_size
from dedup_core.scene.windows import Window, most_outstanding

Floats = NDArray[np.float32]
Box = tuple[float, float, float, float]

TOLD = 0.5  # regions that are less probable are not told of
_BLOCK = 8  # pixels
_PATCH = 21  # pixels of the square whose pattern is compared; 15 found 1 % less
_NOISE = 20.0  # grey levels squared: variance that is no pattern
_FULL_PATTERN = 40.0  # grey levels of spread from which a patch counts in full
_OTHER_COLOUR = 40.0  # steps of CIELAB chroma that are another colour altogether
_UNLIKE = 0.35  # pattern x dissimilarity of a block that is not the same thing
_LEAST_PATTERN = 0.02  # of what a full pattern everywhere would be: below it nothing can be said
_FITS = 0.5  # pixels: what moved less lies where the map puts it
_SMALLEST = 1e-4  # before a logarithm


@dataclass(frozen=True, slots=True)
class Changed:
    """A region whose content differs between two pictures that agree elsewhere.

    left_box, right_box: x0, y0, x1, y1 in each picture, whose longer side is 1
    probability:         that the content differs, not the view, the light or the noise, 0 … 1
    share:               of what both pictures show, taken by the region, 0 … 1
    elsewhere:           how alike the pictures are outside of it, 0 … 1. Of the sample's copies
                         with a sticker all are above .92, of its walk one pair in twenty is above
                         .90: there something was laid over one shot
    """

    left_box: Box
    right_box: Box
    probability: float
    share: float
    elsewhere: float


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """What is known of each block of 8 x 8 pixels, each float32 [rows, columns].

    area:    share of it that both pictures show
    pattern: how much there is to compare, 0 … 1 (where only one picture has a pattern, too)
    unlike:  1 - correlation of the patterns, 0 … 1
    colour:  how far the chroma is off, 0 … 1
    moved:   pixels it was moved to fit
    """

    area: Floats
    pattern: Floats
    unlike: Floats
    colour: Floats
    moved: Floats


@dataclass(frozen=True, slots=True)
class Traits:
    """What the probability is read from; logarithms are natural."""

    stands_out: float  # log of the variance that the region explains, pattern
    off_colour: float  # the same of chroma
    unlike_share: float  # log of the share of blocks that are not the same thing
    moved: float  # log of the pixels that the rest was moved, and half a one
    unlike: float  # mean inside the region
    pattern: float  # log of the mean inside the region

    def values(self) -> tuple[float, ...]:
        """In the order of the fields."""
        return (
            self.stands_out,
            self.off_colour,
            self.unlike_share,
            self.moved,
            self.unlike,
            self.pattern,
        )


def changed(
    left: Pixels, right: Pixels, geometry: Geometry, *, least: float = TOLD
) -> Changed | None:
    """The region whose content differs, or None where none does or nothing can be said.

    left, right: grey or RGB, uint8 [h, w] or [h, w, 3], such as stored thumbnails
    least:       probability below which nothing is told; 0 to rank pairs by it
    """
    found = looked_at(left, right, geometry)
    if found is None:
        return None
    blocks, window, traits = found
    probability = probability_of(traits)
    if probability < least:
        return None
    left_box = _left_box(window, blocks.area.shape, unit_size(left.shape[1], left.shape[0]))
    return Changed(
        left_box=left_box,
        right_box=_right_box(left_box, geometry, unit_size(right.shape[1], right.shape[0])),
        probability=probability,
        share=float(blocks.area[window.blocks].sum() / blocks.area.sum()),
        elsewhere=1 - _mean(blocks.unlike, blocks.pattern, _outside(window, blocks.area)),
    )


def looked_at(
    left: Pixels, right: Pixels, geometry: Geometry
) -> tuple[Blocks, Window, Traits] | None:
    """The blocks of two pictures, the window that stands out most, and what is known of it."""
    over = aligned(left, right, geometry)
    if over is None:
        return None
    blocks = blocks_of(over)
    full = blocks.area.sum()
    if blocks.pattern.sum() < _LEAST_PATTERN * full:
        return None
    by_pattern = most_outstanding(blocks.pattern, blocks.unlike)
    by_colour = most_outstanding(blocks.area, blocks.colour)
    window = max(filter(None, (by_pattern, by_colour)), key=lambda w: w.spread, default=None)
    if window is None:
        return None
    return blocks, window, _traits(blocks, window, by_pattern, by_colour)


def blocks_of(over: Aligned) -> Blocks:
    """The blocks of two pictures that lie on each other."""
    left, fitted, unmoved = map(_patches, (over.left, over.right, over.unmoved))
    alike = np.maximum(_correlation(left, fitted), _correlation(left, unmoved))
    spread = np.sqrt(np.maximum(left.variance, fitted.variance))
    shared = over.shared.astype(np.float32)
    pattern = np.minimum(spread / _FULL_PATTERN, 1) * shared
    unlike = np.clip(1 - alike, 0, 1)
    area, weight = _blocks(shared), _blocks(pattern)
    colour = _blocks(np.minimum(over.colour_off / _OTHER_COLOUR, 1), like=area)
    return Blocks(
        area=area,
        pattern=weight,
        unlike=_over(_blocks(pattern * unlike), weight),
        colour=colour,
        moved=_over(_blocks(over.moved * shared), area),
    )


def probability_of(traits: Traits) -> float:
    """That the content of the region differs: a logistic model of the traits.

    Fitted by `benchmarks/fit_differs.py` on as many swapped as unswapped pairs.
    """
    stored = json.loads((files(__package__) / "differs.json").read_text(encoding="utf-8"))
    logit = stored["intercept"] + np.dot(stored["weights"], traits.values())
    return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))


def _traits(
    blocks: Blocks, window: Window, by_pattern: Window | None, by_colour: Window | None
) -> Traits:
    inside = np.zeros(blocks.area.shape, np.bool_)
    inside[window.blocks] = True
    area = float(blocks.area.sum())
    not_same = blocks.area * (blocks.pattern * blocks.unlike > _UNLIKE)
    return Traits(
        stands_out=_log(by_pattern.spread / area if by_pattern else 0.0),
        off_colour=_log(by_colour.spread / area if by_colour else 0.0),
        unlike_share=_log(float(not_same.sum()) / area),
        moved=_log(_mean(blocks.moved, blocks.area, ~inside) + _FITS),
        unlike=_mean(blocks.unlike, blocks.pattern, inside),
        pattern=_log(_mean(_over(blocks.pattern, blocks.area), blocks.area, inside)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Patches:
    """Values, and their mean and variance in the patch around each pixel, float32 [h, w] each."""

    values: Floats
    mean: Floats
    variance: Floats


def _patches(grey: Pixels) -> _Patches:
    values = grey.astype(np.float32)
    mean = _blurred(values)
    return _Patches(values, mean, np.maximum(_blurred(values * values) - mean * mean, 0))


def _correlation(one: _Patches, other: _Patches) -> Floats:
    """float32 [h, w]: correlation of the patches around a pixel, -1 … 1; about 0 where flat."""
    common = _blurred(one.values * other.values) - one.mean * other.mean
    both = np.sqrt((one.variance + _NOISE) * (other.variance + _NOISE))
    return np.asarray(common / both, np.float32)


def _blurred(values: Floats) -> Floats:
    """Means over patches."""
    import cv2  # noqa: PLC0415 - takes 0.1 s to load

    return np.asarray(cv2.blur(values, (_PATCH, _PATCH)), np.float32)


def _blocks(values: Floats, *, like: Floats | None = None) -> Floats:
    """Means over blocks; as many as another map has where one is given."""
    import cv2  # noqa: PLC0415 - takes 0.1 s to load

    height, width = values.shape
    size = max(1, round(width / _BLOCK)), max(1, round(height / _BLOCK))
    size = size if like is None else (like.shape[1], like.shape[0])
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)


def _over(sums: Floats, weights: Floats) -> Floats:
    return np.asarray(sums / np.maximum(weights, _SMALLEST), np.float32)


def _mean(values: Floats, weights: Floats, where: NDArray[np.bool_]) -> float:
    weight = weights[where]
    return float((weight * values[where]).sum() / max(float(weight.sum()), _SMALLEST))


def _outside(window: Window, like: Floats) -> NDArray[np.bool_]:
    outside = np.ones(like.shape, np.bool_)
    outside[window.blocks] = False
    return outside


def _log(value: float) -> float:
    return float(np.log(max(value, _SMALLEST)))


def _left_box(window: Window, blocks: tuple[int, ...], size: Size) -> Box:
    high, wide = size[1] / blocks[0], size[0] / blocks[1]
    return window.left * wide, window.top * high, window.right * wide, window.bottom * high


def _right_box(box: Box, geometry: Geometry, size: Size) -> Box:
    """The upright box around what a box of the left picture becomes in the right one."""
    x0, y0, x1, y1 = box
    corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    there = np.clip(np.nan_to_num(through(geometry.homography, corners)), 0, size)
    return tuple(float(side) for side in (*there.min(axis=0), *there.max(axis=0)))  # type: ignore[return-value]
