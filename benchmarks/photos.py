"""Makes three sets of photos from real ones: small web pictures, one megapixel, phone-sized.

The photos of `--photos` are cut, scaled and saved anew, so that a set can be larger than what it
comes from; nothing but JPEG bytes without a trace of the original file comes out. What counts for
speed is kept near to what is found in the wild: pixels and bytes per pixel, and how they are coded
(baseline, colour at half resolution, standard Huffman tables, as phones write it).

small    the longest side 300. The first use of a photo is the photo, the second its mirror image
         cut by 2 to 6 % (no near-duplicate: hashes do not see mirror images as the same), the
         third a near-duplicate of the first, and so on
megapixel, phone    the largest photos, cut to 4:3, scaled up, with the noise of a sensor added,
         because a photo that was only scaled up has too few bytes to be a model of anything. One
         of five phone photos is stored lying on its side, with EXIF that says so.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import statistics
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps

from benchmarks.common import CACHE, ROOT, say, show_table
from benchmarks.pictures import pictures

VERSION = 1
REAL = ROOT.parent / "shared" / "data" / "photos"
_SEED = 20261123
_SUFFIXES = {".jpg", ".jpeg", ".png"}
_TILE = 1024  # the noise is a tile of so many pixels: making new noise would cost the most
_LYING = 5  # one of so many phone photos
_ORIENTATION_RIGHT = 6  # the camera was turned; whoever shows it has to turn it back


@dataclass(frozen=True, slots=True)
class Kind:
    """One set: how many by default, the sizes (width, height), quality and noise in grey levels."""

    name: str
    title: str
    count: int
    sizes: tuple[tuple[int, int], ...]
    quality: tuple[int, int]
    noise: float = 0.0


SMALL = Kind("small", "small (300 px)", 9_000, ((300, 300),), (70, 86))
MEGAPIXEL = Kind(
    "megapixel", "1 megapixel", 400, ((1024, 768), (1152, 864), (1200, 900)), (85, 90), 7.5
)
PHONE = Kind("phone", "phone (9 to 12 MP)", 150, ((3536, 2652), (4000, 3000)), (88, 90), 4.6)
KINDS = (SMALL, MEGAPIXEL, PHONE)


@dataclass(frozen=True, slots=True)
class Planned:
    """One file to make: the `use`-th time that a photo is used."""

    number: int
    photo: Path
    use: int

    @property
    def name(self) -> str:
        """The file's name; the folder is flat, because some peers look no deeper."""
        return f"{self.number:06d}.jpg"


def photo_set(kind: Kind, count: int, photos: Path | None = None) -> Path:
    """A folder with `count` pictures of a kind; made once, then it is there for the next time."""
    source = photos or (REAL if REAL.is_dir() else pictures(2_000, width=800))
    about = f"{VERSION} {kind} {count} {source.resolve()}"
    folder = CACHE / f"photos-{kind.name}-{count}-{hashlib.sha256(about.encode()).hexdigest()[:8]}"
    if folder.is_dir():
        return folder
    say(f"making {count:,} pictures, {kind.title}, below {CACHE} …")
    unfinished = folder.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    with ProcessPoolExecutor(initializer=os.nice, initargs=(10,)) as pool:
        work = partial(make, kind=kind, folder=unfinished)
        list(pool.map(work, plan(kind, count, source), chunksize=8))
    return unfinished.rename(folder)


