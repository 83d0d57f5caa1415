"""The floor with Pillow: read each file and decode it scaled, in two threads; nothing is kept.

The scale is the smallest of 1, 1/2, 1/4, 1/8 that leaves at least 256 pixels on the shorter side.
"""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image

from benchmarks import peers

SHORTER_SIDE = 256


def decode(file: str) -> int:
    """The pixels that came out."""
    with Image.open(io.BytesIO(Path(file).read_bytes())) as image:
        part = max(1, min(image.size) // SHORTER_SIDE)
        image.draft("RGB", (image.width // part, image.height // part))
        image.load()
        return image.width * image.height


def main() -> None:
    folder = peers.folder()
    with ThreadPoolExecutor(2) as pool:
        pixels = list(pool.map(decode, peers.files(folder)))
    peers.tell("pillow", len(pixels), f"{sum(pixels) / 1e6:,.0f} MP")


if __name__ == "__main__":
    main()
