"""The parts of a JPEG file, without decoding it. Source: ITU-T T.81, annex B."""

from __future__ import annotations

from collections.abc import Iterator

_START, _END = b"\xff\xd8", b"\xff\xd9"
_SCAN, _COMMENT, _ADOBE = 0xDA, 0xFE, 0xEE  # Adobe's APP14 says how colours are coded


def jpeg_without_metadata(jpeg: memoryview) -> Iterator[memoryview]:
    """The parts that make its pixels: all but APPn (save Adobe's) and comments, up to the end.

    Joined behind `FF D8` they are the same picture, without a word about who, where and when.
    """
    at = len(_START)
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker == 0xFF:  # fill bytes are allowed before a marker
            at += 1
            continue
        if marker == _SCAN:
            break
        if marker == _ADOBE or not (0xE0 <= marker <= 0xEF or marker == _COMMENT):
            yield jpeg[at : at + 2 + length]
        at += 2 + length
    end = bytes(jpeg[at:]).find(_END)  # within pixels no marker's byte stands without a 0 behind it
    yield jpeg[at : at + end + len(_END)] if end >= 0 else jpeg[at:]


def clean_jpeg(jpeg: bytes) -> bytes:
    """The same picture without metadata, and without what stands behind its end."""
    return _START + b"".join(jpeg_without_metadata(memoryview(jpeg)))
