"""Who submitted what, and what is paid for it: one contributor a row."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dedup_core.pay import Contributors, by_contributor
from dedup_core.pay.members import Flags
from dedup_core.report.base import number
from dedup_core.report.subject import Subject
from dedup_core.report.tables.column import Cell, Column, Kind, Row
from dedup_core.report.tables.said import Said
from dedup_core.report.tables.table import Table

_COUNTS = {
    "submitted": "pictures; unique + own_copies + extras + copied_from",
    "unique": "neither copies nor more of a scene than is paid",
    "own_copies": "copies of their own earlier pictures",
    "extras": "more pictures of a scene than the policy pays",
    "copied_from": "copies of what others had submitted before",
    "copied_by": "pictures of others that are copies of theirs",
    "undecided": "copies and extras that nobody decided yet",
    "payable": "pictures that are paid",
    "unpaid_pictures": "pictures that are not paid",
    "held_pictures": "pictures that wait for a decision",
}
_MONEY = {
    "price": "what all of them would cost",
    "amount": "what is paid",
    "unpaid": "what is not paid",
    "held": "what waits for a decision",
}
_SHARES = {
    "rate": "copies and extras as a share of what was submitted, 0 to 1",
    "low": "lower end of its 95 % band (Wilson)",
    "high": "upper end of its 95 % band",
}


def rows(subject: Subject, chosen: Flags) -> Iterator[Row]:
    """In the order of their names as they are called."""
    found, said = by_contributor(subject.payroll, chosen), Said(subject)
    called = [said.person(name) for name in found.name]
    for at in sorted(range(len(found)), key=called.__getitem__):
        yield (called[at], *_numbers(found, said, at), subject.payroll.submissions.currency)


def count(subject: Subject, chosen: Flags) -> int:
    """Contributors of the chosen pictures; the unknown ones count as one."""
    return len(np.unique(subject.payroll.contributor[chosen]))


def _numbers(found: Contributors, said: Said, at: int) -> Iterator[Cell]:
    yield from (int(getattr(found, name)[at]) for name in _COUNTS)
    units = [int(getattr(found, name)[at]) for name in _MONEY]
    yield from map(said.money, units)
    yield from units
    yield from (number(float(getattr(found, name)[at])) for name in _SHARES)


TABLE = Table(
    name="contributors",
    title="Contributors",
    meaning="One row for each contributor; the one without a name stands for unknown people.",
    columns=(
        Column("contributor", Kind.TEXT, "name, or alias while names are hidden; empty: unknown"),
        *(Column(name, Kind.WHOLE, meaning) for name, meaning in _COUNTS.items()),
        *(Column(name, Kind.AMOUNT, meaning) for name, meaning in _MONEY.items()),
        *(
            Column(f"{name}_units", Kind.WHOLE, f"{meaning}, in the currency's smallest units")
            for name, meaning in _MONEY.items()
        ),
        *(Column(name, Kind.NUMBER, meaning) for name, meaning in _SHARES.items()),
        Column("currency", Kind.TEXT, "of the amounts, ISO 4217"),
    ),
    rows=rows,
    count=count,
)
