"""Bytes of a picture → upright pixels, facts and a thumbnail.

Fingerprints take their reductions from `Upright`, so that a picture is decoded once for all of
them. Alpha is ignored for fingerprints, as imagededup does; thumbnails show it over white.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageCms, ImageOps

from dedup_core.errors import PictureError
from dedup_core.model import Facts

VERSION = 1  # raise it when the pixels, facts or thumbnails that come out change
MAX_PIXELS = 200_000_000  # beyond it a picture is skipped: 4 bytes of memory each
THUMBNAIL_PIXELS = 320  # longest side
_THUMBNAIL_QUALITY = 82


@dataclass(slots=True)
class Upright:
    """A decoded picture, turned upright, RGB; reductions are made once and kept."""

    digest: str
    image: Image.Image
    _grey: dict[tuple[int, int], NDArray[np.uint8]] = field(default_factory=dict)

    def grey(self, width: int, height: int) -> NDArray[np.uint8]:
        """Grey values uint8 [height, width]: Lanczos in colour, then ITU-R 601 luma."""
        size = (width, height)
        if size not in self._grey:
            small = self.image.resize(size, Image.Resampling.LANCZOS).convert("L")
            self._grey[size] = np.asarray(small)
        return self._grey[size]


@dataclass(frozen=True, slots=True)
class Decoded:
    """One picture after decoding; `thumbnail` is a JPEG of at most 320 pixels a side."""

    upright: Upright
    facts: Facts
    thumbnail: bytes


def digest_of(data: bytes) -> str:
    """The SHA-256 of the bytes in hex: a picture's id across scans."""
    return hashlib.sha256(data).hexdigest()


def decode(data: bytes, *, digest: str = "", max_pixels: int = MAX_PIXELS) -> Decoded:
    """Pixels, facts and thumbnail of a picture file's bytes; PictureError says why not."""
    image, seen = _open_upright(data, max_pixels)
    with refusing_damage():
        rgb = to_rgb(image)
        upright = Upright(digest or digest_of(data), rgb)
        thumbnail, sharpness = _thumbnail(rgb, image)
        facts = Facts(
            width=rgb.width,
            height=rgb.height,
            size_bytes=len(data),
            format=seen.format,
            taken_at=seen.taken_at,
            camera=seen.camera,
            sharpness=sharpness,
            information=information(upright),
        )
    return Decoded(upright, facts, thumbnail)


def large_view(data: bytes, *, longest: int = 1600, max_pixels: int = MAX_PIXELS) -> bytes:
    """A JPEG of the upright picture, at most `longest` pixels a side, for looking at."""
    image, _ = _open_upright(data, max_pixels)
    return _as_jpeg(_over_white(_fitted(image, longest)), quality=88)


