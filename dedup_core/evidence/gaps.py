"""The time between two shots and the way between their places, in numbers and in words."""

from __future__ import annotations

import math

from dedup_core.model import Facts

EARTH_RADIUS_M = 6_371_009  # mean radius (IUGG)
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_SAME_PLACE_M = 0.5


def seconds_between(left: Facts, right: Facts) -> float | None:
    """Seconds from the left shot to the right one, negative when it came before; None: unknown.

    By universal time when both clocks tell their zone, otherwise by what the clocks show.
    """
    if left.taken_at_ms is None or right.taken_at_ms is None:
        return None
    gap = (right.taken_at_ms - left.taken_at_ms) / 1000
    if left.utc_offset_minutes is not None and right.utc_offset_minutes is not None:
        gap -= (right.utc_offset_minutes - left.utc_offset_minutes) * _MINUTE
    return gap


def metres_between(left: Facts, right: Facts) -> float | None:
    """Metres between the two places along the ground (haversine formula); None: unknown."""
    places = left.latitude, left.longitude, right.latitude, right.longitude
    known = [math.radians(degrees) for degrees in places if degrees is not None]
    if len(known) < len(places):
        return None
    latitude, longitude, other_latitude, other_longitude = known
    half = math.sin((other_latitude - latitude) / 2) ** 2
    across = math.sin((other_longitude - longitude) / 2) ** 2
    half += math.cos(latitude) * math.cos(other_latitude) * across
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, half)))


def duration(seconds: float) -> str:
    """A length of time in words: `0.4 s`, `12 s`, `3 min 20 s`, `5 h 10 min`, `12 days`."""
    if seconds < 10:
        return f"{max(0.001, seconds):.3g} s"
    whole = round(seconds)
    if whole < 2 * _MINUTE:
        return f"{whole} s"
    if whole < 2 * _HOUR:
        return _two(whole // _MINUTE, "min", whole % _MINUTE, "s")
    if whole < 2 * _DAY:
        return _two(whole // _HOUR, "h", whole % _HOUR // _MINUTE, "min")
    return f"{whole // _DAY:,} days"


def _two(first: int, unit: str, second: int, smaller: str) -> str:
    return f"{first} {unit} {second} {smaller}" if second else f"{first} {unit}"


def gap_in_words(seconds: float | None) -> str:
    """`12 s later`, `3 min earlier`, `at the same moment`; empty where unknown."""
    if seconds is None:
        return ""
    if seconds == 0:
        return "at the same moment"
    return f"{duration(abs(seconds))} {'later' if seconds > 0 else 'earlier'}"


def way_in_words(metres: float | None) -> str:
    """`3 m apart`, `1.2 km apart`, `at the same place`; empty where unknown."""
    if metres is None:
        return ""
    if metres < _SAME_PLACE_M:
        return "at the same place"
    return f"{metres:,.0f} m apart" if metres < 999.5 else f"{metres / 1000:,.1f} km apart"
