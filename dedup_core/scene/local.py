"""Local features of a picture: distinct spots, and what they look like. Weight-free.

SIFT (Lowe, "Distinctive image features from scale-invariant keypoints", IJCV 2004) in OpenCV's
implementation, as RootSIFT (Arandjelović & Zisserman, CVPR 2012).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup_core.scene.geometry import Size, unit_size

if TYPE_CHECKING:
    import cv2

Grey = NDArray[np.uint8]

VERSION = 1  # of the values and of their packed form
PIXELS = 480  # longest side a picture is brought to; offsets and tolerances are in these pixels
POINTS = 400  # spots at most, those of highest contrast
# Spots are sought at half the size, where SIFT doubles the picture first: that costs a third of
# seeking at the full size (13 against 46 ms) and finds wide view changes as well or better.
_SEEKING_PIXELS = PIXELS // 2
_MOST_ENLARGED = 4  # a smaller picture holds nothing to find
SMALL_PIXELS = 64  # longest side of the reduced picture that is kept for comparing what is aligned

_BINS = 8  # orientations of a SIFT descriptor, in each of 4 x 4 cells
_CELLS = 4
_WIDTH = _CELLS * _CELLS * _BINS
# A RootSIFT value is 0 … 1, nearly always below 0.45: 16 steps of 0.03 keep what matching needs.
_STEP = 0.03
_MOST = 15
_UNIT = 65535  # a coordinate of 1 as it is packed
_HEADER = struct.Struct("<BBBBHHH")  # version, small width and height, 0, points, width, height


@dataclass(frozen=True, eq=False)
class LocalFeatures:
    """What is kept of a picture to find the same scene again.

    points:      float32 [n, 2], x and y divided by the picture's longer side
    descriptors: uint8 [n, 128], RootSIFT in steps of 0.03, at most 15
    small:       uint8 [h, w], the grey picture at 64 pixels or less
    pixels:      width and height of the picture the spots were sought in
    """

    points: NDArray[np.float32]
    descriptors: NDArray[np.uint8]
    small: Grey
    pixels: tuple[int, int]

    @property
    def size(self) -> Size:
        """Width and height, the longer one is 1."""
        return unit_size(*self.pixels)

    @cached_property
    def vectors(self) -> NDArray[np.float32]:
        """float32 [n, 128]: the descriptors at length 1."""
        values = self.descriptors.astype(np.float32)
        length = np.sqrt(np.einsum("ij,ij->i", values, values))
        return np.asarray(values / np.maximum(length, 1.0)[:, None])


def features_of(picture: bytes | Grey) -> LocalFeatures:
    """The local features of a JPEG or of a grey picture uint8 [h, w]; none where nothing is."""
    import cv2  # noqa: PLC0415 - 0.2 s that only looking at scenes needs

    grey = _decoded(picture) if isinstance(picture, bytes) else picture
    full, half = _resized(grey, PIXELS), _resized(grey, _SEEKING_PIXELS)
    spots = _spots(half, max(full.shape) / max(half.shape))
    sift = cv2.SIFT_create()  # type: ignore[attr-defined]
    found, described = sift.compute(full, spots) if spots else ((), None)
    points = np.array([spot.pt for spot in found], np.float32).reshape(-1, 2)
    return LocalFeatures(
        points=np.clip((points + 0.5) / max(full.shape), 0.0, 1.0),
        descriptors=np.empty((0, _WIDTH), np.uint8) if described is None else _root(described),
        small=_resized(grey, min(SMALL_PIXELS, max(grey.shape))),
        pixels=(full.shape[1], full.shape[0]),
    )


def mirrored(descriptors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Descriptors [n, 128] of the same spots in the picture mirrored left to right.

    A spot's frame turns with its orientation, so a mirror turns over what lies across it: the
    rows of cells change places, and each orientation becomes its negative.
    """
    return np.asarray(descriptors[:, _MIRROR])


