"""Groups, submissions and a policy → what becomes of each picture, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from dedup_core.errors import PolicyError
from dedup_core.manifest import Submissions
from dedup_core.pay.heads import Heads, earliest, heads
from dedup_core.pay.known import Known, nothing_known
from dedup_core.pay.members import Flags, Members, Places, members, shots
from dedup_core.pay.policy import Differs, Line, Policy, Undecided
from dedup_core.pay.scenes import extras
from dedup_core.review.outcome import Outcome

Numbers = NDArray[np.int32]
Codes = NDArray[np.int8]
NO_ROW = -1


class Fate(Enum):
    """What becomes of a picture's price. The value is the word in files."""

    PAID = "paid"
    COPY = "unpaid copy"
    EXTRA = "unpaid same-scene extra"
    HELD = "held"


class Kind(Enum):
    """What a picture is, whatever the policy makes of it. The value is the word in files."""

    UNIQUE = "unique"
    COPY = "copy"
    EXTRA = "same-scene extra"


class Why(Enum):
    """The reason for a fate. The value is the word in files."""

    ALONE = "in no group"
    FIRST = "first of its shot"
    WITHIN = "within what is paid of a scene"
    KEPT = "kept by a reviewer"
    DIFFERENT = "told to be different"
    DIFFERS = "another thing in it"
    INSTEAD = "first, though another copy stays"
    UNDECIDED = "nobody decided"
    COPY = "copy"
    EXTRA = "same scene"
    REMOVED = "removed by a reviewer"
    ORDER = "unknown who was first"
    APPEAL = "under appeal"

    @property
    def line(self) -> Line:
        """The line of the policy that it follows from."""
        return _LINES[self]


_LINES = {
    Why.ALONE: Line.COPIES,
    Why.FIRST: Line.COPIES,
    Why.WITHIN: Line.SCENE,
    Why.KEPT: Line.VERDICTS,
    Why.DIFFERENT: Line.VERDICTS,
    Why.DIFFERS: Line.DIFFERS,
    Why.INSTEAD: Line.VERDICTS,
    Why.UNDECIDED: Line.UNDECIDED,
    Why.COPY: Line.COPIES,
    Why.EXTRA: Line.SCENE,
    Why.REMOVED: Line.VERDICTS,
    Why.ORDER: Line.ORDER,
    Why.APPEAL: Line.APPEALS,
}
FATES, KINDS, WHYS = tuple(Fate), tuple(Kind), tuple(Why)
_FATE_OF_KIND = np.array([FATES.index(f) for f in (Fate.PAID, Fate.COPY, Fate.EXTRA)], np.int8)


@dataclass(frozen=True, slots=True)
class Payroll:
    """What becomes of each picture, one value for each row of the catalog.

    Every price is paid whole, or not at all, so that the fates add up under every filter.

    fate, kind, why: places in FATES, KINDS and WHYS, int8
    original:    the row it is a copy of, or of whose scene it is one too many; -1: none. A copy
                 may be one of a picture that is one too many itself
    member:      its place among the members of the outcome's groups, int64; -1: in no group
    decided:     a person said something of it or of its group
    contributor: place in `names`, int32; the empty name is unknown
    """

    outcome: Outcome
    submissions: Submissions
    policy: Policy
    known: Known
    fate: Codes
    kind: Codes
    why: Codes
    original: Numbers
    member: Places
    decided: Flags
    contributor: Numbers
    names: tuple[str, ...]

    def __len__(self) -> int:
        """Number of pictures."""
        return len(self.fate)

    @property
    def price(self) -> NDArray[np.int64]:
        """Of each picture, smallest units of the currency; 0 unknown."""
        return self.submissions.price

    @property
    def amount(self) -> NDArray[np.int64]:
        """What is paid for each picture, smallest units, int64."""
        return np.where(self.fate == FATES.index(Fate.PAID), self.price, 0)

    @property
    def flagged(self) -> Flags:
        """Pictures that are flagged on screen: in a group and not kept."""
        found = np.zeros(len(self), np.bool_)
        found[self.outcome.groups.member[~self.outcome.kept]] = True
        return found


