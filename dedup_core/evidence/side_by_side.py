"""The facts of two pictures side by side, in words, with what differs marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from dedup_core.evidence.gaps import gap_in_words, metres_between, seconds_between, way_in_words
from dedup_core.model import Facts

_SHARPER = 1.1  # times: re-saving at quality 75 moves sharpness by less
_BRIGHTER = 2.5  # grey levels of 255: re-saving and resizing move the mean by less
_TURNED = {
    2: "mirrored",
    3: "turned by 180°",
    4: "mirrored, turned by 180°",
    5: "mirrored, turned by 270°",
    6: "turned by 90°",
    7: "mirrored, turned by 90°",
    8: "turned by 270°",
}


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact of both pictures in words; `note` says how the right one differs, if that helps."""

    title: str
    left: str
    right: str
    differs: bool
    note: str = ""


def side_by_side(left: Facts, right: Facts) -> tuple[FactRow, ...]:
    """Every fact of both, always in the same order. Differences too small to mean a thing count
    as none: of sharpness below 10 %, of exposure below one percent.
    """
    pixels = left.width * left.height, right.width * right.height
    sharper = _exceeds(left.sharpness, right.sharpness)
    exposure = right.exposure - left.exposure
    brighter = "brighter" if exposure > 0 else "darker"
    far_off = abs(exposure) > _BRIGHTER
    return (
        _row("Pixels", _pixels, left, right, _share(*pixels)),
        _row("File size", _bytes, left, right, _share(left.size_bytes, right.size_bytes)),
        _row("Format", lambda facts: facts.format, left, right),
        _row("Taken", _taken, left, right, gap_in_words(seconds_between(left, right))),
        _row("Camera", lambda facts: facts.camera or "unknown", left, right),
        _row("Place", _place, left, right, way_in_words(metres_between(left, right))),
        FactRow(
            "Sharpness", _whole(left.sharpness), _whole(right.sharpness), bool(sharper), sharper
        ),
        FactRow(
            "Exposure",
            _percent(left.exposure),
            _percent(right.exposure),
            far_off,
            brighter * far_off,
        ),
        _row("In the file", lambda facts: _TURNED.get(facts.orientation, "upright"), left, right),
    )


def _row(
    title: str, words: Callable[[Facts], str], left: Facts, right: Facts, note: str = ""
) -> FactRow:
    first, second = words(left), words(right)
    return FactRow(title, first, second, first != second, note if first != second else "")


def _exceeds(left: float, right: float) -> str:
    if right > left * _SHARPER:
        return "sharper"
    return "softer" if left > right * _SHARPER else ""


def _share(left: int, right: int) -> str:
    """How much more or less there is on the right: `44 % less`, `3.1 times as much`."""
    if not left or left == right:
        return ""
    times = right / left
    if times >= 2:
        return f"{times:,.1f} times as much"
    percent = abs(round(100 * (times - 1)))
    return f"{max(1, percent)} % {'more' if times > 1 else 'less'}"


def _pixels(facts: Facts) -> str:
    return f"{facts.width:,} × {facts.height:,}"


def _bytes(facts: Facts) -> str:
    return f"{facts.size_bytes:,} bytes"


def _taken(facts: Facts) -> str:
    if facts.taken_at_ms is None:
        return "unknown"
    seconds, milliseconds = divmod(facts.taken_at_ms, 1000)
    words = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
    return words + (f".{milliseconds:03}" if milliseconds else "") + _zone(facts.utc_offset_minutes)


def _zone(minutes: int | None) -> str:
    if minutes is None:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    return f" {'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _place(facts: Facts) -> str:
    if facts.latitude is None or facts.longitude is None:
        return "unknown"
    north, east = "N" if facts.latitude >= 0 else "S", "E" if facts.longitude >= 0 else "W"
    return f"{abs(facts.latitude):.5f}° {north}, {abs(facts.longitude):.5f}° {east}"


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def _percent(levels: float) -> str:
    return f"{levels / 2.55:.0f} %"
