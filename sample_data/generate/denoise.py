"""Removes the noise of path tracing much as a telephone does: by averaging alike patches."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.float32]


def _shift(image: Image, dy: int, dx: int) -> Image:
    """Move an image, repeating its border."""
    height, width = image.shape[:2]
    padded = np.pad(image, [(2, 2), (2, 2)] + [(0, 0)] * (image.ndim - 2), mode="edge")
    return padded[2 + dy : 2 + dy + height, 2 + dx : 2 + dx + width]


def _blur(field: Image) -> Image:
    """Mean over three by three pixels."""
    rows = field + _shift(field, -1, 0) + _shift(field, 1, 0)
    return (rows + _shift(rows, 0, -1) + _shift(rows, 0, 1)) / 9


def without_sparks(light: Image) -> Image:
    """Pull single pixels that are far too bright or too dark towards their neighbours."""
    level = light.mean(-1)
    around = np.stack(
        [_shift(level, y, x) for y in (-1, 0, 1) for x in (-1, 0, 1) if (y, x) != (0, 0)]
    )
    around.sort(axis=0)
    held = np.clip(level, around[2] * 0.8, around[5] * 1.35 + 0.01)
    return light * (held / np.maximum(level, 1e-5))[..., None] + (
        np.where(level < 1e-5, held, 0.0)[..., None]
    ).astype(np.float32)


def clean(light: Image, strength: float) -> Image:
    """Average each pixel with those neighbours whose surroundings look the same."""
    light = without_sparks(light)
    level = np.sqrt(np.clip(light, 0, 4).mean(-1))
    total = np.zeros_like(light)
    weights = np.zeros(level.shape, np.float32)
    for dy in (-2, -1, 0, 1, 2):
        for dx in (-2, -1, 0, 1, 2):
            apart = _blur((level - _shift(level, dy, dx)) ** 2)
            weight = np.exp(-apart / (strength * (0.04 + level)) ** 2).astype(np.float32)
            total += _shift(light, dy, dx) * weight[..., None]
            weights += weight
    return total / weights[..., None]
