"""The parts of a JPEG file, without decoding it. Source: ITU-T T.81, annex B."""

from __future__ import annotations

import re
from collections.abc import Iterator

_START, _END = b"\xff\xd8", b"\xff\xd9"
_SCAN, _STOP, _COMMENT, _JFIF, _ADOBE = 0xDA, 0xD9, 0xFE, 0xE0, 0xEE
# Neither a 0 behind an FF within pixels nor a restart. What lies before a marker is passed over, as
# decoders do it. One FF alone: with a `+` behind it it took 25 instead of 1.4 ms for a phone photo.
_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
_PLAIN_JFIF = b"\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0"  # with Adobe's it decides the colours


def jpeg_without_metadata(jpeg: memoryview) -> Iterator[memoryview]:
    """The parts that make its pixels, between start and end: no APPn, no comment, nothing behind.

    Adobe's APP14 stays, and that there is a JFIF header, because both say how colours are coded.
    """
    at, pixels = len(_START), False
    while found := _MARKER.search(jpeg, at):
        if pixels:
            yield jpeg[at : found.start()]
        marker, head = found[1][0], found.end()
        if marker == _STOP:
            return
        at = head + int.from_bytes(jpeg[head : head + 2], "big")
        if marker == _JFIF and bytes(jpeg[head + 2 : head + 7]) == b"JFIF\0":
            yield memoryview(_PLAIN_JFIF)
        elif marker == _ADOBE or not (0xE0 <= marker <= 0xEF or marker == _COMMENT):
            yield jpeg[head - 2 : at]
        pixels = marker == _SCAN
    if pixels:
        yield jpeg[at:]


def clean_jpeg(jpeg: bytes) -> bytes:
    """The same picture without metadata, and without what stands behind its end."""
    return _START + b"".join(jpeg_without_metadata(memoryview(jpeg))) + _END
