"""Charts as drawings inside the page, each with the same numbers as a table below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dedup_core.report.pages import elements

# Units of the drawing; at 420 pixels wide the style sheet makes the letters larger.
_WIDE, _HIGH = 720, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 20, 56, 66
_ACROSS, _UP = _WIDE - _LEFT - _RIGHT, _HIGH - _TOP - _BOTTOM


@dataclass(frozen=True, slots=True)
class Scale:
    """Titles of the two axes, with their units."""

    across: str
    up: str


def bars(title: str, scale: Scale, values: Sequence[tuple[str, int]]) -> str:
    """One bar for each value, with its number above it."""
    most, step = max((many for _, many in values), default=0) or 1, _ACROSS / max(1, len(values))
    drawn = []
    for at, (label, many) in enumerate(values):
        high, left = many / most * _UP, _LEFT + at * step
        middle, top = left + step / 2, _TOP + _UP - high
        drawn.append(
            f'<rect class="bar" x="{left + step * 0.15:.1f}" y="{top:.1f}" '
            f'width="{step * 0.7:.1f}" height="{high:.1f}" rx="2"/>'
            f"{_words(middle, top - 6, f'{many:,}', 'strong')}"
            f"{_words(middle, _TOP + _UP + 24, label)}"
        )
    said = "; ".join(f"{label}: {many:,}" for label, many in values)
    return _figure(title, said, scale, "".join(drawn), values)


def curve(title: str, scale: Scale, values: Sequence[tuple[str, int]], here: int, said: str) -> str:
    """A line over all values, with the place that is used marked; `said` is what it shows."""
    most, last = max((many for _, many in values), default=0) or 1, max(1, len(values) - 1)
    points = [
        (_LEFT + at / last * _ACROSS, _TOP + _UP * (1 - many / most))
        for at, (_, many) in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    floor = _TOP + _UP
    x, y = points[here]
    drawn = (
        f'<polygon class="area" points="{_LEFT},{floor} {line} {points[-1][0]:.1f},{floor}"/>'
        f'<polyline class="curve" points="{line}"/>'
        f'<line class="here" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{floor}"/>'
        f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
        f"{_words(_LEFT - 8, _TOP + 8, f'{most:,}', anchor='end')}"
        f"{_words(_LEFT - 8, floor + 4, '0', anchor='end')}"
        f"{_words(_LEFT, floor + 24, values[0][0], anchor='start')}"
        f"{_words(points[-1][0], floor + 24, values[-1][0], anchor='end')}"
        f"{_here(x, values[here])}"
    )
    return _figure(title, said, scale, drawn, values)


def _here(x: float, value: tuple[str, int]) -> str:
    """What is used: above the mark, where no line runs, on the side where there is more room."""
    left = x > _LEFT + _ACROSS / 2
    words = f"{value[0]}: {value[1]:,}"
    return _words(x + 6 if left else x - 6, _TOP - 10, words, "strong", "end" if left else "start")


def _words(x: float, y: float, content: str, kind: str = "", anchor: str = "middle") -> str:
    style = f' class="{kind}"' if kind else ""
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f"<text{style} {place}>{elements.text(content)}</text>"


def _figure(
    title: str, said: str, scale: Scale, drawn: str, values: Sequence[tuple[str, int]]
) -> str:
    floor = _TOP + _UP
    rows = ((label, f"{many:,}") for label, many in values)
    return (
        f'<figure class="chart">\n<svg viewBox="0 0 {_WIDE} {_HIGH}" role="img" '
        f'aria-label="{elements.text(f"{title}. {said}")}">'
        f'<line class="axis" x1="{_LEFT}" x2="{_WIDE - _RIGHT}" y1="{floor}" y2="{floor}"/>'
        f"{drawn}{_words(_LEFT + _ACROSS / 2, _HIGH - 8, scale.across)}"
        f"{_words(0, 22, scale.up, anchor='start')}</svg>\n</figure>\n"
        f"<details><summary>{elements.text(title)}, as a table</summary>"
        f"{elements.table((scale.across, scale.up), rows)}</details>"
    )
