"""What a report speaks of: a dataset at a setting, under a policy, at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from dedup_core.names import Names
from dedup_core.opened import OpenDataset
from dedup_core.pay import Payroll
from dedup_core.review import Outcome, Setting


@dataclass(frozen=True, slots=True)
class Subject:
    """The payroll holds groups, submissions and policy; `opened` holds pairs and the log.

    at:    when it was made, ISO 8601 in UTC
    names: how contributors and pictures are called in it
    """

    name: str
    opened: OpenDataset
    payroll: Payroll
    at: str
    names: Names

    @property
    def outcome(self) -> Outcome:
        """The groups."""
        return self.payroll.outcome

    @property
    def setting(self) -> Setting:
        """Method, threshold, rule and smallest group."""
        return self.payroll.outcome.setting


def subject(opened: OpenDataset, payroll: Payroll, *, names: Names | None = None) -> Subject:
    """What is on screen now, to be reported."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Subject(opened.dataset.name, opened, payroll, now, names or Names())
