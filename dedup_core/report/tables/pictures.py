"""Every file of a dataset, with what is known of it and where it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np

from dedup_core.pay.members import Flags
from dedup_core.report.base import number
from dedup_core.report.subject import Subject
from dedup_core.report.tables.column import Column, Kind, Row, texts
from dedup_core.report.tables.said import Said, known
from dedup_core.report.tables.table import Table

_ALONE, _KEPT, _FLAGGED, _SKIPPED = "in no group", "kept", "flagged", "skipped"


def rows(subject: Subject, chosen: Flags) -> Iterator[Row]:
    """Pictures in path order, then the skipped files."""
    catalog, said, sent = subject.outcome.catalog, Said(subject), subject.payroll.submissions
    group, status = _groups(subject), _statuses(subject)
    for row in np.flatnonzero(chosen).tolist():
        yield (
            row + 1,
            said.paths[row],
            status[row],
            group[row] or None,
            said.people[row],
            said.submitted_at(row),
            sent.campaign[row],
            said.price(row),
            sent.currency,
            int(catalog.width[row]),
            int(catalog.height[row]),
            int(catalog.size_bytes[row]),
            known(int(catalog.taken_at_ms[row])),
            catalog.camera[row],
            number(float(catalog.sharpness[row])),
            catalog.digests[row],
            _json(said.extra[row]),
            "",
        )
    if chosen.all():
        for path, reason in said.skipped():
            yield (None, path, _SKIPPED, None, "", None, "", None, "", *_NOTHING, "", "", reason)


def count(subject: Subject, chosen: Flags) -> int:
    """Pictures, and with all of them the skipped files."""
    return int(chosen.sum()) + (len(subject.outcome.catalog.skipped) if chosen.all() else 0)


def _groups(subject: Subject) -> list[int]:
    """The group of each picture, from 1; 0: none."""
    groups = subject.outcome.groups
    found = np.zeros(len(subject.payroll), np.int64)
    found[groups.member] = groups.of_each_member() + 1
    return [int(group) for group in found]


def _statuses(subject: Subject) -> list[str]:
    member, flagged = subject.payroll.member, subject.payroll.flagged
    words = np.where(member < 0, _ALONE, np.where(flagged, _FLAGGED, _KEPT))
    return [str(word) for word in words]


def _json(extra: dict[str, str]) -> str:
    return json.dumps(extra, ensure_ascii=False) if extra else ""


_NOTHING: Row = (None, None, None, None, "", None)  # of a skipped file: from width to sharpness

NUMBER = Column("number", Kind.WHOLE, "place of the picture in path order, from 1")
PATH = Column("path", Kind.TEXT, "of the picture in its source; its name while names are hidden")
SENT = (
    Column("contributor", Kind.TEXT, "who submitted it; empty: unknown"),
    Column("submitted_at", Kind.MOMENT, "when it was submitted"),
    Column("campaign", Kind.TEXT, "for what it was submitted"),
    Column("price", Kind.AMOUNT, "what it costs if it is paid; empty: unknown"),
    Column("currency", Kind.TEXT, "of the price, ISO 4217"),
)
TABLE = Table(
    name="pictures",
    title="Pictures",
    meaning="One row for each file of the dataset: what is known of it and where it stands.",
    columns=(
        NUMBER,
        PATH,
        Column("status", Kind.TEXT, f"{_ALONE}, {_KEPT}, {_FLAGGED} (does not stay) or {_SKIPPED}"),
        Column("group", Kind.WHOLE, "number of its group in `groups`"),
        *SENT,
        Column("width", Kind.WHOLE, "pixels, upright"),
        Column("height", Kind.WHOLE, "pixels, upright"),
        Column("size_bytes", Kind.WHOLE, "of the file"),
        Column("taken_at", Kind.CLOCK, "when it was taken, as the file says"),
        Column("camera", Kind.TEXT, "model, as the file says"),
        Column("sharpness", Kind.NUMBER, "mean squared Laplacian of the thumbnail's grey values"),
        *texts(
            ("digest", "SHA-256 of the file"),
            ("extra", "the manifest's other columns, as JSON; empty while names are hidden"),
            ("reason", "why a skipped file was skipped"),
        ),
    ),
    rows=rows,
    count=count,
)
