"""imagehash: the loop that its README shows, then every pair compared, in numpy."""

from __future__ import annotations

import imagehash
import numpy as np
from PIL import Image

from benchmarks import peers

THRESHOLD = 10


def code(file: str) -> int:
    """The 64 bits of a picture's hash."""
    with Image.open(file) as image:
        bits = imagehash.phash(image).hash
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def main() -> None:
    folder = peers.folder()
    codes = np.array([code(file) for file in peers.files(folder)], np.uint64)
    pairs = 0
    for row in range(len(codes)):
        distances = np.bitwise_count(codes[row + 1 :] ^ codes[row])
        pairs += int((distances <= THRESHOLD).sum())
    peers.tell("imagehash", len(codes), f"{pairs:,} pairs")


if __name__ == "__main__":
    main()
