"""The members of all groups as columns, in the way that pay looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dedup_core.components import labels
from dedup_core.decisions import Status, Verdict
from dedup_core.judged import CHANGED, COPY, UNKNOWN
from dedup_core.judged_pairs import NO_VERDICT
from dedup_core.manifest import Submissions
from dedup_core.pay.known import Known, Pairs
from dedup_core.review.outcome import Outcome
from dedup_core.review.said import STATUSES

Flags = NDArray[np.bool_]
Places = NDArray[np.int64]
_DECIDED = STATUSES.index(Status.DECIDED)
_DUPLICATE = tuple(Verdict).index(Verdict.DUPLICATE)
_DIFFERENT = tuple(Verdict).index(Verdict.DIFFERENT)
_UNKNOWN_LAST = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Members:
    """One value for each member of the groups; "earlier" always means submitted earlier.

    row, group:  of each member
    contributor: number of its contributor, -1 unknown, int32
    sent, taken: submitted, and taken by the camera's clock: milliseconds since 1970, -1 unknown
    keeps, drops: a person keeps it, or does not; removes: one pointed at just this to remove it
    decided:     a person said something of it or of its group
    differs:     the same place with another thing in it, and nobody said otherwise
    apart:       a person told it to be different
    at_keeper:   it counts as one shot with the first of its group
    shown:       it is shown as kept
    """

    row: NDArray[np.int32]
    group: Places
    contributor: NDArray[np.int32]
    sent: Places
    taken: Places
    keeps: Flags
    drops: Flags
    removes: Flags
    decided: Flags
    differs: Flags
    apart: Flags
    at_keeper: Flags
    shown: Flags

    def __len__(self) -> int:
        """Number of members."""
        return len(self.row)

    @property
    def groups(self) -> int:
        """Number of groups."""
        return int(self.group.max(initial=-1)) + 1

    @cached_property
    def order(self) -> Places:
        """Place of each member by time of submission; ties: what is shown as kept, then by path."""
        known = np.where(self.sent < 0, _UNKNOWN_LAST, self.sent)
        place = np.empty(len(self), np.int64)
        place[np.lexsort((self.row, ~self.shown, known))] = np.arange(len(self))
        return place

    def earlier(self, one: Places, other: Places) -> Flags:
        """Whether `one` is known to have been submitted before `other`; both are members."""
        return np.asarray((self.sent[one] >= 0) & (self.sent[one] < self.sent[other]))

    def others(self, one: Places, other: Places) -> Flags:
        """Whether two members are known to come from two contributors."""
        mine, theirs = self.contributor[one], self.contributor[other]
        return np.asarray((mine >= 0) & (theirs >= 0) & (mine != theirs))


def members(
    outcome: Outcome, submissions: Submissions, contributor: NDArray[np.int32], known: Known
) -> Members:
    """The members of an outcome's groups; contributor: number of each row's, -1 unknown."""
    row, group = outcome.groups.member, outcome.groups.of_each_member()
    said = outcome.verdict != NO_VERDICT
    keep = known.hands.keep[row]
    return Members(
        row,
        group,
        contributor[row],
        submissions.submitted_at_ms[row],
        outcome.catalog.taken_at_ms[row],
        keep == 1,
        keep == 0,
        (keep == 0) & known.hands.by_hand[row],
        (keep >= 0) | said | (outcome.status == _DECIDED)[group],
        (outcome.relation == CHANGED) & ~said,
        outcome.verdict == _DIFFERENT,
        _at_keeper(outcome),
        outcome.kept,
    )


def _at_keeper(outcome: Outcome) -> Flags:
    """By verdict, else by evidence; where nobody looked, by the threshold of a hash.

    Hashes are made to find copies. That two pictures look alike, or show one scene, is less: taken
    for a copy it would cost somebody else the price of an own picture.
    """
    limit = np.float32(outcome.method.limit_of(outcome.setting.threshold))
    relation, verdict = outcome.relation, outcome.verdict
    near = (relation == UNKNOWN) & (outcome.distance <= limit) & (not outcome.method.is_similarity)
    by_evidence = (verdict == NO_VERDICT) & ((relation == COPY) | near)
    found = np.asarray((verdict == _DUPLICATE) | by_evidence)
    found[outcome.groups.start[:-1]] = True
    return found


def shots(these: Members, copies: Pairs, pictures: int, *, differing_too: bool) -> Places:
    """Which shot each member shows, numbers from 0 on; its copies within the group have the same.

    A chain of copies is one shot.
    differing_too: whether a picture with another thing in it may be a copy of one without
    """
    member_of = np.full(pictures, -1, np.int64)
    member_of[these.row] = np.arange(len(these))
    left, right = (member_of[column] for column in copies)
    here = (left >= 0) & (right >= 0)
    left, right = left[here], right[here]
    linked = (these.group[left] == these.group[right]) & ~these.apart[left] & ~these.apart[right]
    if not differing_too:
        linked &= these.differs[left] == these.differs[right]
    near = np.flatnonzero(these.at_keeper)
    first = np.flatnonzero(np.diff(these.group, prepend=-1))
    one = np.concatenate((left[linked], first[these.group[near]])).astype(np.int32)
    other = np.concatenate((right[linked], near)).astype(np.int32)
    _, shot = np.unique(labels(one, other, len(these)), return_inverse=True)
    return shot.astype(np.int64)
