"""Pictures and money by fate, and where the screen and the policy differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dedup_core.pay.members import Flags
from dedup_core.pay.payroll import FATES, WHYS, Fate, Payroll, Why


@dataclass(frozen=True, slots=True)
class Totals:
    """Pictures and money of some pictures; paid + unpaid + held is the whole, of both.

    price, paid, unpaid, held: smallest units of the currency
    """

    pictures: int
    paid_pictures: int
    unpaid_pictures: int
    held_pictures: int
    price: int
    paid: int
    unpaid: int
    held: int


def totals(payroll: Payroll, chosen: Flags | None = None) -> Totals:
    """The totals of all pictures, or of some; chosen: bool [pictures]."""
    some = np.ones(len(payroll), np.bool_) if chosen is None else chosen
    fate, price = payroll.fate[some], payroll.price[some]
    paid, held = fate == FATES.index(Fate.PAID), fate == FATES.index(Fate.HELD)
    unpaid = ~paid & ~held
    return Totals(
        pictures=len(fate),
        paid_pictures=int(paid.sum()),
        unpaid_pictures=int(unpaid.sum()),
        held_pictures=int(held.sum()),
        price=int(price.sum()),
        paid=int(price[paid].sum()),
        unpaid=int(price[unpaid].sum()),
        held=int(price[held].sum()),
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """Pictures of which the screen says one thing and the policy another, for one reason.

    flagged: they are flagged on screen and yet paid; otherwise they stay and are not paid
    """

    flagged: bool
    why: Why
    pictures: int
    words: str


def differences(payroll: Payroll) -> list[Difference]:
    """Where what is flagged and what is not paid are not the same, each reason once.

    flagged + stays-but-unpaid - flagged-but-paid = unpaid + held, in pictures.
    """
    paid, flagged = payroll.fate == FATES.index(Fate.PAID), payroll.flagged
    found = []
    for on_screen in (True, False):
        differing = (flagged == on_screen) & (paid == on_screen)
        often = np.bincount(payroll.why[differing], minlength=len(WHYS))
        found += [
            Difference(on_screen, why, int(count), though(why, flagged=on_screen))
            for why, count in zip(WHYS, often, strict=True)
            if count
        ]
    return found


def though(why: Why, *, flagged: bool) -> str:
    """Why a picture is paid though it is flagged, or not paid though it stays."""
    return (_FLAGGED_BUT_PAID if flagged else _STAYS_BUT_UNPAID).get(why, "")


_FLAGGED_BUT_PAID = {
    Why.FIRST: "flagged because another file is better; paid because it was submitted first",
    Why.WITHIN: (
        "flagged because another picture of the scene stays; paid because it is within what its "
        "contributor is paid of the scene"
    ),
    Why.INSTEAD: "flagged because a reviewer keeps another copy; paid because it was first",
    Why.DIFFERENT: "flagged in this group, but a reviewer told it to be different",
    Why.DIFFERS: "flagged, but there is another thing in it",
    Why.UNDECIDED: "flagged, but nobody decided yet",
}
_STAYS_BUT_UNPAID = {
    Why.COPY: "it stays as a file, but it was not submitted first",
    Why.EXTRA: "it stays, but is more of the scene than one contributor is paid for",
    Why.DIFFERS: "stays; held because there is another thing in it",
    Why.UNDECIDED: "stays; held because nobody decided who is paid",
    Why.ORDER: "stays; held because it is unknown who was first",
    Why.APPEAL: "stays; held because its contributor objects",
    Why.REMOVED: "a reviewer removed it by hand, but something of its group has to stay",
}
