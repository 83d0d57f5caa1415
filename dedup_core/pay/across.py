"""Pairs of accounts that share pictures, with what is known of these: facts, not accusations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.model import Catalog
from dedup_core.pay.contributors import from_others
from dedup_core.pay.members import Flags
from dedup_core.pay.near import near, spans
from dedup_core.pay.payroll import NO_ROW, Payroll

Counts = NDArray[np.int64]
Rows = NDArray[np.int64]
ONE_SHOT_MS = 1000  # some programs drop the fraction of a second
_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Shared:
    """One value for each two accounts, most shared pictures first; int64 [pairs].

    first, other: names; `other` submitted copies of what counts as submitted first by `first`
    pictures:     those copies; accounts that copied from each other are two rows
    earlier:      of those, where both times of submission are known and `first`'s is the earlier
    same_camera, other_camera: where both files name a camera model, and it is the same, or is not
    same_serial:  where both files name the same camera model and serial number
    other_date:   where both files tell when they were taken, and not the same: one was changed,
                  as a copy cannot be taken at another time

    And of the pictures of both that are no copies of anybody else's:
    one_camera:   cameras, by model and serial number, that both accounts have pictures of
    near:         pictures of `other` within near.NEAR_M and near.NEAR_S of one of `first`'s; in
                  crowds of thousands there may be more
    """

    first: tuple[str, ...]
    other: tuple[str, ...]
    pictures: Counts
    earlier: Counts
    same_camera: Counts
    other_camera: Counts
    same_serial: Counts
    other_date: Counts
    one_camera: Counts
    near: Counts

    def __len__(self) -> int:
        """Number of pairs of accounts."""
        return len(self.first)


def across(payroll: Payroll, chosen: Flags | None = None) -> Shared:
    """The pairs of accounts of all copies, or of those among some pictures (bool [pictures])."""
    copy, original = _copies(payroll, chosen)
    people, cameras = len(payroll.names), _cameras(payroll.outcome.catalog)
    key = payroll.contributor[original].astype(np.int64) * people + payroll.contributor[copy]
    pairs, of = np.unique(key, return_inverse=True)
    found = _Pairs(pairs, people)
    counts = (
        np.bincount(of, minlength=len(pairs)),
        *(
            np.bincount(of[fact], minlength=len(pairs))
            for fact in _facts(payroll, copy, original, cameras)
        ),
        *_of_own(payroll, found, cameras),
    )
    order = np.argsort(-counts[0], kind="stable")
    return Shared(
        tuple(payroll.names[at] for at in found.first[order].tolist()),
        tuple(payroll.names[at] for at in found.other[order].tolist()),
        *(column[order] for column in counts),
    )


def shared(
    payroll: Payroll, first: str, other: str, *, chosen: Flags | None = None
) -> tuple[Rows, Rows]:
    """The rows that two accounts share: what `first` submitted, and the copies of `other`.

    chosen: as for `across`
    """
    copy, original = _copies(payroll, chosen)
    if not {first, other} <= set(payroll.names):
        return copy[:0], copy[:0]
    mine, theirs = payroll.names.index(first), payroll.names.index(other)
    wanted = (payroll.contributor[original] == mine) & (payroll.contributor[copy] == theirs)
    return original[wanted], copy[wanted]


def _copies(payroll: Payroll, chosen: Flags | None) -> tuple[Rows, Rows]:
    foreign = from_others(payroll)
    copy = np.flatnonzero(foreign if chosen is None else foreign & chosen)
    return copy, payroll.original[copy].astype(np.int64)


# what copies tell


def _facts(
    payroll: Payroll, copy: Rows, original: Rows, cameras: _Cameras
) -> tuple[Flags, Flags, Flags, Flags, Flags]:
    """In the order of the columns of `Shared`, from `earlier` to `other_date`."""
    sent = payroll.submissions.submitted_at_ms
    earlier = (sent[original] > NO_ROW) & (sent[original] < sent[copy])
    model, body = cameras.model, cameras.body
    both = (model[original] > 0) & (model[copy] > 0)
    same = model[original] == model[copy]
    same_body = (body[original] > 0) & (body[original] == body[copy])
    moved = dated_otherwise(payroll.outcome.catalog, original, copy)
    return earlier, both & same, both & ~same, same_body, moved


def dated_otherwise(catalog: Catalog, one: Rows, other: Rows) -> Flags:
    """Whether two files tell two times, one value for each two rows."""
    return np.asarray(np.abs(dated_apart(catalog, one, other)) >= ONE_SHOT_MS)


def dated_apart(catalog: Catalog, one: Rows, other: Rows) -> NDArray[np.float64]:
    """Milliseconds from the time that one file tells to the other's; NaN where one tells none.

    Two clocks that tell their zones may show one moment differently: then, by universal time.
    """
    taken, zone = catalog.taken_at_ms, catalog.utc_offset_minutes
    shown = (taken[other] - taken[one]).astype(np.float64)
    moment = shown - np.nan_to_num(zone[other] - zone[one]) * _MINUTE_MS
    known = (taken[one] >= 0) & (taken[other] >= 0)
    return np.where(known, np.where(np.abs(moment) < np.abs(shown), moment, shown), np.nan)


@dataclass(frozen=True, slots=True)
class _Cameras:
    """The number of each picture's camera model, and of the very camera; int64, 0 unknown."""

    model: Rows
    body: Rows


