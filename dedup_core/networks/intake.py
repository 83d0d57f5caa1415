"""A picture → the square of pixels that a network is fed with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

IMAGENET_MEAN = (0.485, 0.456, 0.406)  # of its training photos, RGB, 0 … 1
IMAGENET_STD = (0.229, 0.224, 0.225)

# The longest shape that is resized as a whole, in short sides. torchvision would blow a line of
# 1 x 10,000 pixels up to 384 x 3,840,000, 4 GB, and then look at its middle only.
_LONGEST = 8


@dataclass(frozen=True, slots=True)
class Intake:
    """How a network wants its pictures.

    side:          of the square that it sees, in pixels: the middle of the resized picture
    resized:       length in pixels that both sides are brought to, or the shorter one alone
    keeps_shape:   whether it is the shorter side alone
    bicubic:       whether pixels are interpolated with bicubic instead of bilinear weights
    mean, std:     of the values 0 … 1 of each channel, which become (value - mean) / std
    channels_last: whether it wants [n, height, width, 3] instead of [n, 3, height, width]
    """

    side: int = 224
    resized: int = 256
    keeps_shape: bool = False
    bicubic: bool = False
    mean: tuple[float, ...] = IMAGENET_MEAN
    std: tuple[float, ...] = IMAGENET_STD
    channels_last: bool = False

    def pixels(self, image: Image.Image) -> NDArray[np.uint8]:
        """What the network sees of a picture: uint8 [side, side, 3].

        The same pixels as torchvision's Resize and CenterCrop on a Pillow picture.
        """
        resample = Image.Resampling.BICUBIC if self.bicubic else Image.Resampling.BILINEAR
        shape = _middle(image) if self.keeps_shape else image
        width, height = self._resized(*shape.size)
        resized = shape.resize((width, height), resample)
        left, top = round((width - self.side) / 2), round((height - self.side) / 2)
        square = resized.crop((left, top, left + self.side, top + self.side))
        return np.asarray(square)

    def values(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The network's input for one picture: float32 [1, 3, side, side] or [1, side, side, 3]."""
        ordered = pixels if self.channels_last else pixels.transpose(2, 0, 1)
        shape = (1, 1, 3) if self.channels_last else (3, 1, 1)
        values = np.ascontiguousarray(ordered).astype(np.float32)  # bytes first: 3 times as fast
        values /= np.float32(255)
        values -= np.array(self.mean, np.float32).reshape(shape)
        values /= np.array(self.std, np.float32).reshape(shape)
        return values[None]

    def _resized(self, width: int, height: int) -> tuple[int, int]:
        if not self.keeps_shape:
            return self.resized, self.resized
        short, long = min(width, height), max(width, height)
        other = self.resized * long // short
        return (self.resized, other) if width <= height else (other, self.resized)


def _middle(image: Image.Image) -> Image.Image:
    """The picture, or the middle of one that is far longer than wide."""
    width, height = image.size
    most = _LONGEST * min(width, height)
    if max(width, height) <= most:
        return image
    left, top = max(0, (width - most) // 2), max(0, (height - most) // 2)
    return image.crop((left, top, left + min(width, most), top + min(height, most)))
