"""`whash`: the 8 x 8 Haar approximation of the picture against its median, 64 bits.

Source: D. Petrov, "Wavelet image hash in Python" (2016), in the variant of imagededup's `WHash`.
Only the approximation of each level is computed, with the same operations in the same order as
PyWavelets does it, so that even ties round alike; the details are never needed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints.base import hash_method

_POINTS = 8  # a side, in the end
_HAAR = 0.7071067811865476


def _bits(grey: NDArray[np.uint8]) -> NDArray[np.bool_]:
    coarse = grey / 255
    while coarse.shape[1] > _POINTS:
        coarse = _HAAR * coarse[:, 1::2, :] + _HAAR * coarse[:, ::2, :]
        coarse = _HAAR * coarse[:, :, 1::2] + _HAAR * coarse[:, :, ::2]
    flat = coarse.reshape(len(grey), 64)
    return np.asarray(flat >= np.median(flat, axis=1, keepdims=True))


METHOD = hash_method(
    "whash",
    "Wavelet hash",
    "A smoothed light-and-dark map. Close to the average hash, a little steadier.",
    (256, 256),
    _bits,
    scaled=(128, 128),  # a quarter of the work; the means over its blocks are the same
    loosest=16,  # beyond it most pictures of a large set are chance neighbours
)
