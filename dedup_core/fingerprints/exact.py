"""`exact`: the same file, or the same pixels in another file.

The fingerprint is the SHA-256 of the file's bytes followed by `Upright.pixel_digest`: of the
upright RGB pixels with their width and height, or of a large JPEG's compressed pixels.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup_core.decode import Upright
from dedup_core.fingerprints.base import Method, Metric, Notch


def _reduce(upright: Upright) -> NDArray[np.uint8]:
    return np.frombuffer(bytes.fromhex(upright.digest) + upright.pixel_digest(), np.uint8)


def _fingerprint(digests: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return digests


METHOD = Method(
    name="exact",
    version=1,
    title="Exact copies",
    summary="The same file under another name, or the same pixels saved again without loss.",
    unit="level",
    metric=Metric.EXACT,
    width_bytes=64,
    scale=1,
    default=1,
    loosest=1,
    needs_detail=False,
    notches=(
        Notch(0, "same file", "every byte is the same"),
        Notch(1, "same pixels", "every pixel is the same; name, EXIF or format may differ"),
    ),
    reduce=_reduce,
    fingerprint=_fingerprint,
)
