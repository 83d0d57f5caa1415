"""Pairs of pictures for fitting `scene.differs`: the camera moves, and an object is swapped or not.

Objects are card-like (drawn), carton-like and round (cut out of other photos). They are pasted into
both pictures of a pair, at places that belong together, with the same soft edge and shadow: that
something was pasted says nothing, only whether it is the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float64]

_OBJECT = 160  # pixels of an object's longer side before it is laid into a picture
_NUMBERS = ["A", "K", "Q", "J", "10", "9", "8", "7", "6", "5", "4", "3", "2"]
_WRITING = [*_NUMBERS, "OK", "MIX", "TEA", "50%", "SALE", "BIO", "EKO"]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to lay into a picture: RGB uint8 [h, w, 3] and how opaque it is, float32 [h, w]."""

    pixels: Pixels
    opaque: NDArray[np.float32]
    is_card: bool = False


def card(random: np.random.Generator) -> Thing:
    """A white card with signs in two corners and a pattern of spots or blocks between them."""
    pixels = np.full((_OBJECT, int(_OBJECT * 0.7), 3), random.integers(205, 250), np.uint8)
    colour = [(180, 20, 30), (25, 25, 30), (20, 60, 160), (20, 110, 40)][random.integers(4)]
    word = _WRITING[random.integers(len(_WRITING))]
    size = 1.1 if len(word) < 3 else 0.6
    cv2.putText(pixels, word, (6, 32), cv2.FONT_HERSHEY_DUPLEX, size, colour, 2, cv2.LINE_AA)
    pixels = np.ascontiguousarray(pixels[::-1, ::-1])
    cv2.putText(pixels, word, (6, 32), cv2.FONT_HERSHEY_DUPLEX, size, colour, 2, cv2.LINE_AA)
    for _ in range(random.integers(1, 9)):
        x, y = random.integers(25, 87), random.integers(38, 122)
        _spot(pixels, random, (int(x), int(y)), colour)
    return Thing(pixels, _rounded(pixels.shape[:2], corner=0.08), is_card=True)


def _spot(
    pixels: Pixels, random: np.random.Generator, at: tuple[int, int], colour: tuple[int, int, int]
) -> None:
    radius = int(random.integers(4, 14))
    if random.random() < 0.5:
        cv2.circle(pixels, at, radius, colour, -1, cv2.LINE_AA)
    else:
        turned = cv2.boxPoints((at, (radius, radius * 2), float(random.uniform(0, 180))))
        cv2.fillPoly(pixels, [turned.astype(np.int32)], colour, cv2.LINE_AA)


def cut_out(photo: Pixels, random: np.random.Generator) -> Thing:
    """The middle of a photo, as a carton (rounded rectangle) or as a fruit (ellipse)."""
    height, width = photo.shape[:2]
    across = random.uniform(0.35, 0.8)
    high, wide = int(height * random.uniform(0.45, 0.85)), int(width * across)
    top, left = (height - high) // 2, (width - wide) // 2
    part = photo[top : top + high, left : left + wide]
    scale = _OBJECT / max(part.shape[:2])
    size = max(8, round(part.shape[1] * scale)), max(8, round(part.shape[0] * scale))
    pixels = cv2.resize(part, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    corner = 0.5 if random.random() < 0.4 else 0.06
    return Thing(pixels, _rounded(pixels.shape[:2], corner=corner))


def recoloured(thing: Thing, random: np.random.Generator) -> Thing:
    """The same shape in other colours: a can of another flavour."""
    order = [(1, 2, 0), (2, 0, 1), (0, 2, 1), (2, 1, 0)][random.integers(4)]
    return Thing(np.ascontiguousarray(thing.pixels[..., order]), thing.opaque)


def _rounded(shape: tuple[int, ...], *, corner: float) -> NDArray[np.float32]:
    height, width = shape[:2]
    opaque = np.zeros((height, width), np.uint8)
    if corner >= 0.5:
        cv2.ellipse(
            opaque, (width // 2, height // 2), (width // 2 - 2, height // 2 - 2), 0, 0, 360, 255, -1
        )
    else:
        by = max(2, int(corner * min(height, width)))
        cv2.rectangle(opaque, (by, by), (width - by - 1, height - by - 1), 255, -1)
        opaque = cv2.dilate(opaque, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by - 3,) * 2))
    return cv2.GaussianBlur(opaque, (0, 0), 1.2).astype(np.float32) / 255


