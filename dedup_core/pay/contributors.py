"""What each contributor submitted, and what is paid for it: one row a contributor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.pay.members import Flags
from dedup_core.pay.payroll import FATES, KINDS, Fate, Kind, Payroll
from dedup_core.review.kappa import wilson

Counts = NDArray[np.int64]
Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Contributors:
    """One value for each contributor, in the order of their names; int64 unless it says otherwise.

    submitted = unique + own_copies + extras + copied_from, in pictures
    name:        the empty one stands for all pictures of which nobody is known
    own_copies:  of their own earlier pictures; extras: more of a scene than the policy pays
    copied_from: copies of what others submitted; copied_by: pictures of others that copy theirs
    undecided:   copies and extras that nobody decided yet
    payable, held_pictures, unpaid_pictures: pictures by fate
    amount, held, unpaid: the same in smallest units; together they are `price`
    rate, low, high: copies and extras as a share of what was submitted with its 95 % band, float64.
                 Wilson's (Probable inference, the law of succession, and statistical inference,
                 1927), as for `kappa.wilson`: it takes pictures for independent draws
    """

    name: tuple[str, ...]
    submitted: Counts
    unique: Counts
    own_copies: Counts
    extras: Counts
    copied_from: Counts
    copied_by: Counts
    undecided: Counts
    payable: Counts
    held_pictures: Counts
    unpaid_pictures: Counts
    price: Counts
    amount: Counts
    held: Counts
    unpaid: Counts
    rate: Shares
    low: Shares
    high: Shares

    def __len__(self) -> int:
        """Number of contributors."""
        return len(self.name)


def by_contributor(payroll: Payroll, chosen: Flags | None = None) -> Contributors:
    """All contributors, or those of some pictures; 100,000 pictures take 10 ms.

    chosen: bool [pictures]. What others copied from a contributor counts where the copy is chosen
    """
    some = np.ones(len(payroll), np.bool_) if chosen is None else chosen
    here = np.flatnonzero(np.bincount(payroll.contributor[some], minlength=len(payroll.names)))
    count, parts = _Counter(payroll, some, here), _parts(payroll)
    submitted, flawed = count.pictures(some), count.pictures(~parts.unique)
    rate, low, high = _rates(flawed, submitted)
    return Contributors(
        name=tuple(payroll.names[at] for at in here.tolist()),
        submitted=submitted,
        unique=count.pictures(parts.unique),
        own_copies=count.pictures(parts.copy & ~parts.foreign),
        extras=count.pictures(~parts.unique & ~parts.copy),
        copied_from=count.pictures(parts.foreign),
        copied_by=count.copied(parts.foreign),
        undecided=count.pictures(~parts.unique & ~payroll.decided),
        payable=count.pictures(parts.paid),
        held_pictures=count.pictures(parts.held),
        unpaid_pictures=count.pictures(~parts.paid & ~parts.held),
        price=count.money(some),
        amount=count.money(parts.paid),
        held=count.money(parts.held),
        unpaid=count.money(~parts.paid & ~parts.held),
        rate=rate,
        low=low,
        high=high,
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """What pictures are and what becomes of them, bool [pictures] each; foreign ones are copies."""

    unique: Flags
    copy: Flags
    foreign: Flags
    paid: Flags
    held: Flags


def _parts(payroll: Payroll) -> _Parts:
    return _Parts(
        payroll.kind == KINDS.index(Kind.UNIQUE),
        payroll.kind == KINDS.index(Kind.COPY),
        from_others(payroll),
        payroll.fate == FATES.index(Fate.PAID),
        payroll.fate == FATES.index(Fate.HELD),
    )


def from_others(payroll: Payroll) -> Flags:
    """Copies of what another contributor submitted, bool [pictures]; both are known."""
    copies = np.flatnonzero(payroll.kind == KINDS.index(Kind.COPY))
    mine, theirs = payroll.contributor[copies], payroll.contributor[payroll.original[copies]]
    unknown = payroll.names.index("") if "" in payroll.names else -1
    found = np.zeros(len(payroll), np.bool_)
    found[copies] = (mine != theirs) & (mine != unknown) & (theirs != unknown)
    return found


def unpaid_of(payroll: Payroll, name: str) -> list[int]:
    """The rows of a contributor that are not paid or held, in the order of their paths."""
    if name not in payroll.names:
        return []
    mine = payroll.contributor == payroll.names.index(name)
    return [int(row) for row in np.flatnonzero(mine & ~_parts(payroll).paid)]


class _Counter:
    """Counts and sums of the chosen pictures, one for each of the contributors in `here`."""

    def __init__(self, payroll: Payroll, chosen: Flags, here: Counts) -> None:
        self._payroll, self._chosen, self._here = payroll, chosen, here

    def pictures(self, which: Flags) -> Counts:
        """How many of these each contributor submitted."""
        return self._of(self._payroll.contributor[which & self._chosen])

    def copied(self, foreign: Flags) -> Counts:
        """How many of these are copies of what each contributor submitted."""
        original = self._payroll.original[foreign & self._chosen]
        return self._of(self._payroll.contributor[original])

    def money(self, which: Flags) -> Counts:
        """The prices of these, whole numbers throughout: a sum of floats would not be exact."""
        rows = np.flatnonzero(which & self._chosen)
        found = np.zeros(len(self._payroll.names), np.int64)
        np.add.at(found, self._payroll.contributor[rows], self._payroll.price[rows])
        return np.asarray(found[self._here])

    def _of(self, contributor: NDArray[np.int32]) -> Counts:
        people = len(self._payroll.names)
        return np.bincount(contributor, minlength=people).astype(np.int64)[self._here]


def _rates(hits: Counts, tries: Counts) -> tuple[Shares, Shares, Shares]:
    bands = [
        wilson(hit, of) or (0.0, 1.0) for hit, of in zip(hits.tolist(), tries.tolist(), strict=True)
    ]
    low, high = np.array(bands, np.float64).reshape(-1, 2).T
    return hits / np.maximum(tries, 1), low, high
