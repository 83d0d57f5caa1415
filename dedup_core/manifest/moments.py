"""Times as manifests write them: ISO 8601, or seconds or milliseconds since 1970."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

UNKNOWN = -1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_SECONDS = re.compile(r"([0-9]{9,10})(?:\.([0-9]{1,9}))?")  # 1973 … 2286; 8 digits are a date
_MILLISECONDS = re.compile(r"[0-9]{12,13}")


def moment(text: str) -> tuple[int, bool] | None:
    """Milliseconds since 1970 in UTC, and whether a zone was said; None when it cannot be read.

    A time without a zone is taken as UTC, a date alone as its midnight. `03/04/2025` is not read:
    it is two different days on two sides of an ocean.
    """
    if found := _SECONDS.fullmatch(text):
        return int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0")[:3]), True
    if _MILLISECONDS.fullmatch(text):
        return int(text), True
    try:
        read = datetime.fromisoformat(text)
        said = read.tzinfo is not None
        since = (read.astimezone(UTC) if said else read.replace(tzinfo=UTC)) - _EPOCH
    except (ValueError, OverflowError):  # the last day of the year 9999 may not be one in UTC
        return None
    return (since // _MILLISECOND, said) if since >= timedelta(0) else None


def in_words(at_ms: int) -> str:
    """A time in UTC: `2025-03-14 04:00:11 UTC`; empty where it is unknown."""
    if at_ms == UNKNOWN:
        return ""
    return f"{_EPOCH + timedelta(milliseconds=at_ms):%Y-%m-%d %H:%M:%S} UTC"
