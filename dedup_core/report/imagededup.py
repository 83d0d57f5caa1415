"""What programs made for imagededup read: its map of duplicates, and its list of what to remove.

Both are JSON as its `save_json` writes it, with names relative to the source.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
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


def duplicates(subject: Subject) -> Iterator[tuple[str, list[Scored]]]:
    """Each picture with those within the threshold, the closest first, each with its score.

    The meaning is that of `find_duplicates(…, scores=True)`: the score is the distance in bits, or
    the similarity; whoever has no duplicate has an empty list. Decisions and groups do not count.
    Made one by one, in the order of the names: as one map 20 million pairs would take 17 GB.
    """
    pairs, names, method = within(subject), _names(subject), subject.outcome.method
    rows = np.stack((pairs.left, pairs.right), axis=1).ravel()
    order = np.argsort(rows, kind="stable")  # by row, and of one row the closest first
    start = np.searchsorted(rows[order], np.arange(len(names) + 1))
    for row in sorted(range(len(names)), key=names.__getitem__):
        at = order[start[row] : start[row + 1]]
        others, distances = rows[at ^ 1].tolist(), pairs.distance[at >> 1].tolist()
        near = zip(others, distances, strict=True)
        yield names[row], [(names[other], _score(method, distance)) for other, distance in near]


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


def _write_duplicates(subject: Subject, stream: BinaryIO) -> None:
    """The map as one JSON object, picture by picture."""
    between = b"{\n"
    for name, near in duplicates(subject):
        stream.write(between + _json({name: near})[len("{\n") : -len("\n}")])
        between = b",\n"
    stream.write(b"\n}")


def _write_to_remove(subject: Subject, stream: BinaryIO) -> None:
    stream.write(_json(to_remove(subject)))


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


DUPLICATES = Listing(
    "duplicates",
    "Duplicates as imagededup",
    "For each picture those within the threshold with their scores: `{file: [[file, score]]}`.",
    _write_duplicates,
    lambda subject: len(subject.payroll),
)
TO_REMOVE = Listing(
    "remove",
    "To remove as imagededup",
    "The pictures that do not stay: `[file]`.",
    _write_to_remove,
    lambda subject: int(subject.payroll.flagged.sum()),
)
ALL = (DUPLICATES, TO_REMOVE)
