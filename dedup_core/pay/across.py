"""Pairs of accounts that share pictures, with what is known of these: facts, not accusations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.pay.contributors import from_others
from dedup_core.pay.members import Flags
from dedup_core.pay.payroll import NO_ROW, Payroll

Counts = NDArray[np.int64]
Rows = NDArray[np.int64]
_ONE_SHOT_MS = 1000  # some programs drop the fraction of a second


@dataclass(frozen=True, slots=True)
class Shared:
    """One value for each two accounts, most shared pictures first; int64 [pairs].

    first, other: names; `other` submitted copies of what counts as submitted first by `first`
    pictures:     those copies; accounts that copied from each other are two rows
    earlier:      of those, where both times of submission are known and `first`'s is the earlier
    same_camera, other_camera: where both files name a camera, and it is the same, or is not
    other_date:   where both files tell when they were taken, and not the same: one was changed,
                  as a copy cannot be taken at another time
    """

    first: tuple[str, ...]
    other: tuple[str, ...]
    pictures: Counts
    earlier: Counts
    same_camera: Counts
    other_camera: Counts
    other_date: Counts

    def __len__(self) -> int:
        """Number of pairs of accounts."""
        return len(self.first)


def across(payroll: Payroll, chosen: Flags | None = None) -> Shared:
    """The pairs of accounts of all copies, or of those among some pictures (bool [pictures])."""
    copy, original = _copies(payroll, chosen)
    people = len(payroll.names)
    key = payroll.contributor[original].astype(np.int64) * people + payroll.contributor[copy]
    pairs, of = np.unique(key, return_inverse=True)
    count = np.bincount(of, minlength=len(pairs))
    order = np.argsort(-count, kind="stable")
    facts = (
        np.bincount(of[fact], minlength=len(pairs))[order]
        for fact in _facts(payroll, copy, original)
    )
    first, other = (pairs // people)[order].tolist(), (pairs % people)[order].tolist()
    return Shared(
        tuple(payroll.names[at] for at in first),
        tuple(payroll.names[at] for at in other),
        count[order],
        *facts,
    )


def shared(payroll: Payroll, first: str, other: str) -> tuple[Rows, Rows]:
    """The rows that two accounts share: what `first` submitted, and the copies of `other`."""
    copy, original = _copies(payroll, None)
    if not {first, other} <= set(payroll.names):
        return copy[:0], copy[:0]
    mine, theirs = payroll.names.index(first), payroll.names.index(other)
    wanted = (payroll.contributor[original] == mine) & (payroll.contributor[copy] == theirs)
    return original[wanted], copy[wanted]


def _copies(payroll: Payroll, chosen: Flags | None) -> tuple[Rows, Rows]:
    foreign = from_others(payroll)
    copy = np.flatnonzero(foreign if chosen is None else foreign & chosen)
    return copy, payroll.original[copy].astype(np.int64)


def _facts(payroll: Payroll, copy: Rows, original: Rows) -> tuple[Flags, Flags, Flags, Flags]:
    catalog, sent = payroll.outcome.catalog, payroll.submissions.submitted_at_ms
    earlier = (sent[original] > NO_ROW) & (sent[original] < sent[copy])
    cameras = [
        (catalog.camera[one], catalog.camera[two])
        for one, two in zip(original.tolist(), copy.tolist(), strict=True)
    ]
    both = np.array([bool(one and two) for one, two in cameras], np.bool_)
    same = np.array([one == two for one, two in cameras], np.bool_)
    taken = catalog.taken_at_ms
    dated = (taken[original] >= 0) & (taken[copy] >= 0)
    moved = np.abs(taken[original] - taken[copy]) >= _ONE_SHOT_MS
    return earlier, both & same, both & ~same, dated & moved