def _cameras(catalog: Catalog) -> _Cameras:
    """20 ms for 100,000 pictures. A serial number is only unique among cameras of one model."""
    model, serial = _numbered(catalog.camera), _numbered(catalog.serial)
    body = model * (serial.max(initial=0) + 1) + serial
    return _Cameras(model, np.where((model > 0) & (serial > 0), body, 0))


def _numbered(words: tuple[str, ...]) -> Rows:
    """Which of the different words each is, from 1 on; 0: the empty one."""
    place = {"": 0}
    return np.fromiter((place.setdefault(word, len(place)) for word in words), np.int64, len(words))


# what their own pictures tell


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of accounts, sorted by `key`: the first account's number times `people`, plus the
    other's; int64 [pairs].
    """

    key: Rows
    people: int

    @property
    def first(self) -> Rows:
        """Number of the account that was first."""
        return self.key // self.people

    @property
    def other(self) -> Rows:
        """Number of the account with the copies."""
        return self.key % self.people

    def places(self, first: Rows, other: Rows) -> Rows:
        """Where two accounts stand; -1: nowhere."""
        wanted = first * self.people + other
        at = np.minimum(self.key.searchsorted(wanted), len(self.key) - 1)
        return np.where(self.key[at] == wanted, at, -1)


def _of_own(payroll: Payroll, pairs: _Pairs, cameras: _Cameras) -> tuple[Counts, Counts]:
    """`one_camera` and `near`."""
    nothing = np.zeros(len(pairs.key), np.int64)
    if not len(nothing):
        return nothing, nothing
    accounts = np.zeros(pairs.people, np.bool_)
    accounts[pairs.first] = accounts[pairs.other] = True
    own = accounts[payroll.contributor] & ~from_others(payroll)
    return _one_camera(payroll, pairs, np.where(own, cameras.body, 0)), _near(payroll, pairs, own)


def _one_camera(payroll: Payroll, pairs: _Pairs, body: Rows) -> Counts:
    """Cameras in common; body: of each picture that counts, else 0."""
    row, bodies = np.flatnonzero(body), int(body.max(initial=0)) + 1
    used = np.unique(payroll.contributor[row].astype(np.int64) * bodies + body[row])
    begins, ends = (used.searchsorted((pairs.other + more) * bodies) for more in (0, 1))
    pair, place = spans(begins, ends)
    wanted = pairs.first[pair] * bodies + used[place] % bodies
    at = np.minimum(used.searchsorted(wanted), len(used) - 1)
    return np.bincount(pair[used[at] == wanted], minlength=len(pairs.key))


def _near(payroll: Payroll, pairs: _Pairs, own: Flags) -> Counts:
    one, other = near(payroll.outcome.catalog, own)
    of = payroll.contributor.astype(np.int64)
    pair = np.concatenate([pairs.places(of[one], of[other]), pairs.places(of[other], of[one])])
    picture = np.concatenate([other, one])[pair >= 0]
    each = np.unique(pair[pair >= 0] * len(payroll) + picture)
    return np.bincount(each // len(payroll), minlength=len(pairs.key))
