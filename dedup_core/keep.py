"""Which picture of a group stays, and why: a stated order, the same on every machine."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from dedup_core.model import Catalog

ORDER = "highest resolution, then sharpest, then most bytes, then earliest, then first path"


def ranks(catalog: Catalog) -> NDArray[np.int32]:
    """Rank of each row in the keep order, int32 [pictures]; 0 is the best. No two are equal."""
    unknown_last = np.where(catalog.taken_at_ms < 0, np.iinfo(np.int64).max, catalog.taken_at_ms)
    resolution = catalog.width.astype(np.int64) * catalog.height
    order = np.lexsort(
        (
            np.arange(len(catalog)),  # rows are in path order
            unknown_last,
            -catalog.size_bytes,
            -catalog.sharpness,
            -resolution,
        )
    )
    rank = np.empty(len(catalog), np.int32)
    rank[order] = np.arange(len(catalog), dtype=np.int32)
    return rank


def why_kept(catalog: Catalog, keeper: int, other: int) -> str:
    """The first point of the order in which the keeper beats another picture, in words."""
    width, height = catalog.width, catalog.height
    mine, theirs = (int(width[row]) * int(height[row]) for row in (keeper, other))
    if mine != theirs:
        sizes = [f"{width[row]} x {height[row]}" for row in (keeper, other)]
        return f"higher resolution: {sizes[0]} against {sizes[1]}"
    if catalog.sharpness[keeper] != catalog.sharpness[other]:
        sharp = [f"{catalog.sharpness[row]:.1f}" for row in (keeper, other)]
        return f"sharper: {sharp[0]} against {sharp[1]}"
    if catalog.size_bytes[keeper] != catalog.size_bytes[other]:
        sizes = [f"{catalog.size_bytes[row]:,}" for row in (keeper, other)]
        return f"more bytes: {sizes[0]} against {sizes[1]}"
    if catalog.taken_at_ms[keeper] != catalog.taken_at_ms[other]:
        return f"taken earlier: {_when(catalog, keeper)} against {_when(catalog, other)}"
    return "its path comes first; all else is equal"


def _when(catalog: Catalog, row: int) -> str:
    taken = int(catalog.taken_at_ms[row])
    if taken < 0:
        return "an unknown time"
    words = datetime.fromtimestamp(taken // 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")
    return f"{words}.{taken % 1000:03}" if taken % 1000 else words
