"""What an exporter is: an outcome → bytes of a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from dedup_core.judged import RELATIONS, VIEWS
from dedup_core.manifest.formulas import harmless, unharmed
from dedup_core.review import Outcome

__all__ = ["Exporter", "Related", "csv_line", "harmless", "number", "related", "unharmed"]


@dataclass(frozen=True, slots=True)
class Exporter:
    """One kind of file. `ending` with the dot; `title` for the button."""

    name: str
    title: str
    ending: str
    media_type: str
    write: Callable[[Outcome], bytes]


@dataclass(frozen=True, slots=True)
class Related:
    """What a member is to its keeper; all empty for keepers and where nobody looked.

    view:             how much the camera moved: none, small, medium, large; empty: not known
    rotation_degrees: in the plane of the picture, clockwise from the keeper on
    """

    relation: str = ""
    view: str = ""
    rotation_degrees: float | None = None


def related(outcome: Outcome) -> list[Related]:
    """What each member is to its keeper."""
    words = np.array([*RELATIONS, ""], object)[outcome.relation]
    words[outcome.groups.start[:-1]] = ""
    views = np.array(VIEWS, object)[outcome.related["view"]]
    turns = np.round(outcome.related["rotation"].astype(float), 1).tolist()
    return [
        Related(word, view if word else "", turn if word and view else None)
        for word, view, turn in zip(words, views, turns, strict=True)
    ]


def csv_line(cells: Iterable[object]) -> str:
    """One line of a CSV file, ending in a line feed.

    The writer itself ends lines in CR LF: before Python 3.13 it would otherwise leave a carriage
    return inside a cell unquoted, and readers would see a new row there.
    """
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerow(cells)
    return stream.getvalue().removesuffix("\r\n") + "\n"


def number(distance: float) -> int | float:
    """A distance as it is written: whole numbers without a point."""
    return int(distance) if float(distance).is_integer() else round(float(distance), 6)
