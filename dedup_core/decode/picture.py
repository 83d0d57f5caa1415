"""One picture, all at once: header, scaled decode, upright, facts, thumbnail."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from PIL import Image

from dedup_core.decode.exif import Exif, read_exif
from dedup_core.decode.jpeg import clean_jpeg
from dedup_core.decode.opening import (
    MAX_PIXELS,
    is_jpeg,
    open_header,
    refusing_damage,
    shrink_while_decoding,
    shrinking,
    to_rgb,
)
from dedup_core.decode.thumbnail import (
    as_jpeg,
    as_thumbnail,
    has_alpha,
    is_own_thumbnail,
    sharpness,
    turned,
)
from dedup_core.decode.upright import Upright, information
from dedup_core.model import Facts

VERSION = 2  # raise it when the pixels, facts or thumbnails that come out change


@dataclass(frozen=True, slots=True)
class Decoded:
    """One picture after decoding; `thumbnail` is a JPEG of at most 640 pixels a side."""

    upright: Upright
    facts: Facts
    thumbnail: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """A picture whose header was read; `memory_bytes` is what decoding it will take, at most."""

    data: bytes
    header: Image.Image
    max_pixels: int
    exactly: bool
    memory_bytes: int

    def decode(self, digest: str = "") -> Decoded:
        """Pixels, facts and thumbnail; PictureError says why not. It can be called once.

        Facts and thumbnail are the same whether fingerprints are to be exact or not.
        """
        with refusing_damage():
            image, size = self.header, self.header.size
            by = shrink_while_decoding(image, shrinking(size)) if is_jpeg(image) else 1
            image.load()
            exif = read_exif(image)
            shown = turned(image, exif.orientation)
            whole = size if by > 1 else image.size
            upright = Upright(
                digest or digest_of(self.data),
                to_rgb(shown),
                whole if exif.orientation < 5 else whole[::-1],
                scaled=True,
                shrunk=by > 1,
                stored=self.data,
                orientation=exif.orientation,
            )
            thumbnail, sharp = _thumbnail(image, shown, upright, self.data)
            facts = _facts(self.data, image.format or "?", exif, upright, sharp)
            if self.exactly:
                upright = self._exact(upright)
        return Decoded(upright, facts, thumbnail)

    def _exact(self, scaled: Upright) -> Upright:
        """The whole picture, not shrunk: decoded once more only where it was."""
        image = scaled.image
        if scaled.shrunk:
            whole = open_header(self.data, self.max_pixels)
            whole.load()
            image = to_rgb(turned(whole, scaled.orientation))
        return Upright(scaled.digest, image)


def opened(data: bytes, *, max_pixels: int = MAX_PIXELS, exactly: bool = False) -> Opened:
    """A picture file's bytes with the header read; PictureError when they hold no picture.

    exactly: fingerprints from all pixels, bit for bit imagededup's, instead of from a decode that
             is scaled down to 256 pixels a side or a little more
    """
    header = open_header(data, max_pixels)
    return Opened(data, header, max_pixels, exactly, _memory_bytes(header, exactly))


def _memory_bytes(header: Image.Image, exactly: bool) -> int:
    """Measured peaks: a pixel has 4 bytes, several times over while it is turned or converted."""
    pixels = header.width * header.height
    if not is_jpeg(header):
        plain = header.mode in ("1", "L", "RGB") and "transparency" not in header.info
        deep = header.mode.startswith(("I", "F"))
        return pixels * (32 if deep else 12 if plain else 24)
    waiting = 3 * pixels if header.info.get("progressive") else 0  # all coefficients
    if exactly:
        return 12 * pixels + waiting
    return 12 * (pixels // max(1, shrinking(header.size) // 2) ** 2) + waiting


def decode(
    data: bytes, *, digest: str = "", max_pixels: int = MAX_PIXELS, exactly: bool = False
) -> Decoded:
    """Pixels, facts and thumbnail of a picture file's bytes; PictureError says why not."""
    return opened(data, max_pixels=max_pixels, exactly=exactly).decode(digest)


def digest_of(data: bytes) -> str:
    """The SHA-256 of the bytes in hex: a picture's id across scans."""
    return hashlib.sha256(data).hexdigest()


def _thumbnail(
    image: Image.Image, shown: Image.Image, upright: Upright, data: bytes
) -> tuple[bytes, float]:
    """The thumbnail and its sharpness; transparency is shown over white but not measured."""
    seen = as_thumbnail(upright.image)
    grey = upright.luma if seen.size == upright.luma.size else seen.convert("L")
    as_stored = not upright.shrunk and upright.orientation == 1
    if as_stored and is_own_thumbnail(image, len(data)):
        return clean_jpeg(data), sharpness(grey)
    return as_jpeg(as_thumbnail(shown) if has_alpha(shown) else seen), sharpness(grey)


def _facts(data: bytes, format: str, exif: Exif, upright: Upright, sharp: float) -> Facts:
    return Facts(
        width=upright.size[0],
        height=upright.size[1],
        size_bytes=len(data),
        format=format,
        taken_at_ms=exif.taken_at_ms,
        utc_offset_minutes=exif.utc_offset_minutes,
        latitude=exif.latitude,
        longitude=exif.longitude,
        camera=exif.camera,
        orientation=exif.orientation,
        sharpness=sharp,
        exposure=round(int(upright.grey(32, 32).sum()) / 1024, 4),
        information=information(upright),
    )
