"""Bytes → a picture in memory, refused with a reason where they hold none."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from dedup_core.errors import PictureError

MAX_PIXELS = 200_000_000  # beyond it a picture is skipped: 12 to 32 bytes of memory each
SHORT_SIDE, LONG_SIDE = 256, 320  # a scaled decode leaves at least these, in pixels


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Whatever goes wrong with one picture inside is a PictureError."""
    try:
        yield
    except PictureError:
        raise
    except MemoryError as error:
        raise PictureError("the picture does not fit into memory") from error
    except Exception as error:  # decoders raise nearly everything on damaged data
        raise PictureError(_damage(error)) from error


def open_header(data: bytes, max_pixels: int) -> Image.Image:
    """The picture with its size known and no pixel read; PictureError when it is none."""
    Image.MAX_IMAGE_PIXELS = 2 * max_pixels  # ours is below, with a message that helps; this one
    try:  # stops pictures inside others, which are decoded while the outer one is opened
        image = Image.open(io.BytesIO(data), formats=_formats())
    except Image.DecompressionBombError as error:
        raise PictureError(
            f"more pixels than the limit of {max_pixels:,} ({error}); "
            "raise DEDUP_MAX_PIXELS to read it"
        ) from error
    except Exception as error:  # readers raise nearly everything on damaged headers
        raise PictureError(_not_a_picture(data)) from error
    width, height = image.size
    if width * height > max_pixels:
        raise PictureError(
            f"{width:,} x {height:,} pixels is more than the limit of {max_pixels:,}; "
            "raise DEDUP_MAX_PIXELS to read it"
        )
    return image


def is_jpeg(image: Image.Image) -> bool:
    """Whether the pixels are JPEG, which can be decoded at an eighth to a half of its size."""
    return image.format in ("JPEG", "MPO")


def shrinking(size: tuple[int, int]) -> int:
    """By how much a picture of this size may be shrunk and still tell all that is needed."""
    return max(1, min(min(size) // SHORT_SIDE, max(size) // LONG_SIDE))


def shrink_while_decoding(image: Image.Image, by: int) -> int:
    """Have a JPEG decoded at 1/8, 1/4 or 1/2, at most `by` smaller; by how much it will be.

    The inverse DCT then yields fewer points for each block of 8 x 8 (libjpeg's scaled decoding):
    everything after the entropy decoding gets cheaper by the square of it.
    """
    step = next((step for step in (8, 4, 2) if step <= by), 1)
    if step > 1 and image.draft(None, (image.width // step, image.height // step)) is None:
        return 1  # not one plain JPEG stream
    return step


@cache
def _formats() -> tuple[str, ...]:
    """What may be opened. EPS and WMF are programs that others would run for us."""
    import pillow_heif  # noqa: PLC0415 - 30 ms that only decoding needs

    pillow_heif.register_heif_opener()
    Image.init()
    others = set(Image.OPEN) - {"EPS", "WMF", "JPEG", "PNG"}
    return ("JPEG", "PNG", *sorted(others))  # tried in this order: the usual ones first


def _not_a_picture(data: bytes) -> str:
    head = data[:512].strip()
    if head[:1] in (b"<", b"{") or (
        head and all(31 < byte < 127 or byte in b"\r\n\t" for byte in head)
    ):
        return "not a picture: the file holds text"
    return "not a picture in a format that can be read"


def _damage(error: Exception) -> str:
    text = str(error) or type(error).__name__
    if "truncated" in text.lower() or isinstance(error, EOFError):
        return f"the picture is cut off or damaged ({text})"
    return f"the picture is damaged ({text})"


def to_rgb(image: Image.Image) -> Image.Image:
    """The picture as 8-bit RGB, whatever its mode; alpha is dropped, as imagededup drops it."""
    if image.mode == "RGB":
        return image
    if image.mode.startswith(("I", "F")):
        return Image.fromarray(_eight_bits(image)).convert("RGB")
    if image.mode == "LAB":
        lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, lab, srgb, outputMode="RGB")
        assert converted is not None
        return converted
    return image.convert("RGBA").convert("RGB")


def _eight_bits(image: Image.Image) -> NDArray[np.uint8]:
    """Grey values of a picture with more than 8 bits: the full range of its type, scaled."""
    if image.mode.startswith("I;16"):  # v * 255 / 65535, rounded; never halfway
        return ((np.asarray(image).astype(np.uint32) + 128) // 257).astype(np.uint8)
    values = np.nan_to_num(np.asarray(image).astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    top = float(values.max(initial=0.0))
    if image.mode == "I":
        scale = 1.0 if top <= 255 else 255 / max(top, 65535)
    else:
        scale = 255.0 if top <= 1 else min(1.0, 255 / top)
    return np.clip(np.rint(values * scale), 0, 255).astype(np.uint8)
