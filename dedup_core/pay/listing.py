"""Which contributors a list shows, and in which order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup_core.names import Names
from dedup_core.pay.contributors import Contributors
from dedup_core.pay.members import Flags
from dedup_core.pay.payroll import Payroll


class By(Enum):
    """What a list of contributors is sorted by. The value is the word in files and addresses."""

    LOST = "lost"
    NAME = "name"
    SUBMITTED = "submitted"
    UNIQUE = "unique"
    OWN_COPIES = "own copies"
    EXTRAS = "extras"
    COPIED_FROM = "copied from"
    COPIED_BY = "copied by"
    UNDECIDED = "undecided"
    PAYABLE = "payable"
    AMOUNT = "amount"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which contributors, sorted by what.

    text:     somewhere in what they are called; the case does not matter
    losing:   only those of whom a picture is not paid or held
    backward: largest name first, smallest number first
    """

    by: By = By.LOST
    backward: bool = False
    text: str = ""
    losing: bool = False


def listed(found: Contributors, asked: Asked, names: Names | None = None) -> list[int]:
    """Places in `found` of those who are asked for; 2,000 contributors take some 10 ms.

    Names come in their alphabet and numbers from the largest; equal ones in the order of names.
    names: how they are called, and so by what they are found
    """
    called = [(names or Names()).person(name) for name in found.name]
    text = asked.text.strip().casefold()
    shown = [at for at, name in enumerate(called) if text in name.casefold()]
    if asked.losing:
        shown = [at for at in shown if found.payable[at] < found.submitted[at]]
    shown.sort(key=lambda at: _alphabetic(called[at]))
    if asked.by is By.NAME:
        return shown[::-1] if asked.backward else shown
    value = _values(found, asked.by).tolist()
    return sorted(shown, key=lambda at: value[at], reverse=not asked.backward)


def _alphabetic(name: str) -> tuple[str, int, str]:
    """`Contributor 10` stands behind `Contributor 9`."""
    letters = name.rstrip("0123456789")
    digits = name[len(letters) :]
    return letters.casefold(), int(digits[:18] or -1), name


def _values(found: Contributors, by: By) -> NDArray[Any]:
    return {
        By.LOST: found.submitted - found.payable,
        By.SUBMITTED: found.submitted,
        By.UNIQUE: found.unique,
        By.OWN_COPIES: found.own_copies,
        By.EXTRAS: found.extras,
        By.COPIED_FROM: found.copied_from,
        By.COPIED_BY: found.copied_by,
        By.UNDECIDED: found.undecided,
        By.PAYABLE: found.payable,
        By.AMOUNT: found.amount,
        By.RATE: found.rate,
    }[by]


def campaigns(payroll: Payroll) -> dict[str, int]:
    """Pictures of each campaign by its name, in their alphabet; the empty one is unknown."""
    return dict(sorted(Counter(payroll.submissions.campaign).items()))


def of_campaign(payroll: Payroll, campaign: str) -> Flags:
    """Which pictures belong to a campaign, bool [pictures]."""
    of = payroll.submissions.campaign
    return np.fromiter((one == campaign for one in of), np.bool_, len(of))
