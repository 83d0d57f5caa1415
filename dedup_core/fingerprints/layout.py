"""`layout`: where light, dark and colour lie, as a unit vector float32 [135]; nothing is learned.

The lowest 8 x 8 DCT coefficients of luma without the mean, and 6 x 6 of each chroma channel with
it, under a signed square root, which keeps a few strong coefficients from ruling the rest.
Sources: N. Krawetz, "Looks Like It" (2011), for low frequencies as a fingerprint; F. Perronnin et
al., "Improving the Fisher Kernel for Large-Scale Image Classification" (ECCV 2010), for the root.

All sums before the root are sums of whole numbers below 2^53, so they are exact in whatever order
a machine adds them: a picture's vector depends neither on its batch nor on the linear algebra
library, and a picture of one grey is exactly the zero vector, which is near nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dedup_core.decode import Upright
from dedup_core.fingerprints.base import Method, Metric, Notch

DIM = 8 * 8 - 1 + 2 * 6 * 6
LUMA_POINTS, CHROMA_POINTS = 32, 16  # a side of the reductions; phash makes the same luma
# Colours are means of single points, 16 each: 0.07 ms a picture, where a Lanczos reduction takes
# 0.4, and as good (recall of camera moves .93 either way).
CHROMA_SAMPLES = 64

# Chosen on 3,600 photos and renderings and 8,700 edits of 350 of them, for the recall of small
# camera moves at precision .99 with look-alikes in. Luma 6, 8, 10, 12, 16: .91, .93, .92, .91, .84.
# Chroma weight .4, .5, .6, .7, .8, .9: .86, .89, .92, .93, .94, .94, but a grey copy's similarity
# is .82 with .7 and .78 with .8, and with .9 it is lost.
_LUMA, _CHROMA = 8, 6  # coefficients a side
_CHROMA_WEIGHT = 0.7
# The root of |x| is steep at 0, where only rounding and compression speak: it is flattened there.
_FLAT = 1.0  # of a coefficient, in grey levels
_FAINT = 4.0  # length at which a part counts for 0.7; photos have about 78 in luma, 29 in chroma

_STEPS = 1 << 14  # of a coefficient of the transform, in one
_TO_CHROMA = np.array([[-43, -85, 128], [128, -107, -21]], np.float64)  # ITU-R 601, in 256ths


def layout(luma: NDArray[np.uint8], colour: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Of luma [n, 32, 32] and RGB [n, 16, 16, 3], vectors [n, 135] at length 1, or 0 for one grey.

    They are float64 and have the same bits in every batch.
    """
    n = len(luma)
    light = _rooted(_lowest(luma.astype(np.float64), _LUMA)).reshape(n, -1)[:, 1:]
    channels = np.moveaxis(colour.astype(np.float64) @ _TO_CHROMA.T / 256, 3, 1)
    tint = _rooted(_lowest(channels, _CHROMA)).reshape(n, -1)
    vectors = np.concatenate([_limited(light), _CHROMA_WEIGHT * _limited(tint)], axis=1)
    length = _lengths(vectors)
    return np.asarray(vectors / np.where(length > 0, length, 1))


def reduce(upright: Upright) -> NDArray[np.uint8]:
    """Luma, then RGB, uint8 [1792]."""
    luma = upright.grey(LUMA_POINTS, LUMA_POINTS)
    sampled = upright.small.resize((CHROMA_SAMPLES, CHROMA_SAMPLES), Image.Resampling.NEAREST)
    colour = sampled.resize((CHROMA_POINTS, CHROMA_POINTS), Image.Resampling.BOX)
    return np.concatenate([luma.ravel(), np.asarray(colour).ravel()])


def parts(reductions: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """What `reduce` put together: luma [n, 32, 32] and RGB [n, 16, 16, 3]."""
    luma, colour = np.split(reductions, [LUMA_POINTS**2], axis=1)
    return (
        luma.reshape(-1, LUMA_POINTS, LUMA_POINTS),
        colour.reshape(-1, CHROMA_POINTS, CHROMA_POINTS, 3),
    )


def _lowest(points: NDArray[np.float64], coefficients: int) -> NDArray[np.float64]:
    """The lowest DCT-II coefficients [..., k, k] of points [..., size, size], orthonormal."""
    size = points.shape[-1]
    order, place = np.arange(coefficients)[:, None], 2 * np.arange(size) + 1
    waves = np.cos(np.pi / (2 * size) * order * place) * np.sqrt(2 / size)
    waves[0] *= np.sqrt(0.5)
    whole = np.rint(waves * _STEPS) / _STEPS
    return np.asarray(whole @ points @ whole.T)


def _rooted(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.sign(values) * (np.sqrt(np.abs(values) + _FLAT) - np.sqrt(_FLAT)))


def _limited(part: NDArray[np.float64]) -> NDArray[np.float64]:
    """Vectors at a length that nears 1 for strong ones and stays near 0 for what is mere noise."""
    return np.asarray(part / np.sqrt(_lengths(part) ** 2 + _FAINT**2))


def _lengths(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each row [n, 1], added up row by row: other rows make no difference to the last bit."""
    return np.asarray(np.sqrt(np.square(vectors).sum(axis=1, keepdims=True)))


def _fingerprint(reductions: NDArray[np.uint8]) -> NDArray[np.float32]:
    return layout(*parts(reductions)).astype(np.float32)


METHOD = Method(
    name="layout",
    version=1,
    title="Layout",
    summary="Where light, dark and colour lie. Works at once; sees a slightly moved camera.",
    unit="similarity",
    metric=Metric.COSINE,
    width_bytes=4 * DIM,
    scale=1,
    default=0.79,  # precision .99 on the photos above, with look-alikes of the same kind in
    loosest=0.65,  # 2 of 100,000 pairs of unlike photos reach it
    needs_detail=True,
    # Measured on the photos above: the share of each edit that reaches the limit.
    notches=(
        Notch(
            0.99, "identical", "re-saved, resized or slightly blurred copies: nearly all reach it"
        ),
        Notch(0.93, "strict", "copies with light, contrast or a small turn changed"),
        Notch(0.79, "balanced", "captions, thin crops, grey copies, a camera moved by 3 degrees"),
        Notch(0.70, "loose", "crops of a tenth, wider moves; and the first look-alikes"),
        Notch(0.0, "very loose", "much that only has its light in the same places; for hunting"),
    ),
    reduce=reduce,
    fingerprint=_fingerprint,
    kind="float32",
    step=0.005,
)
