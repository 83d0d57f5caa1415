"""Makes copies of pictures whose making is known: the edits that people hide a copy behind.

Each is made from the whole upright picture with random numbers that are seeded by the name of the
picture and of the edit, and saved as JPEG, so the same call gives the same files with the same
version of Pillow.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

VERSION = 1
COPIES = "edits/"  # what the names of planted copies begin with
_QUALITY = 90  # of what an edit is saved with, unless saving is the edit
_LIMIT = 1024  # pixels of the longest side that edits start from: larger ones tell nothing more

Random = np.random.Generator
Change = Callable[[Image.Image, Random], Image.Image]


@dataclass(frozen=True, slots=True)
class Edit:
    """One way to change a picture: the changes in their order, then saved at a quality."""

    name: str
    changes: tuple[Change, ...]
    quality: int = _QUALITY


@dataclass(frozen=True, slots=True)
class Planted:
    """A copy that was made: its name, where it is, what it was made from and how."""

    name: str
    file: Path
    source: str
    kind: str


def _resized(image: Image.Image, _: Random, *, by: float) -> Image.Image:
    width, height = (max(1, round(side * by)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _cropped(image: Image.Image, random: Random, *, share: float) -> Image.Image:
    """Without `share` of its width and of its height, taken from either side at random."""
    (width, height), (across, down) = image.size, random.uniform(0, share, 2)
    left, top = round(width * across), round(height * down)
    right, bottom = left + round(width * (1 - share)), top + round(height * (1 - share))
    return image.crop((left, top, right, bottom))


def _rotated(image: Image.Image, random: Random, *, degrees: float) -> Image.Image:
    """Turned to one side or the other, and cut to the part that is filled, of the same shape."""
    turn = degrees if random.random() < 0.5 else -degrees
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    width, height = image.size
    scale = 1 / (cosine + sine * max(width, height) / min(width, height))
    turned = image.rotate(turn, Image.Resampling.BICUBIC)
    across, down = round(width * (1 - scale) / 2), round(height * (1 - scale) / 2)
    return turned.crop((across, down, width - across, height - down))


def _turned(image: Image.Image, _: Random) -> Image.Image:
    return image.transpose(Image.Transpose.ROTATE_90)


def _mirrored(image: Image.Image, _: Random) -> Image.Image:
    return ImageOps.mirror(image)


def _brightness(image: Image.Image, _: Random, *, by: float) -> Image.Image:
    return ImageEnhance.Brightness(image).enhance(by)


def _contrast(image: Image.Image, _: Random, *, by: float) -> Image.Image:
    return ImageEnhance.Contrast(image).enhance(by)


def _colour_shift(image: Image.Image, _: Random) -> Image.Image:
    """Warmer, as another white balance has it."""
    gains = np.array([1.2, 1.0, 0.8])
    pixels = np.asarray(image).astype(np.float64) * gains
    return Image.fromarray(pixels.clip(0, 255).round().astype(np.uint8))


def _grey(image: Image.Image, _: Random) -> Image.Image:
    return ImageOps.grayscale(image).convert("RGB")


def _caption(image: Image.Image, _: Random) -> Image.Image:
    """White letters on a dark bar over the lowest tenth."""
    image = image.copy()
    (width, height), draw = image.size, ImageDraw.Draw(image)
    draw.rectangle((0, round(0.9 * height), width, height), fill=(20, 20, 20))
    font = ImageFont.load_default(size=max(8.0, 0.06 * height))
    draw.text((0.03 * width, 0.91 * height), "Photo of the day", font=font, fill=(255, 255, 255))
    return image


def _sticker(image: Image.Image, random: Random) -> Image.Image:
    """A yellow disc over about a twentieth of the picture, somewhere."""
    image = image.copy()
    radius = float(np.sqrt(0.05 * image.width * image.height / np.pi))
    across, down = random.uniform(0.2, 0.8, 2) * image.size
    box = (across - radius, down - radius, across + radius, down + radius)
    ImageDraw.Draw(image).ellipse(box, fill=(250, 210, 30), outline=(30, 30, 30), width=3)
    return image


def _bordered(image: Image.Image, _: Random) -> Image.Image:
    return ImageOps.expand(image, round(0.06 * max(image.size)), (255, 255, 255))


def _blurred(image: Image.Image, _: Random) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(0.004 * max(image.size)))


def _noisy(image: Image.Image, random: Random) -> Image.Image:
    """With the noise of a sensor, 12 grey levels."""
    noise = random.normal(0, 12, (image.height, image.width, 3))
    pixels = np.asarray(image).astype(np.float64) + noise
    return Image.fromarray(pixels.clip(0, 255).round().astype(np.uint8))


_CROP, _ROTATE = partial(_cropped, share=0.10), partial(_rotated, degrees=5)
_HALF, _BRIGHT = partial(_resized, by=0.5), partial(_brightness, by=1.4)

EDITS = (
    Edit("re-saved, quality 50", (), 50),
    Edit("re-saved, quality 30", (), 30),
    Edit("half the size", (_HALF,)),
    Edit("a quarter of the size", (partial(_resized, by=0.25),)),
    Edit("brightened", (_BRIGHT,)),
    Edit("darkened", (partial(_brightness, by=0.6),)),
    Edit("more contrast", (partial(_contrast, by=1.5),)),
    Edit("warmer colours", (_colour_shift,)),
    Edit("grey", (_grey,)),
    Edit("blurred", (_blurred,)),
    Edit("noisy", (_noisy,)),
    Edit("caption", (_caption,)),
    Edit("sticker", (_sticker,)),
    Edit("white border", (_bordered,)),
    Edit("cropped 5 %", (partial(_cropped, share=0.05),)),
    Edit("cropped 10 %", (_CROP,)),
    Edit("cropped 25 %", (partial(_cropped, share=0.25),)),
    Edit("rotated 1°", (partial(_rotated, degrees=1),)),
    Edit("rotated 5°", (_ROTATE,)),
    Edit("rotated 10°", (partial(_rotated, degrees=10),)),
    Edit("turned 90°", (_turned,)),
    Edit("mirrored", (_mirrored,)),
    Edit("half the size, caption", (_HALF, _caption)),
    Edit("brightened, quality 30", (_BRIGHT,), 30),
    Edit("grey, cropped 10 %", (_grey, _CROP)),
    Edit("cropped 10 %, sticker", (_CROP, _sticker)),
    Edit("rotated 5°, cropped 10 %", (_ROTATE, _CROP)),
    Edit("mirrored, cropped 10 %", (_mirrored, _CROP)),
    Edit("mirrored, rotated 5°, quality 50", (_mirrored, _ROTATE), 50),
    Edit("turned 90°, half the size", (_turned, _HALF)),
)


def edited(image: Image.Image, edit: Edit, seed: str) -> bytes:
    """The JPEG of a picture after an edit."""
    random = np.random.default_rng(zlib.crc32(f"{seed} {edit.name}".encode()))
    for change in edit.changes:
        image = change(image, random)
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=edit.quality)
    return stream.getvalue()


def planted(sources: Mapping[str, Path], *, for_each: int, folder: Path) -> list[Planted]:
    """For each edit, copies of `for_each` of the sources, others each time; made where missing.

    The files are named by what they are made of, so a changed picture or edit is another file.
    """
    names, made = sorted(sources), []
    digests = {name: hashlib.sha256(sources[name].read_bytes()).hexdigest() for name in names}
    for number, edit in enumerate(EDITS):
        order = np.random.default_rng(number).permutation(len(names))
        for place in sorted(order[:for_each].tolist()):
            source = names[place]
            about = f"{VERSION} {edit.name} {source} {digests[source]}"
            file = folder / f"copy-{hashlib.sha256(about.encode()).hexdigest()[:20]}.jpg"
            name = f"{COPIES}{number:02d}/{source.replace('/', '-')}.jpg"
            made.append(Planted(name, file, source, edit.name))
            _make(file, sources[source], edit, seed=source)
    return made


def _make(file: Path, source: Path, edit: Edit, *, seed: str) -> None:
    if file.exists():
        return
    with Image.open(source) as opened:
        image = ImageOps.exif_transpose(opened).convert("RGB")
    image.thumbnail((_LIMIT, _LIMIT), Image.Resampling.LANCZOS)
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".unfinished")
    unfinished.write_bytes(edited(image, edit, seed))
    unfinished.rename(file)
