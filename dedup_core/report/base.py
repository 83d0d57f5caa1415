"""What an exporter is: an outcome → bytes of a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from dedup_core.judged import RELATIONS
from dedup_core.review import Outcome


@dataclass(frozen=True, slots=True)
class Exporter:
    """One kind of file. `ending` with the dot; `title` for the button."""

    name: str
    title: str
    ending: str
    media_type: str
    write: Callable[[Outcome], bytes]


def relation_words(outcome: Outcome) -> list[str]:
    """What each member is to its keeper; empty for the keepers and where nobody looked."""
    words = np.array([*RELATIONS, ""], object)[outcome.relation]
    words[outcome.groups.start[:-1]] = ""
    return list(words)


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
