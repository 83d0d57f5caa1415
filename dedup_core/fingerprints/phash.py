"""`phash`: signs of the lowest 8 x 8 DCT coefficients against their median, 64 bits.

Source: N. Krawetz, "Looks Like It" (2011), in the variant of imagededup's `PHash`; equal to it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints.base import hash_method
from dedup_core.fingerprints.dct import low_cosines

_LOW = 8  # coefficients a side


def _bits(grey: NDArray[np.uint8]) -> NDArray[np.bool_]:
    down = low_cosines(grey.astype(np.float64).swapaxes(1, 2), _LOW).swapaxes(1, 2)
    low = low_cosines(down, _LOW).reshape(len(grey), _LOW * _LOW)
    median = np.median(low[:, 1:], axis=1, keepdims=True)
    return np.asarray(low >= median)


METHOD = hash_method(
    "phash",
    "Perceptual hash",
    "Coarse frequencies of the picture. The best of the hashes on edits; the default.",
    (32, 32),
    _bits,
)