def pay(
    outcome: Outcome, submissions: Submissions, policy: Policy, *, known: Known | None = None
) -> Payroll:
    """What the policy makes of groups as they are now; 100,000 pictures take 0.1 s.

    A mark on a picture that is in no group has no say here, as on screen.
    outcome: all groups of a setting; PolicyError for other submissions than those of its pictures
    """
    rows = len(outcome.catalog)
    if len(submissions) != rows:
        raise PolicyError(
            f"The manifest speaks of {len(submissions):,} pictures, the dataset has {rows:,}. "
            "Open the dataset anew."
        )
    known = nothing_known(rows) if known is None else known
    names, contributor = _numbered(submissions.contributor)
    unnamed = names.index("") if "" in names else NO_ROW
    of = np.where(contributor == unnamed, np.int32(NO_ROW), contributor)
    these = members(outcome, submissions, of, known)
    differing_too = policy.differs is Differs.SAME_SCENE
    chosen = heads(these, shots(these, known.copies, rows, differing_too=differing_too))
    found = _judged(these, chosen, policy, known)
    return Payroll(
        outcome, submissions, policy, known, *_by_row(these, found, rows), contributor, names
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """Fate, kind and reason of each member, and the member that it is a copy or an extra of."""

    fate: Codes
    kind: Codes
    why: Codes
    original: Places


def _judged(these: Members, chosen: Heads, policy: Policy, known: Known) -> _Found:
    alone = these.apart | (these.differs & (policy.differs is not Differs.SAME_SCENE))
    counted = np.flatnonzero(chosen.head & ~alone)
    kind, original = _kinds(these, chosen, counted, extras(these, counted, policy, known.relations))
    why = _reasons(these, chosen, kind, original)
    shots_of_group = np.bincount(these.group[counted], minlength=these.groups)
    among = shots_of_group[these.group] > 1
    why[_is(why, Why.FIRST) & among & ~alone] = WHYS.index(Why.WITHIN)
    why[_is(why, Why.FIRST) & alone] = WHYS.index(Why.DIFFERS)
    fate = _FATE_OF_KIND[kind]
    if policy.differs is Differs.HOLD:
        fate[_is(why, Why.DIFFERS)] = FATES.index(Fate.HELD)
    fate[_is(why, Why.ORDER)] = FATES.index(Fate.HELD)
    if policy.undecided is not Undecided.SUGGESTED:
        open_yet = ~these.decided & (_is(why, Why.COPY) | _is(why, Why.EXTRA))
        then = Fate.PAID if policy.undecided is Undecided.PAY else Fate.HELD
        fate[open_yet], why[open_yet] = FATES.index(then), WHYS.index(Why.UNDECIDED)
    objected = known.hands.appealed[these.row] & (fate != FATES.index(Fate.PAID))
    fate[objected], why[objected] = FATES.index(Fate.HELD), WHYS.index(Why.APPEAL)
    return _Found(fate, kind, why, original)


def _kinds(
    these: Members, chosen: Heads, counted: Places, too_many: Places
) -> tuple[Codes, Places]:
    """What each member is, and the member that it is a copy or an extra of, -1 none.

    too_many: of the `counted` ones, as `extras` says
    """
    kind = np.zeros(len(these), np.int8)
    original = np.full(len(these), NO_ROW, np.int64)
    original[counted] = too_many
    kind[counted[too_many >= 0]] = KINDS.index(Kind.EXTRA)
    copies, none_left = ~chosen.head & (chosen.of >= 0), chosen.of < 0
    kind[copies], kind[none_left] = KINDS.index(Kind.COPY), KINDS.index(Kind.EXTRA)
    original[copies] = chosen.of[copies]
    original[none_left] = earliest(these, these.group, chosen.head)[these.group[none_left]]
    return kind, original


def _reasons(these: Members, chosen: Heads, kind: Codes, original: Places) -> Codes:
    """Why; the last that holds of a member."""
    paid, copy = kind == KINDS.index(Kind.UNIQUE), kind == KINDS.index(Kind.COPY)
    at = np.maximum(original, 0)
    every = np.arange(len(these))
    known_order = these.earlier(at, every) | ~these.others(at, every) | these.keeps[at]
    rules = (
        (Why.FIRST, paid),
        (Why.INSTEAD, paid & chosen.instead & these.drops),
        (Why.KEPT, paid & these.keeps),
        (Why.DIFFERENT, paid & these.apart),
        (Why.EXTRA, kind == KINDS.index(Kind.EXTRA)),
        (Why.COPY, copy),
        (Why.ORDER, copy & (original >= 0) & ~known_order),
        (Why.REMOVED, ~paid & these.removes),
    )
    why = np.zeros(len(these), np.int8)
    for reason, holds in rules:
        why[holds] = WHYS.index(reason)
    return why


def _is(why: Codes, reason: Why) -> Flags:
    return np.asarray(why == WHYS.index(reason))


def _by_row(
    these: Members, found: _Found, rows: int
) -> tuple[Codes, Codes, Codes, Numbers, Places, Flags]:
    """The columns of a payroll; whoever is in no group is paid."""
    fate, kind, why = (np.zeros(rows, np.int8) for _ in range(3))
    original, member = np.full(rows, NO_ROW, np.int32), np.full(rows, NO_ROW, np.int64)
    decided = np.zeros(rows, np.bool_)
    fate[these.row], kind[these.row], why[these.row] = found.fate, found.kind, found.why
    original[these.row] = np.where(found.original < 0, NO_ROW, these.row[found.original])
    member[these.row], decided[these.row] = np.arange(len(these)), these.decided
    return fate, kind, why, original, member, decided


def _numbered(names: tuple[str, ...]) -> tuple[tuple[str, ...], Numbers]:
    """The different names, sorted, and which one each is; 15 ms for 100,000."""
    different = tuple(sorted(set(names)))
    place = {name: at for at, name in enumerate(different)}
    return different, np.fromiter(map(place.__getitem__, names), np.int32, len(names))
