"""A decoded picture as fingerprints see it: upright, RGB, with reductions that are made once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dedup_core.decode.jpeg import jpeg_without_metadata
from dedup_core.decode.opening import shrinking

# Points a side that a scaled reduction is taken from, at least. Fewer are cheaper, but at 96 four
# times as many pairs at the edge of the threshold are lost as at 128 (benchmarks/scaled.py).
_POINTS = 128


@dataclass
class Upright:
    """A decoded picture, turned upright, RGB; reductions are made once and kept.

    size:    width and height of the whole picture; `image` may be smaller when it is `scaled`
    scaled:  whether reductions may come from a shrunk picture; otherwise they are imagededup's
    shrunk:  whether `image` itself was shrunk while it was decoded
    stored:  the file's bytes where they tell what the shrunk pixels cannot (a JPEG)
    """

    digest: str
    image: Image.Image
    size: tuple[int, int] = (0, 0)
    scaled: bool = False
    shrunk: bool = False
    stored: bytes = b""
    orientation: int = 1
    _grey: dict[tuple[int, int, bool], NDArray[np.uint8]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.size == (0, 0):
            self.size = self.image.size

    def grey(self, width: int, height: int, *, faithful: bool = False) -> NDArray[np.uint8]:
        """Grey values uint8 [height, width].

        Not scaled: Lanczos in colour, then ITU-R 601 luma, as imagededup has it. Scaled: luma
        first, which is a third of the work, from a picture that was shrunk to 128 points or more
        a side. That moves values by a grey level or so; `faithful` is for hashes whose bits hang
        on single levels: it stays in colour, and is the same as not scaled on small pictures.
        """
        key = (width, height, faithful)
        if key not in self._grey:
            self._grey[key] = np.asarray(self._reduced(width, height, faithful))
        return self._grey[key]

    def _reduced(self, width: int, height: int, faithful: bool) -> Image.Image:
        size, lanczos = (width, height), Image.Resampling.LANCZOS
        whole = not self.shrunk and self.small is self.image
        if not self.scaled or (faithful and whole):
            return self.image.resize(size, lanczos).convert("L")
        gap = max(2.0, _POINTS / max(size))
        if faithful:
            return self.small.resize(size, lanczos, reducing_gap=gap).convert("L")
        return self.luma.resize(size, lanczos, reducing_gap=gap)

    @cached_property
    def small(self) -> Image.Image:
        """The picture at the smallest size that still tells all: 256 pixels a side or more."""
        by = shrinking(self.image.size) if self.scaled else 1
        return self.image.reduce(by) if by > 1 else self.image

    @cached_property
    def luma(self) -> Image.Image:
        """ITU-R 601 luma of `small`."""
        return self.small.convert("L")

    def pixel_digest(self) -> bytes:
        """32 bytes that are equal only if all pixels are.

        SHA-256 of the upright pixels; of a JPEG that was shrunk, of its compressed pixels and its
        orientation: the same picture saved as PNG is then another one, but nothing is taken for
        equal that is not.
        """
        width, height = self.size
        if not self.shrunk:
            digest = hashlib.sha256(f"{width}x{height}:".encode())
            digest.update(self.image.tobytes())
            return digest.digest()
        digest = hashlib.sha256(f"jpeg {self.orientation}:".encode())
        for part in jpeg_without_metadata(memoryview(self.stored)):
            digest.update(part)
        return digest.digest()


def information(upright: Upright) -> float:
    """How much there is to compare: mean step between neighbours, 32 x 32 grey, in grey levels.

    Blank walls, black night shots and smooth skies lie near 0, ordinary photos between 5 and 30.
    """
    grey = upright.grey(32, 32).astype(np.int16)
    across, down = np.abs(grey[:, 1:] - grey[:, :-1]), np.abs(grey[1:] - grey[:-1])
    return float(round((across.sum() / across.size + down.sum() / down.size) / 2, 4))
