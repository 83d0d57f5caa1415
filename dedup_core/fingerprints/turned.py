"""Hashes that find a picture again when it was mirrored or rotated by quarter turns.

Next to the hash of a picture stand those of its seven other turns. Two pictures are as far apart
as the nearest turn of one is from the other (Metric.TURNED).

Turn 0 leaves a picture as it is; 1, 2 and 3 rotate it clockwise by 90°, 180° and 270°; 4 mirrors it
left to right, and 5, 6 and 7 rotate it after that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dedup_core.decode import Upright
from dedup_core.errors import MethodError
from dedup_core.fingerprints import dhash, pdq, pdq_luma
from dedup_core.fingerprints.base import Method, Metric

TURNS = 8
_WORDS = (
    "not turned",
    "rotated by 90° clockwise",
    "upside down (rotated by 180°)",
    "rotated by 90° anticlockwise",
    "mirrored left to right",
    "mirrored left to right and rotated by 90° clockwise",
    "mirrored top to bottom",
    "mirrored left to right and rotated by 90° anticlockwise",
)
# Each quarter turn as one of the picture whose axes were swapped
_AFTER_SWAPPING = {1: 4, 3: 6, 5: 2, 7: 0}
# Whether the filter of PDQ runs from the other end of the picture, down and across, for each turn
_LEANING_BACK = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 1), (1, 1), (1, 0), (0, 0))

_LOOSEST = 60  # bits: to search 100,000 pictures by pdq up to 90 would take more than a minute

T = TypeVar("T", bound=np.generic)
Values = NDArray[np.uint8]


def turned_method(base: Method) -> Method:
    """The method that stores the fingerprints of all turns, [n, 8 x width], turn 0 first."""
    if base.metric is not Metric.HAMMING:
        raise MethodError(f"{base.name} is no hash: mirrored pictures cannot be found with it.")
    known = _OTHERS.get(base.name, _Turning(base.reduce, _hashes_of_turned_reductions(base)))
    return replace(
        base,
        name=f"{base.name}-turned",
        title=f"{base.title}, also mirrored and rotated",
        summary=f"{base.summary} Finds mirrored pictures and quarter turns, too.",
        metric=Metric.TURNED,
        width_bytes=TURNS * (base.width_bytes - known.beside) + known.beside,
        default=base.default - known.stricter_by,
        loosest=min(base.loosest, _LOOSEST),
        reduce=known.reduce,
        fingerprint=known.fingerprint,
        turned=None,
    )


def turn_words(turn: int) -> str:
    """How a picture must be turned to look like the other one: `mirrored left to right`, …"""
    return _WORDS[turn]


def inverse(turn: int) -> int:
    """The turn that takes a turn back: mirrored ones do so themselves."""
    return -turn % 4 if turn < 4 else turn


def turned(planes: NDArray[T], turn: int) -> NDArray[T]:
    """Pictures [n, height, width, …] after a turn."""
    return _turned(planes, turn, lambda array: array[:, :, ::-1])


def _turned(
    planes: NDArray[T], turn: int, mirrored: Callable[[NDArray[T]], NDArray[T]]
) -> NDArray[T]:
    """After a turn; `mirrored` says what left to right is. A quarter turn swaps the axes first."""
    if turn >= 4:
        planes = mirrored(planes)
    for _ in range(turn % 4):
        planes = mirrored(np.swapaxes(planes, 1, 2))
    return planes


@dataclass(frozen=True, slots=True)
class _Turning:
    """How one method's turned hashes are made; `beside` bytes follow them that no turn changes.

    stricter_by: bits off the threshold to begin with. Eight chances to meet make as many chance
                 neighbours at 8 bits as one chance at 10: 8 for 5 of phash, 61 for 29 of dhash, 11
                 for 10 thousand of ahash, 18 for 14 of whash, among 5.8 million pairs of photos of
                 other things. pdq has none of either kind up to 60 bits.
    """

    reduce: Callable[[Upright], Values]
    fingerprint: Callable[[Values], Values]
    beside: int = 0
    stricter_by: float = 2


def _hashes_of_turned_reductions(base: Method) -> Callable[[Values], Values]:
    """A square reduction of a turned picture is the turned reduction."""

    def fingerprint(reductions: Values) -> Values:
        every = [base.fingerprint(turned(reductions, turn)) for turn in range(TURNS)]
        return np.concatenate(every, axis=1)

    return fingerprint


def _reduce_dhash(upright: Upright) -> Values:
    """9 x 8 points of the picture and of the same with its axes swapped: uint8 [2, 8, 9]."""
    small = upright.small
    lying = Upright(
        upright.digest,
        small.transpose(Image.Transpose.TRANSPOSE),
        scaled=upright.scaled,
        shrunk=upright.shrunk or small is not upright.image,
    )
    return np.stack([either.grey(9, 8, faithful=True) for either in (upright, lying)])


def _dhashes(reductions: Values) -> Values:
    """Hashes of all turns; those of quarter turns come from the second reduction."""
    greys = (
        turned(reductions[:, turn % 2], _AFTER_SWAPPING.get(turn, turn)) for turn in range(TURNS)
    )
    return np.concatenate([dhash.METHOD.fingerprint(grey) for grey in greys], axis=1)


def _reduce_pdq(upright: Upright) -> Values:
    luma = pdq_luma.filtered_each_way(upright, is_sure=pdq.is_sure)
    return luma.view(np.uint8).reshape(*luma.shape, luma.itemsize)


def _pdqs(reductions: Values) -> Values:
    """Mirroring changes the sign of every other coefficient, as in PDQ's own dihedral hashes.

    But for these every turn is filtered as a turned picture would be: PDQ's filter leans to one
    side by up to a pixel, and its own turned hashes of small photos are 5 to 16 bits off.
    """
    luma = pdq.luma_of(reductions)
    found = pdq.coefficients(luma.reshape(-1, *luma.shape[3:])).reshape(len(luma), 2, 2, 16, 16)
    signs = np.where(np.arange(found.shape[-1]) % 2, 1, -1).astype(np.float32)
    turns = (
        _turned(found[:, down, across], turn, lambda array: array * signs)
        for turn, (down, across) in enumerate(_LEANING_BACK)
    )
    return np.column_stack([*map(pdq.packed, turns), pdq.qualities(luma[:, 0, 0])])


_OTHERS = {
    "dhash": _Turning(_reduce_dhash, _dhashes),
    "pdq": _Turning(_reduce_pdq, _pdqs, beside=1, stricter_by=0),
}
