"""Turns developed pictures into the files of the campaign."""

from __future__ import annotations

import hashlib
import io
import random
from pathlib import Path

from PIL import Image, ImageOps

from . import edits
from .cast import Plan
from .exif import exif_for
from .story import Picture

LIMIT = 49_000
_STORED = {
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}
_TEXT = "<html><body>Upload failed: the connection was closed.</body></html>\n"


class Writer:
    """Writes one file after another; copies are made from the files already written."""

    def __init__(self, plan: Plan, folder: Path, developed: dict[str, Image.Image]) -> None:
        self._plan, self._folder, self._developed = plan, folder, developed
        self._known = {picture.file: picture for picture in plan.pictures}

    def write_all(self) -> dict[str, str]:
        """Write every picture and return the digests."""
        originals = [p for p in self._plan.pictures if not p.source]
        copies = [p for p in self._plan.pictures if p.source]
        digests = {}
        for picture in (*originals, *copies):
            path = self._folder / picture.file
            path.parent.mkdir(parents=True, exist_ok=True)
            data = self._bytes(picture)
            path.write_bytes(data)
            digests[picture.file] = hashlib.sha256(data).hexdigest()
        return digests

    def _bytes(self, picture: Picture) -> bytes:
        if picture.kind == "text":
            return _TEXT.encode()
        if picture.edit == "same-file":
            return (self._folder / picture.source).read_bytes()
        draw = random.Random(f"{picture.file}-file")
        image, quality = self._image(picture, draw)
        data = self._encode(picture, image, quality)
        return data[: int(len(data) * 0.46)] if picture.kind == "cut" else data

    def _image(self, picture: Picture, draw: random.Random) -> tuple[Image.Image, int]:
        """Pixels as they are stored, and the quality to store them with."""
        if not picture.source:
            image, quality = self._developed[picture.shot], draw.randrange(78, 88)
        else:
            with Image.open(self._folder / picture.source) as source:
                upright = ImageOps.exif_transpose(source.convert("RGB"))
            image = edits.apply(picture.edit, upright, draw)
            quality = edits.quality(picture.edit, draw)
        turn = _STORED.get(picture.orientation)
        return (image.transpose(turn) if turn is not None else image), quality

    def _encode(self, picture: Picture, image: Image.Image, quality: int) -> bytes:
        shot = self._plan.book.shots[picture.shot]
        place = self._plan.book.places[shot.visit.junction]
        extra = {}
        if picture.exif:
            owner = (
                self._known[picture.source].contributor if picture.source else picture.contributor
            )
            extra["exif"] = exif_for(picture, shot, place, owner).tobytes()
        if picture.kind == "heic":
            return _heic(image, extra)
        while True:
            buffer = io.BytesIO()
            image.save(buffer, "JPEG", quality=quality, subsampling="4:2:0", optimize=True, **extra)
            if buffer.tell() <= LIMIT or quality <= 56:
                return buffer.getvalue()
            quality -= 3


def _heic(image: Image.Image, extra: dict[str, bytes]) -> bytes:
    from pillow_heif import register_heif_opener

    register_heif_opener()
    buffer = io.BytesIO()
    image.save(buffer, "HEIF", quality=62, **extra)
    return buffer.getvalue()
