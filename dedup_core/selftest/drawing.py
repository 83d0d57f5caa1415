"""Which pictures of a dataset are copied, and which others the copies could be taken for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup_core.model import Catalog

ORIGINALS = 30  # drawn where nobody says how many: shares are then known to about 1 in 30
# Others at most: 330 copies against so many are 0.7 million pairs, seconds for each method. A rate
# of 1 in 1,000 pictures is then known within a tenth.
OTHERS = 2_000

Rows = NDArray[np.int32]


def draw(catalog: Catalog, many: int, *, seed: int) -> tuple[Rows, Rows]:
    """Rows of the originals, and of the others, each content once; all have the same chance."""
    contents = distinct(catalog)
    order = np.random.default_rng(seed).permutation(contents)
    originals, others = order[:many], order[many : many + OTHERS]
    if len(others) < OTHERS:  # a small dataset: an original is another picture for the rest
        others = order[:OTHERS]
    return np.sort(originals), np.sort(others)


def distinct(catalog: Catalog) -> Rows:
    """The first row of each content, in path order."""
    _, first = np.unique(np.array(catalog.digests, "U64"), return_index=True)
    return np.sort(first).astype(np.int32)
