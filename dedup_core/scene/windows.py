"""The compact part of a map of blocks that differs most from the rest of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Sums = NDArray[np.float64]

_SIDES = (3, 6, 11)  # blocks: what is looked at first, before each side is moved alone
_LONGEST = 3  # times the shorter side, at most: longer regions are edges, not things
_MOST = 0.7  # of the weight: above it the "rest" is the smaller part
_LEAST = 1e-6  # keeps from dividing by nothing


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of blocks [top, bottom) x [left, right), and how much it stands out.

    spread: weighted variance between the window and the rest, times the weight of all blocks
    """

    top: int
    left: int
    bottom: int
    right: int
    spread: float

    @property
    def blocks(self) -> tuple[slice, slice]:
        """Rows and columns, to index a map of blocks with."""
        return slice(self.top, self.bottom), slice(self.left, self.right)


def most_outstanding(weights: Floats, values: Floats) -> Window | None:
    """The window whose values lie highest above the rest; None where nothing does.

    The measure is Otsu's (1979), in space: the variance between two classes, window and rest. A
    small window must stand out more than a large one.

    weights, values: float32 [rows, columns]
    """
    weight, total = _sums(weights), _sums(weights * values)
    best = Window(0, 0, 0, 0, 0.0)
    for high in _SIDES:
        for wide in _SIDES:
            if max(high, wide) <= _LONGEST * min(high, wide):
                best = max(best, _best_of(weight, total, high, wide), key=lambda w: w.spread)
    return _refined(best, weight, total) if best.spread > 0 else None


def _sums(blocks: Floats) -> Sums:
    """float64 [rows + 1, columns + 1]: sums of all blocks above and left of each corner."""
    return np.pad(blocks.astype(np.float64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))


def _best_of(weight: Sums, total: Sums, high: int, wide: int) -> Window:
    """The window of one size that stands out most."""
    rows, columns = weight.shape
    if high >= rows or wide >= columns:
        return Window(0, 0, 0, 0, 0.0)
    inside, value = (
        s[high:, wide:] - s[:-high, wide:] - s[high:, :-wide] + s[:-high, :-wide]
        for s in (weight, total)
    )
    spread = _spread(inside, value, weight[-1, -1], total[-1, -1])
    top, left = divmod(int(spread.argmax()), spread.shape[1])
    return Window(top, left, top + high, left + wide, float(spread[top, left]))


def _spread(inside: Sums, value: Sums, weight: float, total: float) -> Sums:
    outside = weight - inside
    above = value / np.maximum(inside, _LEAST) - (total - value) / np.maximum(outside, _LEAST)
    spread = np.square(np.maximum(above, 0)) * inside * outside / max(weight, _LEAST)
    return np.where(inside <= _MOST * weight, spread, 0)


def _refined(window: Window, weight: Sums, total: Sums) -> Window:
    """The window with each of its sides moved, block by block, for as long as that helps."""
    while True:
        better = max(_neighbours(window, weight, total), key=lambda w: w.spread, default=window)
        if better.spread <= window.spread * (1 + _LEAST):
            return window
        window = better


def _neighbours(window: Window, weight: Sums, total: Sums) -> list[Window]:
    """Windows with one side a block or two further in or out."""
    corners = np.repeat([[window.top, window.left, window.bottom, window.right]], 16, axis=0)
    corners[np.arange(16), np.arange(16) // 4] += np.tile([-2, -1, 1, 2], 4)
    top, left, bottom, right = corners.T
    inside_map = (top >= 0) & (left >= 0) & (bottom < len(weight)) & (right < weight.shape[1])
    high, wide = bottom - top, right - left
    shaped = np.maximum(high, wide) <= _LONGEST * np.minimum(high, wide)
    corners = corners[inside_map & shaped & (np.minimum(high, wide) >= _SIDES[0])]
    top, left, bottom, right = corners.T
    inside, value = (
        s[bottom, right] - s[top, right] - s[bottom, left] + s[top, left] for s in (weight, total)
    )
    spread = _spread(inside, value, weight[-1, -1], total[-1, -1])
    return [
        Window(int(up), int(aside), int(low), int(far), float(by))
        for (up, aside, low, far), by in zip(corners, spread, strict=True)
    ]
