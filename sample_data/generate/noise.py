"""Random patterns: smooth noise, clouds and scratches."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.float32]


def resize(field: NDArray[Any], height: int, width: int) -> Field:
    """Stretch a field smoothly to a new size."""
    picture = Image.fromarray(np.asarray(field, np.float32), mode="F")
    return np.asarray(picture.resize((width, height), Image.Resampling.BICUBIC), np.float32)


def smooth(rng: np.random.Generator, shape: tuple[int, int], cells: float) -> Field:
    """Noise in 0..1 that repeats at the edges, with about `cells` bumps across."""
    height, width = shape
    rows = max(2, round(cells * height / max(shape)))
    columns = max(2, round(cells * width / max(shape)))
    grid = rng.random((rows, columns))
    pad = 2
    wide = np.pad(grid, pad, mode="wrap")
    scale_y, scale_x = height / rows, width / columns
    big = resize(wide, round(scale_y * wide.shape[0]), round(scale_x * wide.shape[1]))
    y, x = round(pad * scale_y), round(pad * scale_x)
    return np.clip(big[y : y + height, x : x + width], 0, 1)


def fractal(
    rng: np.random.Generator, shape: tuple[int, int], cells: float, octaves: int = 5
) -> Field:
    """Sum of noise at halving sizes, stretched to 0..1."""
    total = np.zeros(shape, np.float32)
    for octave in range(octaves):
        size = cells * 2**octave
        if size > max(shape):
            break
        total += smooth(rng, shape, size) * 0.55**octave
    return (total - total.min()) / max(float(np.ptp(total)), 1e-6)


def speckle(rng: np.random.Generator, shape: tuple[int, int]) -> Field:
    """Fine grain with mean zero."""
    return rng.standard_normal(shape).astype(np.float32)


def tint(
    field: NDArray[Any], dark: tuple[float, ...], light: tuple[float, ...]
) -> NDArray[np.float32]:
    """Colour a field between two colours."""
    weight = field[..., None]
    return (np.asarray(dark) * (1 - weight) + np.asarray(light) * weight).astype(np.float32)
