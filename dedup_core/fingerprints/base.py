"""What a method is: how to turn a picture into a fingerprint, and how to read its distances."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from dedup_core.decode import Upright


class Metric(Enum):
    """How two fingerprints are compared; each metric has a search in `dedup_core.search`."""

    HAMMING = "hamming"  # number of differing bits
    EXACT = "exact"  # 0: same file, 1: same pixels, 2: neither
    COSINE = "cosine"  # 1 - cosine of the angle between two vectors


@dataclass(frozen=True, slots=True)
class Notch:
    """A word for all thresholds up to `limit` that the notch before does not cover."""

    limit: float
    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Method:
    """One way to compare pictures.

    name, version: the key under which fingerprints are stored; a changed value, a new version
    unit:          of distances and thresholds
    scale:         largest distance that has a meaning (the smallest is 0)
    loosest:       largest threshold that is offered; pairs are searched up to it
    needs_detail:  whether pictures with too little information are left out
    reduce:        a decoded picture → uint8 array of one fixed shape, in a decoding thread
    fingerprint:   a batch of reductions uint8 [n, …] → fingerprints uint8 [n, width_bytes]
    """

    name: str
    version: int
    title: str
    summary: str
    unit: str
    metric: Metric
    width_bytes: int
    scale: int
    default: int
    loosest: int
    needs_detail: bool
    notches: tuple[Notch, ...]
    reduce: Callable[[Upright], NDArray[np.uint8]]
    fingerprint: Callable[[NDArray[np.uint8]], NDArray[np.uint8]]

    def notch(self, threshold: float) -> Notch:
        """The word for a threshold."""
        return next((n for n in self.notches if threshold <= n.limit), self.notches[-1])


HASH_NOTCHES = (
    Notch(0, "identical", "the hash is the same: copies, re-saved or slightly resized files"),
    Notch(4, "strict", "copies and light edits: re-saved, resized, brightened, a small caption"),
    Notch(10, "balanced", "edits and shots a moment apart; a look now and then is wise"),
    Notch(16, "loose", "the same scene again, and the first look-alikes; look at every group"),
    Notch(
        64, "very loose", "much that only looks alike from afar; good for hunting, not for paying"
    ),
)


def hash_method(
    name: str,
    title: str,
    summary: str,
    size: tuple[int, int],
    bits: Callable[[NDArray[np.uint8]], NDArray[np.bool_]],
    *,
    loosest: int = 24,
    faithful: bool = False,
    scaled: tuple[int, int] | None = None,
) -> Method:
    """A 64-bit hash: `bits` maps grey reductions uint8 [n, height, width] to bool [n, 64].

    The bits are packed as imagededup packs them, so the bytes in hex are its hash string.

    faithful: see `Upright.grey`
    scaled:   width and height of the reduction where the decode is scaled, if not `size`
    """

    def fingerprint(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return np.packbits(bits(grey).reshape(len(grey), 64), axis=1)

    def reduce(upright: Upright) -> NDArray[np.uint8]:
        return upright.grey(*(scaled if scaled and upright.scaled else size), faithful=faithful)

    return Method(
        name=name,
        version=1,
        title=title,
        summary=summary,
        unit="bits",
        metric=Metric.HAMMING,
        width_bytes=8,
        scale=64,
        default=10,
        loosest=loosest,
        needs_detail=True,
        notches=HASH_NOTCHES,
        reduce=reduce,
        fingerprint=fingerprint,
    )
