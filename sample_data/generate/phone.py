"""What a telephone's camera does to a perfect picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Picture = NDArray[np.float32]


@dataclass(frozen=True)
class Phone:
    """The character of one camera."""

    warmth: float = 0.0
    contrast: float = 1.0
    saturation: float = 1.0
    noise: float = 1.0
    sharpen: float = 0.6
    vignette: float = 0.22
    barrel: float = 0.02


def _blur(picture: Picture, radius: float) -> Picture:
    """Gaussian blur of a linear picture, done small when the radius is large."""
    height, width = picture.shape[:2]
    scale = max(1, int(radius / 2))
    size = (max(4, width // scale), max(4, height // scale))
    layers = []
    for k in range(3):
        layer = Image.fromarray(picture[..., k]).resize(size, Image.Resampling.BOX)
        layers.append(np.asarray(layer))
    small = np.stack(layers, -1)
    reach = max(1, int(3 * radius / scale))
    line = np.exp(-0.5 * (np.arange(-reach, reach + 1) * scale / radius) ** 2)
    line = (line / line.sum()).astype(np.float32)
    for axis in (0, 1):
        pad = [(reach, reach) if k == axis else (0, 0) for k in range(3)]
        wide = np.pad(small, pad, mode="edge")
        count = small.shape[axis]
        small = sum(
            w * np.take(wide, np.arange(k, k + count), axis=axis) for k, w in enumerate(line)
        )
    back = [np.asarray(Image.fromarray(np.ascontiguousarray(small[..., k])).resize(
        (width, height), Image.Resampling.BICUBIC)) for k in range(3)]  # fmt: skip
    return np.stack(back, -1).astype(np.float32)


def haze(light: Picture, depth: NDArray[Any], colour: tuple[float, ...], reach: float) -> Picture:
    """Blend far things into the colour of the horizon."""
    far = np.where(depth <= 0, 0.0, 1 - np.exp(-((depth / reach) ** 1.3)))[..., None]
    return (light * (1 - far) + np.asarray(colour) * far).astype(np.float32)


def _distort(picture: Picture, amount: float) -> Picture:
    """Barrel distortion with bilinear sampling, scaled to leave no border."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    u, v = (x - width / 2) / (width / 2), (y - height / 2) / (width / 2)
    r2 = u**2 + v**2
    k = (1 + amount * r2) / (1 + amount * (1 + (height / width) ** 2))
    sx = np.clip(u * k * width / 2 + width / 2, 0, width - 1.01)
    sy = np.clip(v * k * width / 2 + height / 2, 0, height - 1.01)
    x0, y0 = sx.astype(int), sy.astype(int)
    fx, fy = (sx - x0)[..., None], (sy - y0)[..., None]
    top = picture[y0, x0] * (1 - fx) + picture[y0, x0 + 1] * fx
    low = picture[y0 + 1, x0] * (1 - fx) + picture[y0 + 1, x0 + 1] * fx
    return top * (1 - fy) + low * fy


def _expose(picture: Picture, bias: float, dark: bool) -> tuple[Picture, float]:
    """Meter like a telephone; returns the gain, which drives the noise."""
    level = picture.mean(-1)
    middle = float(np.exp(np.log(level + 1e-4).mean()))
    aim = 0.07 if dark else 0.21
    gain = aim / max(middle, 1e-4)
    bright = float(np.quantile(level, 0.93)) * gain
    if bright > 0.95 and not dark:
        gain *= (0.95 / bright) ** 0.75
    return picture * gain * 2**bias, gain


def _even(picture: Picture, amount: float) -> Picture:
    """Lift dark regions and hold bright ones, as telephones do by merging exposures."""
    level = np.log(picture.mean(-1, keepdims=True) + 2e-3)
    around = _blur(np.repeat(level, 3, axis=-1).astype(np.float32), 36)[..., :1]
    gain = np.exp(-amount * (around - around.mean()))
    return (picture * np.clip(gain, 0.62, 1.9)).astype(np.float32)


def _tone(picture: Picture, contrast: float) -> Picture:
    """Filmic curve to display values."""
    x = np.clip(picture, 0, None) * 0.82
    curve = (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14)
    shown = np.clip(curve, 0, 1) ** (1 / 2.2)
    return np.clip((shown - 0.45) * contrast + 0.45, 0, 1)


def _grain(picture: Picture, rng: np.random.Generator, strength: float) -> Picture:
    """Sensor noise: fine in brightness, blotchy in colour."""
    height, width = picture.shape[:2]
    luma = rng.standard_normal((height, width, 1)).astype(np.float32)
    coarse = rng.standard_normal((height // 2 + 1, width // 2 + 1, 3)).astype(np.float32)
    chroma = coarse.repeat(2, 0).repeat(2, 1)[:height, :width]
    dim = 1.25 - picture.mean(-1, keepdims=True)
    return picture + strength * dim * (0.8 * luma + 0.55 * chroma)


def _rain(picture: Picture, rng: np.random.Generator) -> Picture:
    """Faint streaks of falling drops, a few of them near and out of focus."""
    height, width = picture.shape[:2]
    layer = Image.new("L", (width, height))
    pen = ImageDraw.Draw(layer)
    for _ in range(260):
        x, y = float(rng.uniform(0, width)), float(rng.uniform(-40, height))
        near = float(rng.random()) ** 3
        end = (x + 1.5 + 3 * near, y + 9 + 44 * near)
        pen.line(((x, y), end), fill=int(26 + 26 * near), width=1 + int(near > 0.6))
    streaks = np.asarray(layer.filter(ImageFilter.GaussianBlur(0.8)), np.float32) / 255
    return (picture + streaks[..., None] * (0.75 - 0.5 * picture)).astype(np.float32)


def develop(
    light: Picture,
    phone: Phone,
    rng: np.random.Generator,
    *,
    dark: bool,
    bias: float = 0.0,
    blur: float = 0.0,
    flat: bool = False,
    rain: bool = False,
) -> Image.Image:
    """Turn linear light into the picture that the telephone saves."""
    picture, gain = _expose(light, bias, dark)
    picture = _even(picture, 0.12 if dark else 0.36)
    glare = np.clip(picture - 1.2, 0, 12)
    spread = 0.55 if dark else 0.3
    picture = picture + spread * (0.22 * _blur(glare, 2.5) + 0.1 * _blur(glare, 14))
    picture = picture + 0.012 * _blur(np.clip(picture, 0, 3), 40)
    height, width = picture.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    picture = picture * (1 - phone.vignette * ((x**2 + y**2) / 2) ** 1.4)[..., None]
    balance = np.array([1 + phone.warmth, 1.0, 1 - phone.warmth], np.float32)
    picture = _distort((picture * balance).astype(np.float32), phone.barrel)
    shown = _tone(picture, phone.contrast)
    grey = shown.mean(-1, keepdims=True)
    shown = grey + (shown - grey) * phone.saturation
    if blur > 0:
        shown = _blur(shown.astype(np.float32), blur)
    if flat:
        shown = 0.03 + shown * 0.06  # less than its own noise: no fingerprint can tell
    if rain:
        shown = _rain(shown.astype(np.float32), rng)
    strength = (0.011 + 0.012 * min(gain / 8, 2.0) * dark + 0.012 * flat) * phone.noise
    shown = _grain(shown.astype(np.float32), rng, strength)
    image = Image.fromarray((np.clip(shown, 0, 1) * 255 + 0.5).astype(np.uint8))
    if flat:
        return image
    amount = int(110 * phone.sharpen)
    return image.filter(ImageFilter.UnsharpMask(radius=1.1, percent=amount, threshold=2))
