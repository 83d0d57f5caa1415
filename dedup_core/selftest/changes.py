"""What people do to a picture before they send it again. A new change is a line in `ALL`."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PIL import Image, ImageDraw, ImageEnhance, ImageFont

QUALITY = 90  # of the JPEG that a copy is saved as, unless saving it is the change
_POOR_QUALITY = 50  # what messengers save at, or a little worse
_BRIGHTER = 1.3  # times as bright; light parts are cut off at white
_BAND = 0.12  # of the height that a caption covers
_CAPTION = "29 May 2024, 14:32"
_EDGE = 2  # pixels by which a rotated picture is blended with the empty corners
_INK, _BAND_COLOUR = (255, 255, 255), (20, 24, 32)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a picture. make: RGB pixels → RGB pixels; quality: of the JPEG afterwards."""

    name: str
    title: str
    meaning: str
    make: Callable[[Image.Image], Image.Image]
    quality: int = QUALITY

    def copy_of(self, picture: Image.Image) -> bytes:
        """The changed picture as a JPEG file without any metadata."""
        stream = io.BytesIO()
        self.make(picture).save(stream, "JPEG", quality=self.quality)
        return stream.getvalue()


def _same(picture: Image.Image) -> Image.Image:
    return picture


def _half(picture: Image.Image) -> Image.Image:
    size = max(1, picture.width // 2), max(1, picture.height // 2)
    return picture.resize(size, Image.Resampling.LANCZOS)


def _cropped(picture: Image.Image, *, by: float) -> Image.Image:
    """`by` of the width and of the height are cut off, half of it on each side."""
    return _middle(picture, 1 - by)


def _middle(picture: Image.Image, share: float) -> Image.Image:
    across, down = (max(1, round(side * share)) for side in picture.size)
    left, top = (picture.width - across) // 2, (picture.height - down) // 2
    return picture.crop((left, top, left + across, top + down))


def _rotated(picture: Image.Image, *, degrees: float) -> Image.Image:
    """Rotated in its frame; the empty corners are cut off, as photo editors do it."""
    angle = math.radians(degrees)
    longest, shortest = max(picture.size), min(picture.size)
    inside = 1 / (math.cos(angle) + longest / shortest * math.sin(angle))
    inside -= _EDGE / shortest
    return _middle(picture.rotate(-degrees, Image.Resampling.BICUBIC), max(inside, 0))


def _brightened(picture: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(_BRIGHTER)


def _overlaid(picture: Image.Image) -> Image.Image:
    """With a dark band and a caption over the lower edge."""
    copy = picture.copy()
    draw, high = ImageDraw.Draw(copy), max(1, round(copy.height * _BAND))
    top = copy.height - high
    draw.rectangle((0, top, copy.width, copy.height), fill=_BAND_COLOUR)
    font = ImageFont.load_default(max(1, high // 2))
    draw.text((high // 4, top + high // 4), _CAPTION, fill=_INK, font=font)
    return copy


ALL: tuple[Change, ...] = (
    Change("resaved", "Saved again", "JPEG, quality 50", _same, _POOR_QUALITY),
    Change("resized", "Resized", "half as wide and high", _half),
    Change("cropped-5", "Cropped by 5 %", "of width and height", partial(_cropped, by=0.05)),
    Change("cropped-10", "Cropped by 10 %", "of width and height", partial(_cropped, by=0.10)),
    Change("cropped-25", "Cropped by 25 %", "of width and height", partial(_cropped, by=0.25)),
    Change(
        "mirrored",
        "Mirrored",
        "left to right",
        lambda picture: picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    ),
    Change("rotated-1", "Rotated by 1°", "corners cut off", partial(_rotated, degrees=1)),
    Change("rotated-5", "Rotated by 5°", "corners cut off", partial(_rotated, degrees=5)),
    Change(
        "rotated-90",
        "Rotated by 90°",
        "a quarter turn",
        lambda picture: picture.transpose(Image.Transpose.ROTATE_270),
    ),
    Change("brightened", "Brightened", "by 30 %", _brightened),
    Change("overlaid", "Overlaid", "a caption on the lower 12 %", _overlaid),
)
