"""How a subject's pictures, people, prices and times are said in its tables."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

import numpy as np

from dedup_core.manifest import amount
from dedup_core.manifest.moments import UNKNOWN
from dedup_core.pay import of_campaign
from dedup_core.pay.members import Flags
from dedup_core.report.subject import Subject

A_REVIEWER = "a reviewer"


def chosen_of(subject: Subject, campaign: str | None) -> Flags:
    """The pictures of a campaign, or all for None, bool [pictures]."""
    if campaign is None:
        return np.ones(len(subject.payroll), np.bool_)
    return of_campaign(subject.payroll, campaign)


class Said:
    """Words and numbers of one subject's rows; made for one table, then thrown away."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._submissions, self._catalog = subject.payroll.submissions, subject.outcome.catalog
        self._amounts: dict[int, Decimal] = {}  # prices are few, and one costs 8 µs

    @cached_property
    def paths(self) -> Sequence[str]:
        """What each picture is called."""
        names = self._subject.names
        if not names.hidden:
            return self._catalog.paths
        return [names.picture(path, row) for row, path in enumerate(self._catalog.paths)]

    @cached_property
    def people(self) -> Sequence[str]:
        """Who submitted each picture; empty where it is unknown."""
        person = {name: self.person(name) for name in set(self._submissions.contributor)}
        return [person[name] for name in self._submissions.contributor]

    @cached_property
    def extra(self) -> Sequence[dict[str, str]]:
        """What else the manifest says of each picture; nothing while names are hidden."""
        columns = {} if self._subject.names.hidden else self._submissions.extra
        return [
            {name: values[row] for name, values in columns.items() if values[row]}
            for row in range(len(self._catalog))
        ]

    def skipped(self) -> list[tuple[str, str]]:
        """Name and reason of each skipped file."""
        names, files = self._subject.names, self._catalog.skipped
        first = len(self._catalog)  # behind the rows: no two files are called by one number
        return [names.skipped(f.path, first + at, f.reason) for at, f in enumerate(files)]

    def person(self, name: str) -> str:
        """A contributor; empty where nobody is known."""
        return self._subject.names.person(name) if name else ""

    def reviewer(self, name: str) -> str:
        """Who decided; that is not told while names are hidden."""
        return A_REVIEWER if name and self._subject.names.hidden else name

    def free(self, text: str) -> str:
        """What somebody wrote; it may name people, so it is left out while names are hidden."""
        return "" if self._subject.names.hidden else text

    def price(self, row: int) -> Decimal | None:
        """The price of a picture; None where it is unknown."""
        units = int(self._submissions.price[row])
        return self.money(units) if units else None

    def money(self, units: int) -> Decimal:
        """Smallest units as an exact amount."""
        if units not in self._amounts:
            self._amounts[units] = amount(units, self._submissions.currency)
        return self._amounts[units]

    def submitted_at(self, row: int) -> int | None:
        """When a picture was submitted, milliseconds since 1970."""
        return known(int(self._submissions.submitted_at_ms[row]))


def known(at_ms: int) -> int | None:
    """A time, or None for an unknown one."""
    return None if at_ms == UNKNOWN else at_ms


def found(row: int) -> int | None:
    """The number of a picture by its row, from 1; None for no row."""
    return row + 1 if row >= 0 else None
