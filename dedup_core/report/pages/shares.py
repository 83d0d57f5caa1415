"""Parts of a whole as one bar, with the numbers as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from dedup_core.report.pages import elements

_WHOLE = 1000  # units of the drawing


@dataclass(frozen=True, slots=True)
class Part:
    """How many of the whole; colour: paid, unpaid, held or accent."""

    title: str
    many: int
    colour: str


def shares(parts: Sequence[Part]) -> str:
    """The bar and its legend; nothing where there is nothing to share."""
    whole = sum(part.many for part in parts)
    if not whole:
        return ""
    ends = list(accumulate(part.many * _WHOLE / whole for part in parts))
    bars = "".join(
        f'<rect class="fill-{part.colour}" x="{end - part.many * _WHOLE / whole:.2f}" y="0" '
        f'width="{part.many * _WHOLE / whole:.2f}" height="10"/>'
        for part, end in zip(parts, ends, strict=True)
    )
    legend = "".join(
        f'<li><svg viewBox="0 0 1 1" aria-hidden="true"><rect class="fill-{part.colour}" '
        f'width="1" height="1"/></svg>{elements.text(part.title)}: {part.many:,} '
        f"({percent(part.many, whole)})</li>"
        for part in parts
    )
    return (
        f'<div class="share" aria-hidden="true"><svg viewBox="0 0 {_WHOLE} 10" '
        f'preserveAspectRatio="none">{bars}</svg></div>\n<ul class="legend">{legend}</ul>'
    )


def percent(some: int, whole: int) -> str:
    """A share with one decimal; never 0 % for something, or 100 % for not all."""
    if not some:
        return "0 %"
    if some == whole:
        return "100 %"
    share = some / whole * 100
    if 0 < share < 0.1:
        return "< 0.1 %"
    return "> 99.9 %" if 99.9 < share < 100 else f"{share:.1f} %"
