"""What programs made for imagededup read: its map of duplicates, and its list of what to remove.

Both are JSON as its `save_json` writes it, with names relative to the source.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from dedup_core.fingerprints import Method
from dedup_core.report.base import number
from dedup_core.report.subject import Subject
from dedup_core.report.tables.column import writable
from dedup_core.report.tables.pairs import within
from dedup_core.report.tables.said import Said
from dedup_core.sources.base import UniqueNames

Scored = tuple[str, int | float]


@dataclass(frozen=True, slots=True)
class Listing:
    """One kind of file that is no table; always JSON."""

    name: str
    title: str
    meaning: str
    write: Callable[[Subject, BinaryIO], None]
    count: Callable[[Subject], int]
    ending: str = ".json"
    media_type: str = "application/json"


def duplicates(subject: Subject) -> dict[str, list[Scored]]:
    """For each picture those within the threshold, the closest first, each with its score.

    The meaning is that of `find_duplicates(…, scores=True)`: the score is the distance in bits, or
    the similarity; whoever has no duplicate has an empty list. Decisions and groups do not count.
    """
    pairs, names, method = within(subject), _names(subject), subject.outcome.method
    found: list[list[Scored]] = [[] for _ in names]
    for left, right, distance in zip(
        pairs.left.tolist(), pairs.right.tolist(), pairs.distance.tolist(), strict=True
    ):
        score = _score(method, distance)
        found[left].append((names[right], score))
        found[right].append((names[left], score))
    return dict(zip(names, found, strict=True))


def to_remove(subject: Subject) -> list[str]:
    """The pictures that do not stay, in path order: `find_duplicates_to_remove`, as decided here.

    Each is in a group of which another picture stays. imagededup itself takes the first of any two
    in the order of its listing; here people, the grouping rule and the better picture decide.
    """
    names = _names(subject)
    return [names[row] for row in np.flatnonzero(subject.payroll.flagged).tolist()]


def _names(subject: Subject) -> list[str]:
    """What each picture is called, each name once: hidden ones may be the same."""
    unique = UniqueNames()
    return [unique.of(writable(path)) for path in Said(subject).paths]


def _score(method: Method, distance: float) -> int | float:
    return number(method.threshold_of(distance))


def _writer(content: Callable[[Subject], object]) -> Callable[[Subject, BinaryIO], None]:
    def write(subject: Subject, stream: BinaryIO) -> None:
        text = json.dumps(content(subject), ensure_ascii=False, indent=2, sort_keys=True)
        stream.write(text.encode())

    return write


DUPLICATES = Listing(
    "duplicates",
    "Duplicates as imagededup",
    "For each picture those within the threshold with their scores: `{file: [[file, score]]}`.",
    _writer(duplicates),
    lambda subject: len(subject.payroll),
)
TO_REMOVE = Listing(
    "remove",
    "To remove as imagededup",
    "The pictures that do not stay: `[file]`.",
    _writer(to_remove),
    lambda subject: int(subject.payroll.flagged.sum()),
)
ALL = (DUPLICATES, TO_REMOVE)
