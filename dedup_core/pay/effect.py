"""What a change of policy or strictness does to pay, and what each line of a policy withholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dedup_core.pay.members import Flags
from dedup_core.pay.payroll import FATES, WHYS, Fate, Payroll
from dedup_core.pay.policy import Line
from dedup_core.pay.totals import Totals


@dataclass(frozen=True, slots=True)
class Effect:
    """How much more is paid, and is held, in pictures and smallest units; less is negative."""

    pictures: int
    units: int
    held_pictures: int
    held: int

    @property
    def none(self) -> bool:
        """Whether nothing is different."""
        return not (self.pictures or self.units or self.held_pictures or self.held)


def effect(before: Totals, now: Totals) -> Effect:
    """What a change made of one total another one, of the same pictures."""
    return Effect(
        now.paid_pictures - before.paid_pictures,
        now.paid - before.paid,
        now.held_pictures - before.held_pictures,
        now.held - before.held,
    )


@dataclass(frozen=True, slots=True)
class Withheld:
    """Pictures that are not paid or held, and their prices in smallest units."""

    pictures: int
    units: int


def by_line(payroll: Payroll, chosen: Flags | None = None) -> Mapping[Line, Withheld]:
    """What each line of the policy withholds; together that is all that is not paid or held."""
    away = payroll.fate != FATES.index(Fate.PAID)
    rows = np.flatnonzero(away if chosen is None else away & chosen)
    pictures = np.bincount(payroll.why[rows], minlength=len(WHYS))
    units = np.zeros(len(WHYS), np.int64)
    np.add.at(units, payroll.why[rows], payroll.price[rows])
    found = dict.fromkeys(Line, Withheld(0, 0))
    for why, many, price in zip(WHYS, pictures.tolist(), units.tolist(), strict=True):
        before = found[why.line]
        found[why.line] = Withheld(before.pictures + many, before.units + price)
    return found
