"""Objections to what became of pictures: how one is recorded, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass

from dedup_core.decisions import Act, Entry
from dedup_core.errors import DecisionError
from dedup_core.opened import OpenDataset
from dedup_core.pay.payroll import FATES, Fate, Payroll
from dedup_core.review.acts import Asked, entry_of
from dedup_core.review.appeals import Appeal, appeals, asked_for, reference


@dataclass(frozen=True, slots=True)
class Objection:
    """An appeal about a picture that is still there.

    row:  of the picture; its reference is what the contributor was told
    fate: what becomes of its price now
    """

    row: int
    appeal: Appeal
    reference: str
    fate: Fate

    @property
    def waits(self) -> bool:
        """Whether nobody has answered and something depends on it: it is held because of this."""
        return self.appeal.waits and self.fate is not Fate.PAID

    @property
    def standing(self) -> str:
        """How far it is, in words."""
        if self.waits:
            return "Waits, held"
        return "Answered, paid" if self.fate is Fate.PAID else "Answered, not paid"


def objection(
    opened: OpenDataset, payroll: Payroll, row: int, *, reviewer: str, text: str
) -> Entry:
    """The entry that records an appeal about one picture and opens its group again.

    DecisionError where the picture is paid, or nothing is said.
    """
    if FATES[payroll.fate[row]] is Fate.PAID:
        raise DecisionError("This picture is paid; there is nothing to object to.")
    groups, setting = payroll.outcome.groups, payroll.outcome.setting
    group = int(groups.start[1:].searchsorted(payroll.member[row], side="right"))
    begin, end = groups.start[group : group + 2]
    asked = Asked(
        opened.dataset.id,
        reviewer,
        Act.APPEAL,
        text=text,
        method=setting.method,
        threshold=setting.threshold,
        rule=setting.rule.value,
    )
    rows = groups.member[begin:end].tolist()
    return entry_of(asked_for(asked, rows, row, opened.catalog), opened.ledger())


def objections(opened: OpenDataset, payroll: Payroll) -> list[Objection]:
    """All about pictures that are there: those that wait first, the newest before older ones."""
    said = appeals(opened.ledger())
    if not said:
        return []
    catalog = opened.catalog
    rows = {
        picture: row for row, picture in enumerate(zip(catalog.paths, catalog.digests, strict=True))
    }
    found = [
        Objection(
            rows[appeal.picture],
            appeal,
            reference(opened.dataset.id, *appeal.picture),
            FATES[payroll.fate[rows[appeal.picture]]],
        )
        for appeal in reversed(said)
        if appeal.picture in rows
    ]
    return sorted(found, key=lambda each: not each.waits)
