"""`pdq`: signs of 16 x 16 DCT coefficients against their median, 256 bits, and a quality.

Source: Facebook, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm" (2019);
the filter is the double box of W. Jarosz, "Fast Image Convolutions" (2001). From all pixels the
bits and the quality are those of the published program (as in the package pdqhash), bit for bit.

A fingerprint has 33 bytes: 32 of bits, packed in pdqhash's order, then the quality 0 … 100.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dedup_core.decode import Upright
from dedup_core.fingerprints.base import Method, Metric, Notch
from dedup_core.fingerprints.pdq_luma import POINTS, filtered

Floats = NDArray[np.float32]

BYTES = 32  # of the bits; the quality comes after them
LEAST_QUALITY = 50  # PDQ's own advice: hashes of less are not to be compared
_WAVES = 16  # a side: frequencies 1 … 16, without the mean
_STEPS_FOR_ONE = 90  # grey steps that make 1 of quality; of the published program
_MARGIN = 0.02  # of a coefficient. The two ways to filter differed by 0.003 on 1,135 photos at most
_STEP_MARGIN = 0.001  # the same of a step between neighbours, which is counted in whole numbers


def coefficients(luma: Floats) -> Floats:
    """DCT coefficients [n, 16, 16] of filtered pictures [n, 64, 64], down and across.

    The sums are in the order of the published program, so that even the last digit is the same.
    """
    waves = _waves()
    down = np.zeros((len(luma), _WAVES, POINTS), np.float32)
    for k in range(POINTS):
        down += waves[:, k, None] * luma[:, None, k]
    both = np.zeros((len(luma), _WAVES, _WAVES), np.float32)
    for k in range(POINTS):
        both += down[:, :, k, None] * waves[:, k]
    return both


def packed(coefficients: Floats) -> NDArray[np.uint8]:
    """Which coefficients [n, 16, 16] are above their (lower) median, uint8 [n, 32]."""
    flat = coefficients.reshape(len(coefficients), -1)
    middle = flat.shape[1] // 2 - 1
    median = np.partition(flat, middle, axis=1)[:, middle, None]
    return np.packbits((flat > median)[:, ::-1], axis=1)


def qualities(luma: Floats) -> NDArray[np.uint8]:
    """How much there is to compare in filtered pictures [n, 64, 64]: 0 … 100 each."""
    down, across = (np.abs(np.trunc(steps)).sum(axis=(1, 2)) for steps in _grey_steps(luma))
    return _quality_of(down + across)


def luma_of(reductions: NDArray[np.uint8]) -> Floats:
    """Reductions uint8 [n, 64, 64, 4] as what they are: float32 [n, 64, 64]."""
    return np.ascontiguousarray(reductions).view(np.float32)[..., 0]


def compared(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The bits of fingerprints, without the quality."""
    return values[:, :-1]


def says_nothing(values: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which fingerprints are of pictures with too little to compare."""
    return np.asarray(values[:, -1] < LEAST_QUALITY)


def _reduce(upright: Upright) -> NDArray[np.uint8]:
    luma = filtered(upright, is_sure=is_sure)
    return luma.view(np.uint8).reshape(POINTS, POINTS, luma.itemsize)


def _fingerprint(reductions: NDArray[np.uint8]) -> NDArray[np.uint8]:
    luma = luma_of(reductions)
    return np.column_stack((packed(coefficients(luma)), qualities(luma)))


@lru_cache(maxsize=1)
def _waves() -> Floats:
    """The cosines of frequencies 1 … 16 at 64 points, [16, 64]."""
    frequency, point = np.arange(1, _WAVES + 1)[:, None], np.arange(POINTS)
    scale = np.float64(np.float32(np.sqrt(2 / POINTS)))
    cosines = np.cos(np.pi / 2 / POINTS * frequency * (2 * point + 1))
    return np.asarray(scale * cosines, np.float32)


def _grey_steps(luma: Floats) -> tuple[Floats, Floats]:
    """Steps between neighbours in hundredths of the range: down [n, 63, 64], across [n, 64, 63]."""
    hundred, white = np.float32(100), np.float32(255)
    down = (luma[:, :-1] - luma[:, 1:]) * hundred / white
    across = (luma[:, :, :-1] - luma[:, :, 1:]) * hundred / white
    return down, across


def _quality_of(steps: Floats) -> NDArray[np.uint8]:
    """Quality from the steps of a picture, counted in whole hundredths, over all neighbours."""
    return np.asarray(np.minimum(steps // _STEPS_FOR_ONE, 100), np.uint8)


def is_sure(luma: Floats) -> bool:
    """Whether bits and quality stay what they are if the last digits of 64 x 64 values change.

    Said for the picture turned in any way, too: that changes signs (see `turned`).
    """
    waves = _waves().astype(np.float64)
    found = waves @ luma @ waves.T
    signs = np.where(np.arange(_WAVES) % 2, 1, -1)
    for turned in (found, found * signs, found * signs[:, None], found * np.outer(signs, signs)):
        middle = np.sort(turned, axis=None)[found.size // 2 - 1 : found.size // 2 + 1]
        if middle[1] - middle[0] < _MARGIN:
            return False
    return _is_sure_of_quality(luma)


def _is_sure_of_quality(luma: Floats) -> bool:
    steps = np.concatenate([np.abs(step).ravel() for step in _grey_steps(luma[None])])
    fewest = np.trunc(np.maximum(steps - _STEP_MARGIN, 0)).sum()
    most = np.trunc(steps + _STEP_MARGIN).sum()
    return bool(_quality_of(fewest) == _quality_of(most))


METHOD = Method(
    name="pdq",
    version=1,
    title="PDQ",
    summary="Facebook's 256-bit hash: finer than the others, so it tells look-alikes apart longer.",
    unit="bits",
    metric=Metric.HAMMING,
    width_bytes=BYTES + 1,
    scale=256,
    default=30,  # PDQ's own advice is 31, which is the same: see `step`
    loosest=90,  # two unrelated pictures differ by 128
    needs_detail=True,
    notches=(  # measured on edits of the sample and on 5.8 million pairs of other things
        Notch(0, "identical", "the hash is the same: copies, most files saved again"),
        Notch(16, "strict", "copies and light edits: saved again, resized, brightened"),
        Notch(30, "balanced", "what PDQ itself takes for the same picture; nearly all light edits"),
        Notch(60, "loose", "stronger edits and shots a moment apart; still no chance neighbours"),
        Notch(256, "very loose", "the same scene again, and from 80 bits on look-alikes"),
    ),
    reduce=_reduce,
    fingerprint=_fingerprint,
    step=2,  # half of the bits are set in every hash, so the distance of two is even
    compared=compared,
    says_nothing=says_nothing,
)
