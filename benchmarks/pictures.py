"""Makes synthetic pictures with near-duplicates among them; the same call gives the same files.

A picture is noise on several scales, as photos have it (the finer, the weaker), with shapes over
it. Some come again: saved anew, smaller, brighter, cut at the edges, or as a next shot.
"""

from __future__ import annotations

import argparse
import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance

from benchmarks.common import CACHE, say, show_table

VERSION = 1
SHARE = 0.15  # of all pictures are near-duplicates of an earlier one
_SEED = 20261123


@dataclass(frozen=True, slots=True)
class Planned:
    """One file to make: the `variant`-th picture of a `scene`; 0 is the original."""

    number: int
    scene: int
    variant: int

    @property
    def path(self) -> str:
        """Relative; a folder for each hundred."""
        return f"{self.number // 100:03d}/{self.number:06d}.jpg"


def plan(count: int) -> list[Planned]:
    """Which pictures there are: scenes with 0 to many near-duplicates, SHARE of all in total."""
    random = np.random.default_rng(_SEED)
    planned: list[Planned] = []
    scene = 0
    while len(planned) < count:
        # A cluster has 1 + geometric(1/2) pictures, 3 on average, so 2 of them are duplicates.
        clustered = random.random() < SHARE / (2 * (1 - SHARE))
        size = 1 + int(random.geometric(0.5)) if clustered else 1
        planned += [Planned(len(planned) + v, scene, v) for v in range(size)]
        scene += 1
    return planned[:count]


def make(picture: Planned, folder: Path, width: int) -> None:
    """Write one picture."""
    image = _scene(picture.scene, width)
    quality = 88
    if picture.variant:
        random = np.random.default_rng((_SEED, picture.scene, picture.variant))
        image, quality = _varied(image, random), int(random.integers(60, 90))
    target = folder / picture.path
    target.parent.mkdir(exist_ok=True)
    image.save(target, quality=quality)


def _scene(scene: int, width: int) -> Image.Image:
    random = np.random.default_rng((_SEED, scene))
    size = (width, width * 3 // 4) if random.random() < 0.7 else (width * 3 // 4, width)
    total = np.zeros((size[1], size[0], 3), np.float32)
    cells, strength = 2, 60.0
    while cells < max(size):
        noise = random.normal(0, strength, (cells, cells, 3)).clip(-128, 127) + 128
        layer = Image.fromarray(noise.astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
        total += np.asarray(layer, np.float32) - 128
        cells, strength = cells * 3, strength * 0.55
    image = Image.fromarray((total + 128).clip(0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(int(random.integers(2, 9))):
        (left, right), (top, bottom) = (np.sort(random.integers(0, s, 2)).tolist() for s in size)
        shape = draw.ellipse if random.random() < 0.5 else draw.rectangle
        shape((left, top, right, bottom), fill=tuple(random.integers(0, 256, 3).tolist()))
    return image


def _varied(image: Image.Image, random: np.random.Generator) -> Image.Image:
    kind = random.integers(5)
    if kind == 1:
        factor = random.uniform(0.4, 0.9)
        return image.resize((int(image.width * factor), int(image.height * factor)))
    if kind == 2:
        return ImageEnhance.Brightness(image).enhance(random.uniform(0.75, 1.3))
    if kind == 3:
        left, top, right, bottom = random.uniform(0.01, 0.06, 4)
        width, height = image.size
        box = (left * width, top * height, (1 - right) * width, (1 - bottom) * height)
        return image.crop(box)
    if kind == 4:
        angle, shift = random.uniform(-2, 2), (random.uniform(-0.02, 0.02, 2) * image.size)
        return image.rotate(angle, Image.Resampling.BILINEAR, translate=tuple(shift.astype(int)))
    return image


def pictures(count: int, *, width: int = 480) -> Path:
    """A folder with `count` pictures; made once, then it is there for the next benchmark."""
    folder = CACHE / f"pictures-{VERSION}-{count}-{width}"
    if folder.is_dir():
        return folder
    say(f"making {count:,} pictures of {width} pixels below {CACHE} …")
    unfinished = folder.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    with ProcessPoolExecutor() as pool:
        work = partial(make, folder=unfinished, width=width)
        for done, _ in enumerate(pool.map(work, plan(count), chunksize=50), 1):
            if done % 1000 == 0:
                say(f"  {done:,}")
    return unfinished.rename(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=int, default=10_000, metavar="N")
    parser.add_argument("--width", type=int, default=480, help="longest side in pixels")
    options = parser.parse_args()
    folder = pictures(options.pictures, width=options.width)
    size = sum(file.stat().st_size for file in folder.rglob("*.jpg"))
    repeated = sum(1 for picture in plan(options.pictures) if picture.variant)
    head = ("folder", "pictures", "near-duplicates", "MB")
    row = (folder, options.pictures, f"{repeated / options.pictures:.1%}", size / 1e6)
    show_table("Synthetic pictures", head, [row])


if __name__ == "__main__":
    main()
