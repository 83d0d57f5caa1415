"""Groups, one member a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple

import numpy as np

from dedup_core.decisions import Verdict
from dedup_core.judged_pairs import NO_VERDICT
from dedup_core.pay.members import Flags
from dedup_core.report.base import number, related
from dedup_core.report.subject import Subject
from dedup_core.report.tables.column import Column, Kind, Row, texts
from dedup_core.report.tables.pictures import NUMBER, PATH
from dedup_core.report.tables.said import Said
from dedup_core.report.tables.table import Table
from dedup_core.review.said import STATUSES

_VERDICTS = tuple(verdict.value for verdict in Verdict)


def rows(subject: Subject, chosen: Flags) -> Iterator[Row]:
    """Members in the order of the groups, the suggested one first."""
    outcome, said = subject.outcome, Said(subject)
    groups, to_keeper = outcome.groups, related(outcome)
    of_member, keeper = groups.of_each_member().tolist(), groups.keeper.tolist()
    closed_by, closed_at = outcome.closed_by, outcome.closed_at
    for at in np.flatnonzero(chosen[groups.member]).tolist():
        row, group = int(groups.member[at]), of_member[at]
        note = outcome.notes.get(row)
        yield (
            group + 1,
            row + 1,
            said.paths[row],
            "keeper" if row == keeper[group] else "member",
            bool(outcome.kept[at]),
            "reviewer" if outcome.marked[at] else "suggestion",
            keeper[group] + 1,
            said.paths[keeper[group]],
            number(float(outcome.distance[at])),
            *astuple(to_keeper[at]),
            verdict_word(int(outcome.verdict[at])),
            STATUSES[outcome.status[group]].value,
            said.reviewer(closed_by[group]),
            closed_at[group],
            said.people[row],
            said.free(note.text) if note else "",
            outcome.catalog.digests[row],
        )


def count(subject: Subject, chosen: Flags) -> int:
    """Members."""
    return int(chosen[subject.outcome.groups.member].sum())


def verdict_word(place: int) -> str:
    """`duplicate`, `same scene`, `different`; empty where nobody said anything."""
    return "" if place == NO_VERDICT else _VERDICTS[place]


SEEN = (
    Column("relation", Kind.TEXT, "copy, same scene (content differs), similar; empty: not known"),
    Column("view", Kind.TEXT, "how much the camera moved: none, small, medium, large"),
    Column("rotation_degrees", Kind.NUMBER, "in the plane of the picture, clockwise"),
)
DISTANCE = "in the method's unit; 1 - similarity where that is similarity or probability"
TABLE = Table(
    name="groups",
    title="Groups",
    meaning="One row for each picture that is in a group; the suggested one of a group first.",
    columns=(
        Column("group", Kind.WHOLE, "number of the group, from 1"),
        NUMBER,
        PATH,
        Column("role", Kind.TEXT, "keeper: the one suggested to stay; member: any other"),
        Column("kept", Kind.FLAG, "whether it stays, by people or by suggestion"),
        Column("kept_by", Kind.TEXT, "reviewer: somebody marked this picture; or suggestion"),
        Column("keeper_number", Kind.WHOLE, "`number` of the keeper"),
        Column("keeper", Kind.TEXT, "path of the keeper"),
        Column("distance", Kind.NUMBER, f"to the keeper, {DISTANCE}"),
        *SEEN,
        *texts(
            ("verdict", "what a reviewer said of it and the keeper; empty: nothing"),
            ("status", "of the group: open, decided, changed since or skipped"),
            ("closed_by", "who decided or skipped the group last"),
            ("closed_at", "when that was, ISO 8601 in UTC"),
            ("contributor", "who submitted it; empty: unknown"),
            ("note", "what somebody wrote about the group; empty while names are hidden"),
            ("digest", "SHA-256 of the file"),
        ),
    ),
    rows=rows,
    count=count,
)
