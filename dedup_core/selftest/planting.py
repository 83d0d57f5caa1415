"""An original → its changed copies, through the same decode and fingerprints as any picture."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dedup_core import decode
from dedup_core.errors import PictureError
from dedup_core.fingerprints import Method
from dedup_core.selftest.changes import Change

# Larger originals are brought to it first, as messengers do: 12 megapixels would take 15 s for the
# copies of one picture, and fingerprints look at 256 pixels a side.
LONGEST_SIDE = 2_048

SMALL_SIDE, _SMALL_QUALITY = 320, 80  # of a copy that is kept to be looked at, about 15 kB

Reductions = tuple[NDArray[np.uint8], ...]


@dataclass(frozen=True, slots=True)
class Reduced:
    """One planted copy after decoding. reductions: of each method; information: of `Facts`."""

    thumbnail: bytes
    information: float
    reductions: Reductions


@dataclass(frozen=True, slots=True)
class Copy:
    """One planted copy as it is compared. values: its fingerprint under each method."""

    thumbnail: bytes
    information: float
    values: tuple[NDArray[Any], ...]


@dataclass(frozen=True, slots=True)
class Planting:
    """What copies are made of and how they are looked at.

    exactly: as the dataset was indexed: from all pixels, or from a scaled decode
    """

    changes: Sequence[Change]
    methods: Sequence[Method]
    exactly: bool
    max_pixels: int

    def copies_of(self, data: bytes) -> list[Reduced]:
        """The copies of a picture file, one for each change; PictureError if it is none."""
        picture = original(data, max_pixels=self.max_pixels)
        return [self._taken_in(change.copy_of(picture)) for change in self.changes]

    def fingerprinted(self, copies: Sequence[Reduced]) -> list[Copy]:
        """The same with fingerprints, which are a hundredth of the reductions."""
        columns = [
            method.fingerprint(np.stack([copy.reductions[number] for copy in copies]))
            for number, method in enumerate(self.methods)
        ]
        return [
            Copy(copy.thumbnail, copy.information, tuple(column[at] for column in columns))
            for at, copy in enumerate(copies)
        ]

    def _taken_in(self, data: bytes) -> Reduced:
        """A copy decoded and reduced, as `index` does it with every file."""
        decoded = self._decoded(data, exactly=self.exactly)
        whole = decoded
        if not self.exactly and any(method.every_pixel for method in self.methods):
            whole = self._decoded(data, exactly=True)
        with decode.refusing_damage():
            reductions = tuple(
                method.reduce((whole if method.every_pixel else decoded).upright)
                for method in self.methods
            )
        return Reduced(decoded.thumbnail, decoded.facts.information, reductions)

    def _decoded(self, data: bytes, *, exactly: bool) -> decode.Decoded:
        return decode.decode(data, max_pixels=self.max_pixels, exactly=exactly)


def original(data: bytes, *, max_pixels: int) -> Image.Image:
    """The upright RGB pixels of a file, at most LONGEST_SIDE a side."""
    picture = decode.decode(data, max_pixels=max_pixels, exactly=True).upright.image
    if min(picture.size) < 1:
        raise PictureError("the picture has no pixels")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return picture


def small(thumbnail: bytes) -> bytes:
    """A thumbnail (JPEG) at SMALL_SIDE or less."""
    picture = Image.open(io.BytesIO(thumbnail)).convert("RGB")
    picture.thumbnail((SMALL_SIDE, SMALL_SIDE))
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=_SMALL_QUALITY)
    return stream.getvalue()
