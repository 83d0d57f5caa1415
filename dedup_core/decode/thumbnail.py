"""Pictures for looking at: thumbnails, and a larger view."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dedup_core.decode.exif import read_exif
from dedup_core.decode.opening import (
    MAX_PIXELS,
    is_jpeg,
    open_header,
    refusing_damage,
    shrink_while_decoding,
    to_rgb,
)

THUMBNAIL_PIXELS = 640  # longest side at most; the shortest way to it is taken, so it is above 320
_QUALITY = 75  # at 82 it takes a quarter more time and room, and nobody sees it at this size
_MOST_BYTES = 48_000  # a small JPEG below it is its own thumbnail
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def turned(image: Image.Image, orientation: int) -> Image.Image:
    """The picture the right way up; itself where it is."""
    return image.transpose(_TURNS[orientation]) if orientation in _TURNS else image


def as_thumbnail(image: Image.Image) -> Image.Image:
    """The picture in whole steps smaller (a mean over k x k pixels), RGB, over white."""
    by = -(-max(image.size) // THUMBNAIL_PIXELS)
    if by > 1:
        image = _plain_mode(image).reduce(by)
    return over_white(image)


def is_own_thumbnail(image: Image.Image, size_bytes: int) -> bool:
    """Whether a file, if it is upright, is a JPEG small enough to be shown as it is."""
    return (
        image.format == "JPEG"
        and size_bytes <= _MOST_BYTES
        and max(image.size) <= THUMBNAIL_PIXELS
        and image.mode in ("RGB", "L")
    )


def sharpness(grey: NDArray[np.uint8]) -> float:
    """Mean squared Laplacian over every fourth row of grey values [h, w], grey levels squared."""
    if min(grey.shape) < 3:
        return 0.0
    above, row, below = (grey[at : len(grey) - 2 + at : 4].astype(np.int16) for at in range(3))
    edges = 4 * row[:, 1:-1] - row[:, :-2] - row[:, 2:]
    edges -= above[:, 1:-1]
    edges -= below[:, 1:-1]
    squares = np.square(edges, dtype=np.int32)  # no dot product: BLAS would start threads for it
    return float(round(squares.sum() / squares.size, 4))


def large_view(data: bytes, *, longest: int = 1600, max_pixels: int = MAX_PIXELS) -> bytes:
    """A JPEG of the upright picture, at most `longest` pixels a side, for looking at."""
    image = open_header(data, max_pixels)
    with refusing_damage():
        if is_jpeg(image):
            shrink_while_decoding(image, max(image.size) // longest)
        image.load()
        image = turned(image, read_exif(image).orientation)
        return as_jpeg(over_white(_fitted(image, longest)), quality=88)


def over_white(image: Image.Image) -> Image.Image:
    """The picture as RGB, with white where it is transparent."""
    if not has_alpha(image):
        return to_rgb(image)
    rgba = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB")


def has_alpha(image: Image.Image) -> bool:
    """Whether something may show through the picture; of deep grey pictures nothing does here."""
    if image.mode.startswith(("I", "F")):
        return False
    return image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info


def as_jpeg(image: Image.Image, *, quality: int = _QUALITY) -> bytes:
    """The bytes of a JPEG, without any metadata."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality, comment=b"")  # or it takes over the picture's
    return stream.getvalue()


def _fitted(image: Image.Image, longest: int) -> Image.Image:
    scale = longest / max(image.size)
    if scale >= 1:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return _plain_mode(image).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _plain_mode(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be resized."""
    if image.mode in ("RGB", "RGBA", "L"):
        return image
    return image.convert("RGBA") if has_alpha(image) else to_rgb(image)