def pack(features: LocalFeatures) -> bytes:
    """The features as bytes: 10, 68 a point (27 kB for 400), and at most 4,096 for the picture."""
    width, height = features.pixels
    small_height, small_width = features.small.shape
    count = len(features.points)
    header = _HEADER.pack(VERSION, small_width, small_height, 0, count, width, height)
    points = np.round(features.points * _UNIT).astype("<u2")
    nibbles = features.descriptors[:, 0::2] << 4 | features.descriptors[:, 1::2]
    return header + points.tobytes() + nibbles.tobytes() + features.small.tobytes()


def unpack(packed: bytes) -> LocalFeatures:
    """The features that `pack` made bytes of; ValueError where they are of another version."""
    if len(packed) < _HEADER.size or packed[0] != VERSION:
        raise ValueError(f"local features of version {VERSION} are needed: look at the scenes anew")
    _, small_width, small_height, _, count, width, height = _HEADER.unpack_from(packed)
    sizes = np.cumsum([_HEADER.size, 4 * count, _WIDTH // 2 * count, small_width * small_height])
    if len(packed) != sizes[-1]:
        raise ValueError(f"local features are cut: {len(packed)} bytes instead of {sizes[-1]}")
    points, nibbles, small = (
        np.frombuffer(packed[start:end], np.uint8) for start, end in pairwise(sizes)
    )
    descriptors = np.stack([nibbles >> 4, nibbles & _MOST], axis=-1).reshape(count, _WIDTH)
    return LocalFeatures(
        points=points.view("<u2").reshape(count, 2).astype(np.float32) / np.float32(_UNIT),
        descriptors=descriptors,
        small=small.reshape(small_height, small_width),
        pixels=(width, height),
    )


def _mirror() -> NDArray[np.intp]:
    bins = np.arange(_WIDTH).reshape(_CELLS, _CELLS, _BINS)
    return bins[::-1][:, :, -np.arange(_BINS) % _BINS].ravel()


_MIRROR = _mirror()


def _decoded(jpeg: bytes) -> Grey:
    import cv2  # noqa: PLC0415 - see features_of

    grey = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        raise ValueError("the stored thumbnail is not a picture: index the dataset anew")
    return np.asarray(grey, np.uint8)


def _resized(grey: Grey, longest: int) -> Grey:
    """The picture with `longest` pixels on its longer side; never enlarged more than 4 times."""
    import cv2  # noqa: PLC0415 - see features_of

    by = min(longest / max(grey.shape), _MOST_ENLARGED)
    size = (max(1, round(grey.shape[1] * by)), max(1, round(grey.shape[0] * by)))
    how = cv2.INTER_AREA if by < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(grey, size, interpolation=how), np.uint8)


def _spots(half: Grey, larger: float) -> list[cv2.KeyPoint]:
    """Spots of a half-sized picture, as they lie in one that is `larger` times its size."""
    import cv2  # noqa: PLC0415 - see features_of

    # Without the precise way SIFT's own doubling puts every spot a quarter of a pixel too far right
    # and down: half a pixel at 480, which mirrored pictures show twice.
    sift = cv2.SIFT_create(  # type: ignore[attr-defined]
        nfeatures=POINTS, enable_precise_upscale=True
    )
    return [_enlarged(spot, larger) for spot in sift.detect(half, None)[:POINTS]]


def _enlarged(spot: cv2.KeyPoint, larger: float) -> cv2.KeyPoint:
    """The spot in a picture of about twice the size, where it lies one octave higher."""
    import cv2  # noqa: PLC0415 - see features_of

    octave, layer = spot.octave & 0xFF, spot.octave & 0xFF00
    x, y = spot.pt
    return cv2.KeyPoint(
        (x + 0.5) * larger - 0.5,  # the centre of a pixel has whole numbers
        (y + 0.5) * larger - 0.5,
        spot.size * larger,
        spot.angle,
        spot.response,
        (octave + 1 & 0xFF) | layer,
    )


def _root(described: NDArray[np.float32]) -> NDArray[np.uint8]:
    """SIFT descriptors [n, 128] as RootSIFT in steps: the square root of each one's shares."""
    shares = described / np.maximum(described.sum(axis=1, keepdims=True), 1.0)
    steps = np.minimum(np.round(np.sqrt(shares) / _STEP), _MOST)
    return np.asarray(steps, np.uint8)
