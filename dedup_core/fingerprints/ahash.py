"""`ahash`: whether each of 8 x 8 points is at least as bright as their mean, 64 bits.

Source: N. Krawetz, "Looks Like It" (2011), in the variant of imagededup's `AHash`; equal to it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints.base import hash_method


def _bits(grey: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return np.asarray(grey >= grey.mean(axis=(1, 2), keepdims=True))


METHOD = hash_method(
    "ahash",
    "Average hash",
    "Light and dark areas only. Quick and simple; confuses pictures of like layout.",
    (8, 8),
    _bits,
    faithful=True,
    loosest=16,  # beyond it most pictures of a large set are chance neighbours
)