def place(
    random: np.random.Generator, shape: tuple[int, ...], *, share: float, aspect: float
) -> Floats:
    """float64 [4, 2]: where an object that takes a share of a picture lies in it, in pixels."""
    height, width = shape[:2]
    wide = np.sqrt(share * height * width * aspect)
    high = wide / aspect
    shrink = min(1.0, 0.9 * width / wide, 0.9 * height / high)
    wide, high = wide * shrink, high * shrink
    x = np.clip(random.normal(0.5, 0.17) * width, wide / 2, width - wide / 2)
    y = np.clip(random.normal(0.5, 0.17) * height, high / 2, height - high / 2)
    frame = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * (wide / 2, high / 2)
    return moved(frame + np.array([x, y]), random, shift=0, turn=random.normal(0, 15), zoom=1)


def moved(
    corners: Floats, random: np.random.Generator, *, shift: float, turn: float, zoom: float
) -> Floats:
    """The corners turned by degrees, zoomed, and shifted by up to a share of their size."""
    centre = corners.mean(axis=0)
    size = np.ptp(corners, axis=0)
    angle = np.radians(turn)
    rotation = np.array([(np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))])
    return (corners - centre) @ rotation.T * zoom + centre + random.uniform(-shift, shift, 2) * size


def laid(picture: Pixels, thing: Thing, corners: Floats) -> Pixels:
    """The picture with a thing lying at the four corners, and its shadow beside it."""
    height, width = thing.pixels.shape[:2]
    frame = np.float32([(0, 0), (width, 0), (width, height), (0, height)])
    onto = cv2.getPerspectiveTransform(frame, corners.astype(np.float32))
    size = picture.shape[1], picture.shape[0]
    pixels = cv2.warpPerspective(thing.pixels, onto, size, flags=cv2.INTER_AREA)
    opaque = cv2.warpPerspective(thing.opaque, onto, size)[..., None]
    by = 0.04 * np.ptp(corners[:, 0])
    shadow = cv2.GaussianBlur(np.roll(opaque[..., 0], int(by) + 1, (0, 1)), (0, 0), by + 0.5)
    ground = picture * (1 - 0.4 * shadow[..., None])
    return np.uint8(ground * (1 - opaque) + pixels * opaque)


def seen_anew(
    picture: Pixels, random: np.random.Generator, *, amount: float
) -> tuple[Pixels, Floats]:
    """The picture from a camera that moved, and the homography (in pixels) that led there.

    Corners move by up to `amount` of the picture; parts of it by up to half of that on their own,
    as things at other distances do.
    """
    height, width = picture.shape[:2]
    longer = max(height, width)
    frame = np.float32([(0, 0), (width, 0), (width, height), (0, height)])
    middle = frame.mean(axis=0)
    turn = random.normal(0, 40 * amount)
    there = moved(frame, random, shift=amount, turn=turn, zoom=1 + random.normal(0, amount))
    there = there + random.uniform(-amount, amount, (4, 2)) * longer * 0.5
    there = (there - middle) * (1 + 1.2 * amount) + middle  # mostly inside the picture
    homography = cv2.getPerspectiveTransform(frame, there.astype(np.float32))
    back = np.linalg.inv(homography)
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    at = np.stack([x, y, np.ones_like(x)], -1) @ back.T
    at = at[..., :2] / at[..., 2:]
    depth = _layers(random, (height, width))
    heading = random.normal(0, 1, 2)
    heading *= amount * random.uniform(0, 0.5) * longer / np.linalg.norm(heading)
    at = (at + depth[..., None] * heading).astype(np.float32)
    anew = cv2.remap(picture, at, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    return anew.astype(np.uint8), homography


def _layers(random: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """float64 [h, w] between -1 and 1: how near things are, in patches with sharp edges."""
    coarse = random.normal(0, 1, (6, 6)).astype(np.float32)
    smooth = cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_CUBIC).astype(np.float64)
    steps = np.clip(np.round(smooth * 1.5) / 3, -1, 1)
    return np.asarray(steps * 0.7 + np.clip(smooth, -1, 1) * 0.3)


def in_other_light(picture: Pixels, random: np.random.Generator) -> Pixels:
    """The picture with another exposure, white balance, vignette, sharpness, noise and JPEG."""
    height, width = picture.shape[:2]
    values = (picture / 255.0) ** np.exp(random.normal(0, 0.15))
    values = values * np.exp(random.normal(0, 0.12)) * np.exp(random.normal(0, 0.04, 3))
    slope = random.normal(0, 0.12, 2)
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    values = values * (1 + slope[0] * x + slope[1] * y)[..., None]
    if random.random() < 0.5:
        values = cv2.GaussianBlur(values, (0, 0), random.uniform(0.3, 1.2))
    values = values + random.normal(0, random.uniform(0, 0.02), picture.shape)
    pixels = np.uint8(np.clip(values, 0, 1) * 255)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(45, 95))]
    return cv2.imdecode(cv2.imencode(".jpg", pixels, quality)[1], cv2.IMREAD_COLOR).astype(np.uint8)
