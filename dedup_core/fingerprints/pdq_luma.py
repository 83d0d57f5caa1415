"""The 64 x 64 luma that PDQ sees: the whole picture under a tent filter, at 64 x 64 points.

The filter is linear, so each point is a weighted mean, and the weights follow from the size alone:
two small matrix products instead of four running sums over all pixels (2 to 6 times as fast). The
published program adds up in another order; where its last digits would matter, `filtered` does
what it does, addition by addition.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dedup_core.decode import Upright

Floats = NDArray[np.float32]

POINTS = 64  # a side
_LEAST_SIDE = 5  # of a picture; PDQ says nothing of smaller ones
_BLOCK = 1 << 18  # pixels that are worked on at once
_RED, _GREEN, _BLUE = 0.299, 0.587, 0.114  # ITU-R BT.601
# EXIF orientations after which the last stored column, and row, come first in the upright picture
_LAST_FIRST = ((2, 3, 6, 7), (3, 4, 7, 8))


def filtered(upright: Upright, *, is_sure: Callable[[Floats], bool]) -> Floats:
    """Luma float32 [64, 64] of a picture; all 0 when a side has less than 5 pixels.

    Not scaled: from all pixels; those of the published program, digit for digit, unless `is_sure`
    says that the last digits do not matter. Scaled: from the shrunk picture, with the weights that
    its pixels' parts of the whole have together (with weights for its own size, 6 bits of the hash
    would move, not 0.5: the filter leans to one side).
    """
    if min(upright.size) < _LEAST_SIDE:
        return np.zeros((POINTS, POINTS), np.float32)
    luma = _weighted(upright, *_sides(upright))
    return luma if upright.scaled or is_sure(luma) else _added_up(upright.image)


def filtered_each_way(upright: Upright, *, is_sure: Callable[[Floats], bool]) -> Floats:
    """`filtered`, and with the filter leaning the other way, float32 [2, 2, 64, 64]: down, across.

    Turned like the picture, these are what `filtered` gives for the turned picture.
    """
    if min(upright.size) < _LEAST_SIDE:
        return np.zeros((2, 2, POINTS, POINTS), np.float32)
    here, there = _sides(upright), _sides(upright, leaning_back=True)
    down, across = (np.concatenate(both) for both in zip(here, there, strict=True))
    luma = _weighted(upright, down, across).reshape(2, POINTS, 2, POINTS).transpose(0, 2, 1, 3)
    if not upright.scaled and not is_sure(luma[0, 0]):
        luma[0, 0] = _added_up(upright.image)
    return np.ascontiguousarray(luma)


def _sides(upright: Upright, *, leaning_back: bool = False) -> tuple[Floats, Floats]:
    """Weights down [64, height] and across [64, width] of the pixels that there are."""
    whole = upright.size
    shrunk = upright.image.size if upright.shrunk else whole  # colours may not be decoded yet
    small = upright.luma.size if upright.scaled else shrunk
    across, down = (
        _weights(
            whole[side],
            -(-whole[side] // shrunk[side]),
            -(-shrunk[side] // small[side]),
            last_first=upright.orientation in _LAST_FIRST[side],
            leaning_back=leaning_back,
        )
        for side in (0, 1)
    )
    return down, across


def _blocks(upright: Upright) -> Iterable[Floats]:
    """Luma of the pixels that the points are taken from, some rows [rows, width] at a time."""
    return [np.asarray(upright.luma, np.float32)] if upright.scaled else _rows(upright.image)


def _rows(image: Image.Image) -> Iterator[Floats]:
    """Luma of an RGB picture, some rows [rows, width] at a time."""
    step = max(1, _BLOCK // image.width)
    for top in range(0, image.height, step):
        block = image.crop((0, top, image.width, min(top + step, image.height)))
        rgb = np.asarray(block)
        luma = rgb[:, :, 0] * _RED + rgb[:, :, 1] * _GREEN + rgb[:, :, 2] * _BLUE
        yield luma.astype(np.float32)


def _weighted(upright: Upright, down: Floats, across: Floats) -> Floats:
    """Weighted means [n, m] of pixels, with weights down [n, height] and across [m, width]."""
    sums, top = np.zeros((len(down), across.shape[1]), np.float32), 0
    for block in _blocks(upright):
        weights = down[:, top : top + len(block)]
        reached = np.flatnonzero(weights.any(axis=1))
        sums[reached] += weights[reached] @ block
        top += len(block)
    return sums @ across.T


def _window(length: int) -> int:
    """Pixels of one box: half of a point's share of the side, as two boxes make a tent."""
    return -(-length // (2 * POINTS))


def _centres(length: int) -> NDArray[np.int64]:
    """The pixels in the middle of 64 equal parts of a side."""
    return ((np.arange(POINTS) + 0.5) * length / POINTS).astype(np.int64)


def _boxes(length: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First pixel of the box around each pixel, and the first one after it."""
    end = np.arange(length) + _window(length) // 2 + 1
    return np.maximum(end - _window(length), 0), np.minimum(end, length)


@lru_cache(maxsize=32)  # 1 MB each at most for pictures of 4,000 pixels a side; most sizes recur
def _weights(
    length: int, shrunk: int, again: int, *, last_first: bool, leaning_back: bool
) -> Floats:
    """Weights float32 [64, pixels] of the pixels along a side of `length` in each of 64 points.

    shrunk, again: each pixel is the mean of so many, and then of so many of these
    last_first:    it was turned in between: what is left over of the first was at its beginning
    """
    edges = np.minimum(np.arange(-(-length // shrunk) + 1) * shrunk, length)
    if last_first:
        edges = length - edges[::-1]
    points, pixels, weights = _tent(length)
    if leaning_back:
        points, pixels = POINTS - 1 - points, length - 1 - pixels
    starts = edges[:-1:again]
    means = np.searchsorted(starts, pixels, side="right") - 1
    cells, size = (points * len(starts) + means).ravel(), POINTS * len(starts)
    sums = np.bincount(cells, weights.ravel(), minlength=size)
    return sums.reshape(POINTS, len(starts)).astype(np.float32)


def _tent(length: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """A box over boxes around each of 64 points: point, pixel and weight of each part of it."""
    (begin, end), centres = _boxes(length), _centres(length)
    first, outer = begin[begin[centres]], end[centres] - begin[centres]
    reach = int((end[end[centres] - 1] - first).max())
    changes = np.zeros((POINTS, reach + 1))  # from one pixel's weight to the next
    for step in range(_window(length)):
        inside = np.flatnonzero(step < outer)
        box = begin[centres[inside]] + step
        weight = 1 / outer[inside] / (end[box] - begin[box])
        changes[inside, begin[box] - first[inside]] += weight
        changes[inside, end[box] - first[inside]] -= weight
    pixels = np.minimum(first[:, None] + np.arange(reach), length - 1)  # those beyond weigh nothing
    points = np.broadcast_to(np.arange(POINTS)[:, None], pixels.shape)
    return points, pixels, np.cumsum(changes[:, :-1], axis=1)


def _added_up(image: Image.Image) -> Floats:
    """The filter as the published program runs it: across, down, across, down."""
    width, height = image.size
    if (width, height) == (POINTS, POINTS):
        return np.concatenate(list(_rows(image)))
    rows = (row for block in _rows(image) for row in _box_across(block))
    once = _stacked(_box_down(rows, height), max(1, _BLOCK // width))
    twice = np.concatenate([_box_across(block)[:, _centres(width)] for block in once])
    return np.stack(list(_box_down(twice, height)))[_centres(height)]


def _box_across(rows: Floats) -> Floats:
    """Means of the boxes along each row [n, width]: what comes in is added, what leaves taken off.

    The sums carry on from pixel to pixel, and so do their rounding errors; that is meant.
    """
    width = rows.shape[1]
    window, ahead = _window(width), _window(width) // 2
    changes = np.zeros((len(rows), width + ahead, 2), np.float32)
    changes[:, :width, 0] = rows
    changes[:, window:, 1] = -rows[:, : width + ahead - window]
    sums = np.cumsum(changes.reshape(len(rows), -1), axis=1, dtype=np.float32)[:, 1::2]
    begin, end = _boxes(width)
    return np.asarray(sums[:, ahead:] / (end - begin).astype(np.float32))


def _box_down(rows: Iterable[Floats], height: int) -> Iterator[Floats]:
    """Means of the boxes along each column, row by row."""
    window, ahead = _window(height), _window(height) // 2
    begin, end = _boxes(height)
    sizes = (end - begin).astype(np.float32)
    inside: deque[Floats] = deque()
    coming, sums = iter(rows), np.zeros(1, np.float32)
    for at in range(height + ahead):
        if at < height:
            inside.append(next(coming))
            sums = sums + inside[-1]
        if at >= window:
            sums = sums - inside.popleft()
        if at >= ahead:
            yield np.asarray(sums / sizes[at - ahead])


def _stacked(rows: Iterator[Floats], most: int) -> Iterator[Floats]:
    """The same rows, up to so many at a time, [n, width]."""
    waiting: list[Floats] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == most:
            yield np.stack(waiting)
            waiting = []
    if waiting:
        yield np.stack(waiting)