def plan(kind: Kind, count: int, source: Path) -> list[Planned]:
    """Which photo becomes which file; all in turn, or the largest ones where size matters."""
    found = sorted(path for path in source.rglob("*") if path.suffix.lower() in _SUFFIXES)
    if not found:
        raise SystemExit(f"there is no JPEG or PNG below {source}")
    if kind.noise:
        found.sort(key=lambda path: (-_shorter_side(path), path))
        found = found[:count]
    elif count < len(found):
        found = [found[i * len(found) // count] for i in range(count)]
    return [Planned(i, found[i % len(found)], i // len(found)) for i in range(count)]


def _shorter_side(path: Path) -> int:
    with Image.open(path) as image:
        return min(image.size)


def make(picture: Planned, kind: Kind, folder: Path) -> None:
    """Write one picture."""
    random = np.random.default_rng((_SEED, picture.number))
    with Image.open(picture.photo) as opened:
        image = _cut(opened, picture.use, random)
    image = _enlarged(image, kind, random) if kind.noise else _fitted(image, kind.sizes[0])
    exif = Image.Exif()
    if kind is PHONE:
        image, exif = _from_a_phone(image, picture.number)
    quality = int(random.integers(*kind.quality, endpoint=True))
    image.save(folder / picture.name, "JPEG", quality=quality, subsampling="4:2:0", exif=exif)


def _cut(opened: Image.Image, use: int, random: np.random.Generator) -> Image.Image:
    """The photo itself at first; later mirrored every other time, and cut at all four edges."""
    image = opened if opened.mode == "L" else opened.convert("RGB")
    if use == 0:
        return image.copy()
    if use % 2:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    left, top, right, bottom = random.uniform(0.02, 0.06, 4)
    width, height = image.size
    return image.crop(
        (
            round(left * width),
            round(top * height),
            round((1 - right) * width),
            round((1 - bottom) * height),
        )
    )


def _fitted(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    scale = min(size[0] / image.width, size[1] / image.height)
    if scale >= 1:
        return image
    return image.resize((round(image.width * scale), round(image.height * scale)))


def _enlarged(image: Image.Image, kind: Kind, random: np.random.Generator) -> Image.Image:
    """Cut to the shape of one of the sizes, scaled up to it, with noise."""
    width, height = kind.sizes[int(random.integers(len(kind.sizes)))]
    if image.height > image.width and kind is not PHONE:
        width, height = height, width
    large = ImageOps.fit(image.convert("RGB"), (width, height), Image.Resampling.BICUBIC)
    return Image.fromarray(_noisy(np.asarray(large), kind.noise, random))


def _noisy(
    pixels: NDArray[np.uint8], strength: float, random: np.random.Generator
) -> NDArray[np.uint8]:
    """The same pixels with a sensor's noise, which is the same for the three colours."""
    height, width, _ = pixels.shape
    down, across = (int(number) for number in random.integers(0, _TILE, 2))
    tile = np.roll(_noise(strength), (down, across), (0, 1))
    times = (-(-height // _TILE), -(-width // _TILE))
    noise = np.tile(tile, times)[:height, :width, None]
    return (pixels.astype(np.int16) + noise).clip(0, 255).astype(np.uint8)


@cache
def _noise(strength: float) -> NDArray[np.int16]:
    """Half of it as fine as the pixels, half twice as coarse, as cameras leave it."""
    random = np.random.default_rng(_SEED)
    fine = random.normal(0, strength, (_TILE, _TILE))
    coarse = random.normal(0, strength, (_TILE // 2, _TILE // 2)).repeat(2, 0).repeat(2, 1)
    noise: NDArray[np.int16] = ((fine + coarse) / np.sqrt(2)).round().astype(np.int16)
    return noise


def _from_a_phone(image: Image.Image, number: int) -> tuple[Image.Image, Image.Exif]:
    """The picture as a phone stores it, with the EXIF that it writes."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Benchmark", "Phone"
    seconds = f"{number // 3600 % 24:02d}:{number // 60 % 60:02d}:{number % 60:02d}"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"2026:05:01 {seconds}"
    if number % _LYING == 0:
        exif[ExifTags.Base.Orientation] = _ORIENTATION_RIGHT
        image = image.transpose(Image.Transpose.ROTATE_90)
    return image, exif


def facts(folder: Path) -> tuple[int, float, float, float]:
    """Pictures, and the medians of megapixels, kB, and bytes for each pixel."""
    sizes, pixels = [], []
    for file in sorted(folder.iterdir()):
        with Image.open(file) as image:
            pixels.append(image.width * image.height)
        sizes.append(file.stat().st_size)
    each = [size / count for size, count in zip(sizes, pixels, strict=True)]
    middle = statistics.median
    return len(sizes), middle(pixels) / 1e6, middle(sizes) / 1e3, middle(each)


def show_sets(folders: dict[str, Path]) -> None:
    """A table of what is in the sets."""
    head = ("set", "pictures", "megapixels", "kB", "bytes a pixel")
    rows = []
    for title, folder in folders.items():
        count, megapixels, kilobytes, each = facts(folder)
        rows.append((title, f"{count:,}", f"{megapixels:.2f}", f"{kilobytes:,.0f}", f"{each:.3f}"))
    show_table("The sets (medians)", head, rows)


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that choose the sets."""
    parser.add_argument("--photos", type=Path, metavar="DIR", help="real photos to start from")
    for kind in KINDS:
        about = f"pictures, {kind.title}; 0 leaves the set out (default: %(default)s)"
        parser.add_argument(f"--{kind.name}", type=int, default=kind.count, metavar="N", help=about)


def chosen(options: argparse.Namespace) -> dict[str, Path]:
    """The folders of the sets that the options ask for, by title."""
    counts = {kind: int(getattr(options, kind.name)) for kind in KINDS}
    return {
        kind.title: photo_set(kind, count, options.photos)
        for kind, count in counts.items()
        if count
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_options(parser)
    show_sets(chosen(parser.parse_args()))


if __name__ == "__main__":
    main()
