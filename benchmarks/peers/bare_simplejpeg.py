"""The floor with simplejpeg (libjpeg-turbo): as with Pillow, the same scale, in two threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import simplejpeg

from benchmarks import peers

SHORTER_SIDE = 256


def decode(file: str) -> int:
    """The pixels that came out."""
    data = Path(file).read_bytes()
    height, width, space, _ = simplejpeg.decode_jpeg_header(data)
    part = scale(min(width, height))
    pixels = simplejpeg.decode_jpeg(
        data,
        "GRAY" if space == "Gray" else "RGB",  # as Pillow does
        min_height=-(-height // part),
        min_width=-(-width // part),
    )
    return int(pixels.shape[0] * pixels.shape[1])


def scale(shorter: int) -> int:
    """The largest of 1, 2, 4, 8 that leaves enough; between them it would decode in sixteenths."""
    return max(part for part in (1, 2, 4, 8) if part == 1 or shorter // part >= SHORTER_SIDE)


def main() -> None:
    folder = peers.folder()
    with ThreadPoolExecutor(2) as pool:
        pixels = list(pool.map(decode, peers.files(folder)))
    peers.tell("simplejpeg", len(pixels), f"{sum(pixels) / 1e6:,.0f} MP")


if __name__ == "__main__":
    main()
