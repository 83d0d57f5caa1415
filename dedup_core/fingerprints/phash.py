"""`phash`: signs of the lowest 8 x 8 DCT coefficients against their median, 64 bits.

Source: N. Krawetz, "Looks Like It" (2011), in the variant of imagededup's `PHash`; equal to it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints.base import hash_method


def _bits(grey: NDArray[np.uint8]) -> NDArray[np.bool_]:
    from scipy.fftpack import dct  # noqa: PLC0415 - 0.3 s that only hashing needs

    low = dct(dct(grey, axis=1), axis=2)[:, :8, :8].reshape(len(grey), 64)
    median = np.median(low[:, 1:], axis=1, keepdims=True)
    return np.asarray(low >= median)


METHOD = hash_method(
    "phash",
    "Perceptual hash",
    "Coarse frequencies of the picture. The best of the hashes on edits; the default.",
    (32, 32),
    _bits,
)
