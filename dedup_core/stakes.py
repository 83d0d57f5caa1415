"""What a threshold means for people and money: work, pay, and which groups are how far apart."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from dedup_core.decisions import Status
from dedup_core.fingerprints import method_named
from dedup_core.manifest import Submissions
from dedup_core.opened import OpenDataset
from dedup_core.pay import FATES, Accountant, Fate, Policy, totals
from dedup_core.review import Ledger, Outcome, Setting
from dedup_core.review.pace import pace
from dedup_core.review.queue import priced
from dedup_core.review.said import STATUSES

Counts = NDArray[np.int64]
_KEPT = 1_000  # thresholds; the longest slider has 91, and a few policies are compared
_WORK = STATUSES.index(Status.OPEN), STATUSES.index(Status.CHANGED)
ASSUMED_SECONDS = 10.0  # for a group, until enough are timed: a look at a few pictures, and one key
Key = tuple[Setting, Policy | None]


@dataclass(frozen=True, slots=True)
class Stakes:
    """Everything at one threshold that hangs on decisions and prices.

    paid, held, unpaid: of all pictures, in the currency's smallest units; 0 where none is known
    flagged:            pictures that are in a group and not kept

    The columns count groups by the first threshold that all their pictures are within, measured
    from the suggested picture; int64 [thresholds + 1], the last for groups that are within none:
    groups, pending: all of them; those that still need somebody
    pictures, removed: members; those of them that are flagged
    withheld:        price of the members that are not paid
    """

    paid: int
    held: int
    unpaid: int
    flagged: int
    groups: Counts
    pending: Counts
    pictures: Counts
    removed: Counts
    withheld: Counts


def seconds_a_group(ledger: Ledger, reviewer: str) -> float | None:
    """Median time that a reviewer takes for a group; None where too few were timed."""
    return pace(np.zeros(0, np.int8), ledger, reviewer).seconds


def limits_of(opened: OpenDataset, method: str) -> NDArray[np.float32]:
    """The distances that a slider stops at, float32, rising."""
    known = method_named(method)
    stops = known.thresholds(opened.pairs(method).reach)
    return np.array([known.limit_of(stop) for stop in stops], np.float32)


def stakes(
    accountant: Accountant, setting: Setting, policy: Policy | None, limits: NDArray[np.float32]
) -> Stakes:
    """What a setting means; policy: None where no price is known."""
    if policy is None:
        outcome = accountant.opened.outcome(setting)
        return _counted(outcome, np.zeros(len(outcome.groups.member), np.int64), limits, (0, 0, 0))
    payroll = accountant.payroll(setting, policy)
    outcome, whole = payroll.outcome, totals(payroll)
    lost = np.where(payroll.fate == FATES.index(Fate.PAID), 0, payroll.price)
    money = (whole.paid, whole.held, whole.unpaid)
    return _counted(outcome, lost[outcome.groups.member], limits, money)


def _counted(
    outcome: Outcome, withheld: Counts, limits: NDArray[np.float32], money: tuple[int, int, int]
) -> Stakes:
    """withheld: of each member."""
    at = np.searchsorted(limits, outcome.spread(), side="left")
    of_member = np.repeat(at, outcome.groups.sizes)

    def count(places: NDArray[np.int64], weights: NDArray[Any] | None = None) -> Counts:
        found = np.zeros(len(limits) + 1, np.int64)
        np.add.at(found, places, 1 if weights is None else weights)
        return found

    return Stakes(
        *money,
        flagged=int((~outcome.kept).sum()),
        groups=count(at),
        pending=count(at[np.isin(outcome.status, _WORK)]),
        pictures=count(of_member),
        removed=count(of_member[~outcome.kept]),
        withheld=count(of_member, withheld),
    )


@dataclass(slots=True)
class _Held:
    """What was found out of one dataset; the other two say from what."""

    state: tuple[int, bool]
    submissions: Submissions
    found: OrderedDict[Key, Stakes]


class Weighed:
    """Stakes of open datasets, kept until something is decided. Safe to use from several threads.

    They are found out one at a time: each takes up to half a second at 100,000 pictures, and a
    slider that somebody moves must not wait for 25 of them at once.
    """

    def __init__(self) -> None:
        self._held: WeakKeyDictionary[Accountant, _Held] = WeakKeyDictionary()
        self._lock, self._one_at_a_time = threading.Lock(), threading.Lock()

    def around(
        self, accountant: Accountant, setting: Setting, policy: Policy
    ) -> Iterator[tuple[int, Stakes]]:
        """Stakes at every threshold of the setting's method, each with its place.

        The threshold of the setting comes first, then those near it. Whoever has enough may stop.
        """
        opened, method = accountant.opened, method_named(setting.method)
        limits = limits_of(opened, setting.method)
        asked = policy if priced(opened.submissions()) else None
        here = int(np.searchsorted(limits, np.float32(method.limit_of(setting.threshold))))
        for place in sorted(range(len(limits)), key=lambda place: (abs(place - here), place)):
            threshold = method.thresholds(opened.pairs(method.name).reach)[place]
            at = Setting(setting.method, threshold, setting.rule, setting.at_least)
            yield place, self._at(accountant, (at, asked), limits)

    def _at(self, accountant: Accountant, key: Key, limits: NDArray[np.float32]) -> Stakes:
        known = self._known(accountant, key)
        if known is not None:
            return known
        with self._one_at_a_time:
            known = self._known(accountant, key)
            if known is None:
                before = _empty(accountant.opened)
                known = stakes(accountant, *key, limits)
                self._keep(accountant, before, key, known)
        return known

    def _known(self, accountant: Accountant, key: Key) -> Stakes | None:
        now = _empty(accountant.opened)
        with self._lock:
            held = self._held.get(accountant)
            return held.found.get(key) if held is not None and _alike(held, now) else None

    def _keep(self, accountant: Accountant, before: _Held, key: Key, found: Stakes) -> None:
        """before: what there was to know when the work began."""
        with self._lock:
            held = self._held.get(accountant)
            if held is None or not _alike(held, before):
                held = self._held[accountant] = before
            held.found[key] = found
            while len(held.found) > _KEPT:
                held.found.popitem(last=False)


def _empty(opened: OpenDataset) -> _Held:
    """Nothing yet, of what people decided, the evidence, and the manifest as they are now."""
    state = opened.ledger().last, opened.lacks("scene")
    return _Held(state, opened.submissions(), OrderedDict())


def _alike(one: _Held, other: _Held) -> bool:
    return one.state == other.state and one.submissions is other.submissions
