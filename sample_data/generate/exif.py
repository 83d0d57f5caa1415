"""EXIF as the contributors' telephones write it; all makes and models are made up."""

from __future__ import annotations

import random
from datetime import timedelta

from PIL import Image

from .layout import Junction
from .story import Picture, Shot

_PHONES = {
    "mei": ("Pixelar", "P7"), "lin": ("Orbelo", "Q3 Lite"), "joel": ("Kestrane", "K5"),
    "noor": ("Pixelar", "P7 Mini"), "omar": ("Zunova", "Z2"), "tara": ("Orbelo", "Q4"),
    "raj": ("Kestrane", "K6 Max"), "gia": ("Zunova", "Z1"), "dex": ("Pixelar", "P5"),
    "ivy": ("Orbelo", "Q3 Lite"),
}  # fmt: skip
_EXIF, _GPS = 0x8769, 0x8825


def _degrees(value: float) -> tuple[float, float, float]:
    whole = int(value)
    minutes = int((value - whole) * 60)
    seconds = round(((value - whole) * 60 - minutes) * 60, 2)
    return float(whole), float(minutes), seconds


def exif_for(picture: Picture, shot: Shot, place: Junction, owner: str) -> Image.Exif:
    """All tags of one picture; `owner` is whose telephone took it."""
    draw = random.Random(f"{picture.file}-exif")
    make, model = _PHONES[owner]
    stamp = picture.taken_at.strftime("%Y:%m:%d %H:%M:%S")
    tags = Image.Exif()
    tags[0x010F], tags[0x0110] = make, model
    tags[0x0112] = picture.orientation
    tags[0x0132] = stamp
    dark = shot.visit.light in ("night", "night_rain", "dusk", "rain")
    detail = tags.get_ifd(_EXIF)
    detail[0x9003] = detail[0x9004] = stamp
    detail[0x9011] = detail[0x9010] = "+08:00"
    detail[0x8827] = draw.choice((800, 1250, 1600)) if dark else draw.choice((50, 64, 80, 100))
    detail[0x829A] = 1 / draw.choice((20, 24, 33)) if dark else 1 / draw.choice((250, 500, 800))
    detail[0x829D] = 1.8
    detail[0x920A] = 5.4
    if draw.random() < 0.9:
        gps = tags.get_ifd(_GPS)
        gps[1], gps[2] = "N", _degrees(place.latitude + draw.gauss(0, 0.00004))
        gps[3], gps[4] = "E", _degrees(place.longitude + draw.gauss(0, 0.00004))
        utc = picture.taken_at - timedelta(hours=8)
        gps[7] = (float(utc.hour), float(utc.minute), float(utc.second))
        gps[29] = utc.strftime("%Y:%m:%d")
    return tags
