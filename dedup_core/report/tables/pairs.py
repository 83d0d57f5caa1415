"""Pairs that the method finds within the threshold, the closest first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup_core.judged import RELATIONS, UNKNOWN, VIEWS
from dedup_core.pairs import PairTable
from dedup_core.pay.members import Flags
from dedup_core.report.base import number
from dedup_core.report.subject import Subject
from dedup_core.report.tables.column import Column, Kind, Row, texts
from dedup_core.report.tables.groups import DISTANCE, SEEN, verdict_word
from dedup_core.report.tables.said import Said
from dedup_core.report.tables.table import Table

_AT_ONCE = 65_536  # pairs: their evidence is looked up in columns, and 20 million would be 1 GB


def within(subject: Subject) -> PairTable:
    """The pairs of the subject's method up to its threshold."""
    limit = subject.outcome.method.limit_of(subject.setting.threshold)
    return subject.opened.pairs(subject.setting.method).within(float(np.float32(limit)))


def rows(subject: Subject, chosen: Flags) -> Iterator[Row]:
    """Pairs of which at least one picture is chosen."""
    pairs, said = within(subject), Said(subject)
    wanted = np.flatnonzero(chosen[pairs.left] | chosen[pairs.right])
    for begin in range(0, len(wanted), _AT_ONCE):
        yield from _some(subject, said, pairs, wanted[begin : begin + _AT_ONCE])


def count(subject: Subject, chosen: Flags) -> int:
    """Pairs of which at least one picture is chosen."""
    pairs = within(subject)
    return int((chosen[pairs.left] | chosen[pairs.right]).sum())


def _some(subject: Subject, said: Said, pairs: PairTable, at: NDArray[np.int64]) -> Iterator[Row]:
    left, right = pairs.left[at], pairs.right[at]
    known = subject.opened.of_pairs(subject.setting.method)
    records, verdicts = known.relations(left, right), known.verdicts(left, right)
    columns: tuple[NDArray[Any], ...] = (left, right, pairs.distance[at], verdicts)
    columns += (records["relation"], records["view"], records["rotation"])
    for one, other, distance, verdict, relation, view, turn in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        moved = VIEWS[view] if relation != UNKNOWN else ""
        yield (
            one + 1,
            said.paths[one],
            other + 1,
            said.paths[other],
            number(distance),
            RELATIONS[relation] if relation != UNKNOWN else "",
            moved,
            round(turn, 1) if moved else None,
            verdict_word(verdict),
            said.people[one],
            said.people[other],
        )


TABLE = Table(
    name="pairs",
    title="Pairs",
    meaning="One row for each two pictures within the threshold, the closest first.",
    columns=(
        Column("left_number", Kind.WHOLE, "`number` of the one that comes first in path order"),
        Column("left", Kind.TEXT, "its path"),
        Column("right_number", Kind.WHOLE, "`number` of the other one"),
        Column("right", Kind.TEXT, "its path"),
        Column("distance", Kind.NUMBER, DISTANCE),
        *SEEN,
        *texts(
            ("verdict", "what a reviewer said of the two; empty: nothing"),
            ("left_contributor", "who submitted the left one; empty: unknown"),
            ("right_contributor", "who submitted the right one; empty: unknown"),
        ),
    ),
    rows=rows,
    count=count,
)