def information(upright: Upright) -> float:
    """How much there is to compare: mean step between neighbours, 32 x 32 grey, in grey levels.

    Blank walls, black night shots and smooth skies lie near 0, ordinary photos between 5 and 30.
    """
    grey = upright.grey(32, 32).astype(np.int16)
    across, down = np.abs(np.diff(grey, axis=1)), np.abs(np.diff(grey, axis=0))
    return round(float(across.mean() + down.mean()) / 2, 4)


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Whatever goes wrong with one picture inside is a PictureError."""
    try:
        yield
    except PictureError:
        raise
    except MemoryError as error:
        raise PictureError("the picture does not fit into memory") from error
    except Exception as error:  # decoders raise nearly everything on damaged data
        raise PictureError(_damage(error)) from error


@dataclass(frozen=True, slots=True)
class _Seen:
    format: str
    taken_at: int | None
    camera: str


@cache
def _formats() -> tuple[str, ...]:
    """What may be opened. EPS and WMF are programs that others would run for us."""
    import pillow_heif  # noqa: PLC0415 - 30 ms that only decoding needs

    pillow_heif.register_heif_opener()
    Image.init()
    return tuple(sorted(set(Image.OPEN) - {"EPS", "WMF"}))


def _open_upright(data: bytes, max_pixels: int) -> tuple[Image.Image, _Seen]:
    Image.MAX_IMAGE_PIXELS = 2 * max_pixels  # ours is below, with a message that helps; this one
    try:  # stops pictures inside others, which are decoded while the outer one is opened
        image = Image.open(io.BytesIO(data), formats=_formats())
    except Image.DecompressionBombError as error:
        raise PictureError(
            f"more pixels than the limit of {max_pixels:,} ({error}); "
            "raise DEDUP_MAX_PIXELS to read it"
        ) from error
    except Exception as error:  # readers raise nearly everything on damaged headers
        raise PictureError(_not_a_picture(data)) from error
    width, height = image.size
    if width * height > max_pixels:
        raise PictureError(
            f"{width:,} x {height:,} pixels is more than the limit of {max_pixels:,}; "
            "raise DEDUP_MAX_PIXELS to read it"
        )
    with refusing_damage():
        image.load()
        seen = _Seen(image.format or "?", *_time_and_camera(image))
        return _transposed(image), seen


def _transposed(image: Image.Image) -> Image.Image:
    with suppress(Exception):  # damaged EXIF: the picture itself is fine, shown as it is stored
        ImageOps.exif_transpose(image, in_place=True)  # in place: no copy where nothing turns
    return image


def _not_a_picture(data: bytes) -> str:
    head = data[:512].strip()
    if head[:1] in (b"<", b"{") or (
        head and all(31 < byte < 127 or byte in b"\r\n\t" for byte in head)
    ):
        return "not a picture: the file holds text"
    return "not a picture in a format that can be read"


def _damage(error: Exception) -> str:
    text = str(error) or type(error).__name__
    if "truncated" in text.lower() or isinstance(error, EOFError):
        return f"the picture is cut off or damaged ({text})"
    return f"the picture is damaged ({text})"


def _time_and_camera(image: Image.Image) -> tuple[int | None, str]:
    try:
        exif = image.getexif()
        inner: dict[int, Any] = exif.get_ifd(ExifTags.IFD.Exif)
        when = inner.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
        make = exif.get(ExifTags.Base.Make, ""), exif.get(ExifTags.Base.Model, "")
    except Exception:  # EXIF is a jungle; without it a picture is still a picture
        return None, ""
    camera = " ".join(str(part).replace("\0", "").strip() for part in make if part)
    return _seconds(when), camera.encode("utf-8", "replace").decode("utf-8")


def _seconds(when: object) -> int | None:
    try:
        moment = datetime.strptime(str(when).strip("\0 ")[:19], "%Y:%m:%d %H:%M:%S")
        seconds = int(moment.replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None
    return seconds if seconds >= 0 else None


def to_rgb(image: Image.Image) -> Image.Image:
    """The picture as 8-bit RGB, whatever its mode; alpha is dropped, as imagededup drops it."""
    if image.mode == "RGB":
        return image
    if image.mode.startswith(("I", "F")):
        return Image.fromarray(_eight_bits(image)).convert("RGB")
    if image.mode == "LAB":
        lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, lab, srgb, outputMode="RGB")
        assert converted is not None
        return converted
    return image.convert("RGBA").convert("RGB")


def _eight_bits(image: Image.Image) -> NDArray[np.uint8]:
    """Grey values of a picture with more than 8 bits: the full range of its type, scaled."""
    values = np.nan_to_num(np.asarray(image).astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    top = float(values.max(initial=0.0))
    if image.mode.startswith("I;16"):
        scale = 255 / 65535
    elif image.mode == "I":
        scale = 1.0 if top <= 255 else 255 / max(top, 65535)
    else:
        scale = 255.0 if top <= 1 else min(1.0, 255 / top)
    return np.clip(np.rint(values * scale), 0, 255).astype(np.uint8)


def _thumbnail(rgb: Image.Image, original: Image.Image) -> tuple[bytes, float]:
    small = _fitted(rgb, THUMBNAIL_PIXELS)
    shown = _over_white(_fitted(original, THUMBNAIL_PIXELS)) if _has_alpha(original) else small
    return _as_jpeg(shown, quality=_THUMBNAIL_QUALITY), _sharpness(small)


def _sharpness(small: Image.Image) -> float:
    grey = np.asarray(small.convert("L")).astype(np.int32)
    if min(grey.shape) < 3:
        return 0.0
    edges = (
        4 * grey[1:-1, 1:-1] - grey[:-2, 1:-1] - grey[2:, 1:-1] - grey[1:-1, :-2] - grey[1:-1, 2:]
    )
    return round(float(np.mean(edges * edges)), 4)


def _has_alpha(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info


def _over_white(image: Image.Image) -> Image.Image:
    if not _has_alpha(image):
        return to_rgb(image)
    rgba = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB")


def _fitted(image: Image.Image, longest: int) -> Image.Image:
    scale = longest / max(image.size)
    if scale >= 1:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    if image.mode not in ("RGB", "RGBA", "L"):
        image = image.convert("RGBA") if _has_alpha(image) else to_rgb(image)
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=1.01)


def _as_jpeg(image: Image.Image, *, quality: int) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality)
    return stream.getvalue()
