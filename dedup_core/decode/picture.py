"""One picture, all at once: header, scaled decode, upright, facts, thumbnail."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
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
from dedup_core.decode.turbo import jpeg_pixels
from dedup_core.decode.upright import Upright, information
from dedup_core.model import Facts

VERSION = 3  # raise it when the pixels, facts or thumbnails that come out change


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
        digest = digest or digest_of(self.data)
        with refusing_damage():
            if is_own_thumbnail(self.header, len(self.data)):
                exif = read_exif(self.header)
                if exif.orientation == 1:
                    return self._small_jpeg(digest, exif)
            return self._any(digest)

    def _small_jpeg(self, digest: str, exif: Exif) -> Decoded:
        """Of a JPEG that is its own thumbnail luma is enough, as it is stored in the file.

        Colours are decoded once more when a fingerprint asks for them. Half of the work of all.
        """
        grey = jpeg_pixels(self.data, self.header, self.header.size, mode="L")
        if grey is None:
            self.header.draft("L", None)
            self.header.load()
            grey = np.asarray(self.header)
        upright = Upright(
            digest,
            self._colours,
            self.header.size,
            scaled=True,
            stored=self.data,
            grey_decoded=grey,
        )
        facts = _facts(self.data, "JPEG", exif, upright, sharpness(upright.levels))
        return self._done(upright, facts, clean_jpeg(self.data))

    def _any(self, digest: str) -> Decoded:
        """Every other picture: in colour, as small as the decoder makes it."""
        image, size = self.header, self.header.size
        by = shrink_while_decoding(image, shrinking(size)) if is_jpeg(image) else 1
        image = self._loaded(image, size, by)
        exif = read_exif(self.header)
        shown = turned(image, exif.orientation)
        whole = size if by > 1 else image.size
        upright = Upright(
            digest,
            to_rgb(shown),
            whole if exif.orientation < 5 else whole[::-1],
            scaled=True,
            shrunk=by > 1,
            stored=self.data,
            orientation=exif.orientation,
        )
        seen = as_thumbnail(upright.image)
        grey = upright.luma if seen.size == upright.luma.size else seen.convert("L")
        facts = _facts(
            self.data, self.header.format or "?", exif, upright, sharpness(np.asarray(grey))
        )
        thumbnail = as_jpeg(as_thumbnail(shown) if has_alpha(shown) else seen)
        return self._done(upright, facts, thumbnail)

    def _done(self, upright: Upright, facts: Facts, thumbnail: bytes) -> Decoded:
        return Decoded(self._exact(upright) if self.exactly else upright, facts, thumbnail)

    def _exact(self, scaled: Upright) -> Upright:
        """The whole picture, decoded anew by Pillow if it is a JPEG, as imagededup does it."""
        image = scaled.image if not is_jpeg(self.header) else self._anew(scaled.orientation)
        return Upright(scaled.digest, image)

    def _anew(self, orientation: int) -> Image.Image:
        whole = open_header(self.data, self.max_pixels)
        whole.load()
        return to_rgb(turned(whole, orientation))

    def _colours(self) -> Image.Image:
        """All pixels of a JPEG as RGB, upright as it is."""
        header = open_header(self.data, self.max_pixels)
        return to_rgb(self._loaded(header, header.size, 1))

    def _loaded(self, header: Image.Image, size: tuple[int, int], by: int) -> Image.Image:
        pixels = jpeg_pixels(self.data, header, size, mode=header.mode, step=by)
        if pixels is not None:
            return Image.fromarray(pixels)
        header.load()
        return header


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
        serial=exif.serial,
    )
