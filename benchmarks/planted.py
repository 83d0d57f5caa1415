"""Pictures made of a picture: what people do to one before they hand it in a second time."""

from __future__ import annotations

import math
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]  # BGR [h, w, 3]


def planted(pixels: Pixels, rng: np.random.Generator) -> Iterator[tuple[str, bytes]]:
    """What was done, and a JPEG of the result."""
    yield "re-saved", _jpeg(pixels, quality=25)
    yield (
        "resized to 40 %",
        _jpeg(cv2.resize(pixels, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)),
    )
    yield "half cropped", _jpeg(_cropped(pixels, 0.5, rng))
    yield "cropped to a quarter", _jpeg(_cropped(pixels, 0.25, rng))
    yield "mirrored", _jpeg(pixels[:, ::-1])
    yield "mirrored and cropped", _jpeg(_cropped(pixels[:, ::-1], 0.6, rng))
    yield "quarter turn", _jpeg(np.rot90(pixels))
    yield "turned by 10°", _jpeg(_turned(pixels, 10))
    yield "turned by 30°", _jpeg(_turned(pixels, 30))
    yield "brightened", _jpeg(cv2.convertScaleAbs(pixels, alpha=1.3, beta=30))
    yield "darkened", _jpeg(cv2.convertScaleAbs(pixels, alpha=0.45))
    yield "captioned", _jpeg(_captioned(pixels))
    yield "blurred", _jpeg(cv2.GaussianBlur(pixels, (0, 0), max(pixels.shape) / 300))
    for share in (0.05, 0.12, 0.18):
        yield f"view moved by {share:.0%}", _jpeg(_moved(pixels, share, rng))


def _jpeg(pixels: NDArray[np.generic], *, quality: int = 75) -> bytes:
    ok, data = cv2.imencode(
        ".jpg", np.ascontiguousarray(pixels), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    assert ok
    return bytes(data)


def _cropped(pixels: Pixels, area: float, rng: np.random.Generator) -> Pixels:
    height, width = (int(side * math.sqrt(area)) for side in pixels.shape[:2])
    top = rng.integers(0, pixels.shape[0] - height + 1)
    left = rng.integers(0, pixels.shape[1] - width + 1)
    return pixels[top : top + height, left : left + width]


def _turned(pixels: Pixels, degrees: float) -> NDArray[np.generic]:
    """Turned, and enlarged until no corner is empty."""
    height, width = pixels.shape[:2]
    angle, longer = math.radians(degrees), max(width / height, height / width)
    scale = math.cos(angle) + math.sin(angle) * longer
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, scale)
    return cv2.warpAffine(pixels, turn, (width, height))


def _captioned(pixels: Pixels) -> Pixels:
    """With a white bar and a text over the lowest fifth."""
    out, (height, width) = pixels.copy(), pixels.shape[:2]
    cv2.rectangle(out, (0, height * 4 // 5), (width, height), (255, 255, 255), -1)
    cv2.putText(out, "SALE 50%", (width // 10, height * 19 // 20), 0, width / 250, (0, 0, 0), 2)
    return out


def _moved(pixels: Pixels, share: float, rng: np.random.Generator) -> NDArray[np.generic]:
    """As from another place: each corner moved by up to a share of the longer side."""
    height, width = pixels.shape[:2]
    frame = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    far = share * max(height, width)
    to = frame + rng.uniform(-far, far, (4, 2)).astype(np.float32)
    view = cv2.getPerspectiveTransform(frame, to)
    return cv2.warpPerspective(pixels, view, (width, height), borderMode=cv2.BORDER_REFLECT)
