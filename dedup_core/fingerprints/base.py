"""What a method is: how to turn a picture into a fingerprint, and how to read its distances."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup_core.decode import Upright


class Metric(Enum):
    """How two pictures are compared; each metric but the last has a search in `dedup_core.search`.

    Distances of the first three are whole numbers, those of the others 1 - similarity.
    """

    HAMMING = "hamming"  # number of differing bits
    TURNED = "turned"  # the same, the least over all turns of one picture: mirrored and rotated
    EXACT = "exact"  # 0: same file, 1: same pixels, 2: neither
    COSINE = "cosine"  # 1 - cosine of the angle between two vectors
    JUDGED = "judged"  # 1 - probability, of pairs that were looked at one by one and stored


class When(Enum):
    """When the fingerprints of a method are computed."""

    INDEXING = "indexing"  # with the one pass over all pictures
    ASKED = "asked"  # in a pass of its own, when somebody asks for the method
    AFTERWARDS = "afterwards"  # from what is stored, in the background, once indexing is over


@dataclass(frozen=True, slots=True)
class Notch:
    """A word for all thresholds from the notch before to `limit`, in the unit of its method."""

    limit: float
    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Method:
    """One way to compare pictures.

    Thresholds are said in the method's unit: the most bits two pictures may differ in, or the
    least similarity they must have. Inside, everything is a distance (`limit_of`).

    name, version: the key under which fingerprints are stored; a changed value, a new version
    unit:          of thresholds: "bits", "level", "similarity" or "probability"
    width_bytes:   of a stored fingerprint; 0 where none is stored (Metric.JUDGED)
    scale:         largest threshold that has a meaning (the smallest is 0)
    default:       the threshold to begin with
    loosest:       loosest threshold that is offered; pairs are searched up to it
    needs_detail:  whether pictures with too little information are left out
    notches:       words for ranges of thresholds, strict ones first
    reduce:        a decoded picture → uint8 array of one fixed shape, in a decoding thread
    fingerprint:   a batch of reductions uint8 [n, …] → fingerprints [n, width], of `kind`
    when:          see `When`
    kind:          numpy type of a fingerprint's values: "uint8", or "float32" for vectors
    step:          of the slider
    says_nothing:  stored fingerprints [n, width] → bool [n], which of them must not be compared
    compared:      stored fingerprints of a whole dataset → the values that the metric compares
    every_pixel:   whether it is always computed from the whole decode, never from a scaled one
    learns:        whether `compared` gives other values for other pictures beside them
    problem:       why the method cannot be used on this machine, in a sentence; empty if it can
    turned:        the method that compares mirrored and rotated pictures, too, where there is one
    """

    name: str
    version: int
    title: str
    summary: str
    unit: str
    metric: Metric
    width_bytes: int
    scale: int
    default: float
    loosest: float
    needs_detail: bool
    notches: tuple[Notch, ...]
    reduce: Callable[[Upright], NDArray[np.uint8]]
    fingerprint: Callable[[NDArray[np.uint8]], NDArray[Any]]
    when: When = When.INDEXING
    kind: str = "uint8"
    step: float = 1
    says_nothing: Callable[[NDArray[Any]], NDArray[np.bool_]] | None = None
    compared: Callable[[NDArray[Any]], NDArray[Any]] | None = None
    every_pixel: bool = False
    learns: bool = False
    problem: Callable[[], str] | None = None
    turned: Method | None = None

    @property
    def is_similarity(self) -> bool:
        """Whether a threshold is the least similarity 0 … 1, not the largest distance."""
        return self.metric in (Metric.COSINE, Metric.JUDGED)

    def limit_of(self, threshold: float) -> float:
        """The largest distance at which two pictures count as duplicates at a threshold."""
        return round(1 - threshold, 6) if self.is_similarity else threshold

    def threshold_of(self, limit: float) -> float:
        """The threshold for a largest distance: the other way round."""
        return round(1 - limit, 6) if self.is_similarity else limit

    def thresholds(self, reach: float) -> list[float]:
        """What a slider stops at, strict first, up to a distance; whole numbers are int."""
        steps = int(reach / self.step + 1e-6) + 1 if reach >= 0 else 0
        limits = (
            min(round(at * self.step, 6), 1) if self.is_similarity else at * self.step
            for at in range(steps)
        )
        return [self.threshold_of(limit) for limit in limits]

    def said(self, threshold: float) -> str:
        """A threshold in words: `10 bits`, `0.925`."""
        if self.is_similarity:
            return f"{threshold:.{3 if self.step < 0.01 else 2}f}"
        return f"{threshold:g} {self.unit}"

    def notch(self, threshold: float) -> Notch:
        """The word for a threshold."""
        limit = self.limit_of(threshold)
        within = (n for n in self.notches if limit <= self.limit_of(n.limit))
        return next(within, self.notches[-1])


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


def judged_method(
    name: str, title: str, summary: str, *, when: When, notches: tuple[Notch, ...]
) -> Method:
    """A method whose pairs are judged one by one; its thresholds are probabilities."""

    def no_reduction(_: Upright) -> NDArray[np.uint8]:
        return np.zeros(0, np.uint8)

    return Method(
        name=name,
        version=1,
        title=title,
        summary=summary,
        unit="probability",
        metric=Metric.JUDGED,
        width_bytes=0,
        scale=1,
        default=0.5,
        loosest=0.1,
        needs_detail=False,
        notches=notches,
        reduce=no_reduction,
        fingerprint=lambda none: none,
        when=when,
        step=0.01,
    )
