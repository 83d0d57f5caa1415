"""`dhash`: whether each of 8 x 8 points is brighter than its left neighbour, 64 bits.

Source: N. Krawetz, "Kind of Like That" (2013), in the variant of imagededup's `DHash`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints.base import hash_method


def _bits(grey: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return grey[:, :, 1:] > grey[:, :, :-1]


METHOD = hash_method(
    "dhash",
    "Difference hash",
    "Where brightness rises from left to right. Steady under changes of light.",
    (9, 8),
    _bits,
    faithful=True,  # equal neighbours are decided by the last grey level
)
