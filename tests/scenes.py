"""Made-up scenes: pictures full of corners, and the same seen through a known map."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
WIDTH, HEIGHT = 640, 480


def scene(seed: int) -> Grey:
    """Grey boxes and dots in disorder, uint8 [480, 640]; another scene for each seed."""
    rng = np.random.default_rng(seed)
    grey = np.full((HEIGHT, WIDTH), 128, np.uint8)
    for _ in range(150):
        x, y = (int(value) for value in rng.integers(0, (WIDTH, HEIGHT)))
        width, height = (int(value) for value in rng.integers(6, 70, 2))
        shade = int(rng.integers(0, 256))
        if rng.random() < 0.6:
            cv2.rectangle(grey, (x, y), (x + width, y + height), shade, -1)
        else:
            cv2.circle(grey, (x, y), width // 2, shade, -1)
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), 1.2), np.uint8)


def seen_through(grey: Grey, homography: NDArray[np.float64]) -> Grey:
    """The picture as a homography in longer sides maps it, in a frame of the same size."""
    height, width = grey.shape
    scale = np.diag([max(grey.shape), max(grey.shape), 1.0])
    in_pixels = scale @ homography @ np.linalg.inv(scale)
    return np.asarray(cv2.warpPerspective(grey, in_pixels, (width, height)), np.uint8)
