"""What a camera wrote beside the picture: when, where, with what, and which way up."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from PIL import ExifTags, Image

_ZONE = re.compile(r"[+-][0-9]{2}:[0-9]{2}")
_LONGEST_CAMERA = _LONGEST_SERIAL = 200  # characters; a hostile file has 60,000
_TIMES = (  # the shutter's time; otherwise when the file was made
    ("Exif", ExifTags.Base.DateTimeOriginal, ExifTags.Base.SubsecTimeOriginal, 0x9011),
    ("", ExifTags.Base.DateTime, ExifTags.Base.SubsecTime, 0x9010),
)


@dataclass(frozen=True, slots=True)
class Exif:
    """The facts in a picture's EXIF; empty or None where it says nothing that makes sense.

    taken_at_ms:        the camera's clock, milliseconds since 1970 without a zone
    utc_offset_minutes: the clock's zone, minutes ahead of UTC
    latitude, longitude: degrees, north and east are positive
    serial:             the camera body's number (EXIF 2.3, 0xA431). What makers hide in notes of
                        their own is not read, and noughts alone are no number
    orientation:        1 to 8 as the standard has it; 1 is upright
    """

    taken_at_ms: int | None = None
    utc_offset_minutes: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    camera: str = ""
    serial: str = ""
    orientation: int = 1


def read_exif(image: Image.Image) -> Exif:
    """The EXIF of a picture that is loaded; nothing where it is damaged."""
    try:
        found = image.getexif()
        if not found:
            return Exif()
        inner, places = found.get_ifd(ExifTags.IFD.Exif), found.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:  # EXIF is a jungle; without it a picture is still a picture
        return Exif()
    taken, offset = _time({**found, **inner}, found, inner)
    latitude = _degrees(places, ExifTags.GPS.GPSLatitude, "S", 90)
    longitude = _degrees(places, ExifTags.GPS.GPSLongitude, "W", 180)
    return Exif(
        taken_at_ms=taken,
        utc_offset_minutes=offset,
        latitude=None if longitude is None else latitude,
        longitude=None if latitude is None else longitude,
        camera=_camera(found),
        serial=_serial(inner),
        orientation=_orientation(found.get(ExifTags.Base.Orientation)),
    )


def _orientation(value: Any) -> int:
    """Some writers store it as a fraction; 1 for whatever makes no sense."""
    try:
        return int(value) if value in range(1, 9) else 1
    except (TypeError, ValueError, ZeroDivisionError):
        return 1


def _camera(found: Mapping[int, Any]) -> str:
    parts = found.get(ExifTags.Base.Make, ""), found.get(ExifTags.Base.Model, "")
    return " ".join(_text(part) for part in parts if part)[:_LONGEST_CAMERA]


def _serial(inner: Mapping[int, Any]) -> str:
    number = _text(inner.get(ExifTags.Base.BodySerialNumber) or "")[:_LONGEST_SERIAL]
    return number if number.strip("0 .-") else ""


def _text(part: object) -> str:
    words = str(part).replace("\0", "").strip()
    return words.encode("utf-8", "replace").decode("utf-8")


def _time(
    every: Mapping[int, Any], outer: Mapping[int, Any], inner: Mapping[int, Any]
) -> tuple[int | None, int | None]:
    for where, when, fraction, zone in _TIMES:
        seconds = _seconds((inner if where else outer).get(when))
        if seconds is not None:
            return seconds * 1000 + _milliseconds(every.get(fraction)), _minutes(every.get(zone))
    return None, None


def _seconds(when: object) -> int | None:
    try:
        moment = datetime.strptime(str(when).strip("\0 ")[:19], "%Y:%m:%d %H:%M:%S")
        seconds = int(moment.replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None
    return seconds if seconds >= 0 else None


def _milliseconds(fraction: object) -> int:
    """Digits after the decimal point of a second, as they are written: "5" is half a second."""
    digits = str(fraction or "").strip("\0 ")
    return int(digits[:3].ljust(3, "0")) if digits.isascii() and digits.isdigit() else 0


def _minutes(zone: object) -> int | None:
    """ "+08:00" as 480."""
    text = str(zone or "").strip("\0 ")
    if not _ZONE.fullmatch(text):
        return None
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 14 or minutes > 59:
        return None
    return (hours * 60 + minutes) * (-1 if text[0] == "-" else 1)


def _degrees(places: Mapping[int, Any], tag: int, negative: str, most: int) -> float | None:
    """Degrees, minutes and seconds as degrees; None where they are no place on Earth."""
    try:
        parts = [float(part) for part in places[tag]]
        sign = -1 if str(places.get(tag - 1, "")).strip("\0 ").upper() == negative else 1
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    degrees = sum((part / 60**power for power, part in enumerate(parts[:3])), 0.0)
    if len(parts) != 3 or not math.isfinite(degrees) or not 0 <= degrees <= most:
        return None
    return float(round(sign * degrees, 7))
