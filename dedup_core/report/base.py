"""What an exporter is: an outcome → bytes of a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dedup_core.review import Outcome


@dataclass(frozen=True, slots=True)
class Exporter:
    """One kind of file. `ending` with the dot; `title` for the button."""

    name: str
    title: str
    ending: str
    media_type: str
    write: Callable[[Outcome], bytes]


def number(distance: float) -> int | float:
    """A distance as it is written: whole numbers without a point."""
    return int(distance) if float(distance).is_integer() else round(float(distance), 6)
