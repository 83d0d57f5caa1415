"""What two people decided about the same group without knowing of each other.

Only then do their decisions say how sure a decision is: somebody who sees the first one tends to
follow it. So the second look is blind (`Entry.blind`: it is compared, and changes nothing), and
what people decided over each other in the open is not counted here. Rules do not count either:
nobody looked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from dedup_core.decisions import Act, Entry, Status
from dedup_core.review.kappa import Counts, Figures, figures
from dedup_core.review.ledger import Ledger

Members = tuple[tuple[str, str], ...]  # (path, digest), in path order: the name of a group
_LOOKED = (Act.ACCEPT, Act.NOT_DUPLICATES)  # acts of a person with the group before them


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's word on one group; `keeps`: whether each member stays."""

    entry: Entry
    members: Members
    keeps: tuple[bool, ...]

    @property
    def reviewer(self) -> str:
        """Whose word it is."""
        return self.entry.reviewer

    @property
    def blind(self) -> bool:
        """Whether it is only compared."""
        return self.entry.blind

    @property
    def id(self) -> int:
        """Where it stands in the log."""
        return self.entry.id


@dataclass(frozen=True, slots=True)
class Twice:
    """A group that two people decided independently; `first` is the one that counts, if any does.

    settled: somebody decided it again in the open afterwards
    """

    first: Decision
    second: Decision
    settled: bool

    @property
    def alike(self) -> bool:
        """Whether both keep exactly the same pictures."""
        return self.first.keeps == self.second.keeps

    def turned(self) -> Twice:
        """The same with the names in alphabetical order."""
        if self.first.reviewer <= self.second.reviewer:
            return self
        return Twice(self.second, self.first, self.settled)


@dataclass(frozen=True, slots=True)
class Between:
    """How two people agree; `one` comes before `other` in the alphabet."""

    one: str
    other: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Agreement:
    """How people agree on what they decided independently.

    between:     each two people who did
    differences: what they decided differently, that which is not settled first, the newest first
    """

    total: Figures
    between: tuple[Between, ...]
    differences: tuple[Twice, ...]


def agreement(ledger: Ledger) -> Agreement:
    """How people agree in one dataset; what was taken back does not count."""
    found = twice(standing(ledger))
    by_people: dict[tuple[str, str], list[Twice]] = {}
    for one in found:
        named = one.turned()
        by_people.setdefault((named.first.reviewer, named.second.reviewer), []).append(named)
    different = [one for one in found if not one.alike]
    different.sort(key=lambda one: (one.settled, -one.second.id, -one.first.id))
    return Agreement(
        figures(_counts(found)),
        tuple(Between(*who, figures(_counts(of))) for who, of in sorted(by_people.items())),
        tuple(different),
    )


def settling(chosen: Decision, reviewer: str) -> Entry:
    """The entry that makes one of two decisions the one that counts, in a reviewer's name."""
    why = f"settled for {chosen.reviewer}"
    return replace(
        chosen.entry, reviewer=reviewer, why=why, blind=False, id=0, at="", token="", target=None
    )


def standing(ledger: Ledger) -> list[Entry]:
    """The entries of the ledger's own dataset that are not taken back, in the order of the log."""
    return [e for e in ledger.entries if e.dataset == ledger.dataset and ledger.active(e)]


def twice(entries: Iterable[Entry]) -> list[Twice]:
    """Each two independent decisions about one group, in the order of the groups' paths."""
    listed = list(entries)
    groups = _by_group(decisions(listed))
    seen = _first_looks(listed, {entry.reviewer for entry in listed if entry.blind})
    return [pair for members in sorted(groups) for pair in _independent(groups[members], seen)]


def decisions(entries: Iterable[Entry]) -> list[Decision]:
    """Every group that a person decided with it before them. What nobody removed stays."""
    return [_decision(entry, members) for entry in entries for members in decided(entry)]


def decided(entry: Entry) -> list[Members]:
    """The groups that an entry decided with a person looking at them."""
    if entry.act not in _LOOKED:
        return []
    found = [closing for closing in entry.closings if closing.status is Status.DECIDED]
    return [tuple(sorted(closing.members)) for closing in found]


def _decision(entry: Entry, members: Members) -> Decision:
    said = {(mark.path, mark.digest): mark.keep for mark in entry.marks}
    keeps = tuple(said.get(member) is not False for member in members)
    return Decision(entry, members, keeps)


def _by_group(found: Iterable[Decision]) -> dict[Members, list[Decision]]:
    groups: dict[Members, list[Decision]] = {}
    for one in found:
        groups.setdefault(one.members, []).append(one)
    return groups


def _first_looks(entries: Iterable[Entry], reviewers: set[str]) -> dict[str, dict[str, int]]:
    """By reviewer and content: the first entry in which they said something of it in the open."""
    looks: dict[str, dict[str, int]] = {reviewer: {} for reviewer in reviewers}
    for entry in entries:
        if entry.reviewer in looks and is_open_look(entry):
            for digest in entry.digests():
                looks[entry.reviewer].setdefault(digest, entry.id)
    return looks


def is_open_look(entry: Entry) -> bool:
    """Whether somebody had the entry's pictures before them, and not in a second look."""
    return not entry.blind and entry.act is not Act.RULE


def _independent(several: Sequence[Decision], seen: dict[str, dict[str, int]]) -> list[Twice]:
    """Each two of the decisions about one group of which neither knew the other."""
    blind = {one.reviewer: one for one in several if one.blind}  # their last word
    blind = {who: one for who, one in blind.items() if not _knew(one, seen.get(who, {}))}
    opened = [one for one in several if not one.blind]
    pairs = [(before[-1], one) for one in blind.values() if (before := _before(opened, one))]
    pairs += combinations(blind.values(), 2)
    newest = max((one.id for one in opened), default=0)
    return [Twice(one, other, newest > max(one.id, other.id)) for one, other in pairs]


def _before(opened: Sequence[Decision], blind: Decision) -> list[Decision]:
    return [one for one in opened if one.id < blind.id and one.reviewer != blind.reviewer]


def _knew(blind: Decision, looks: dict[str, int]) -> bool:
    """Whether who decided blindly had said something of these contents before."""
    return any(looks.get(digest, blind.id) < blind.id for _, digest in blind.members)


def _counts(found: Iterable[Twice]) -> Counts:
    """Pictures of each group by what both said, int64 [groups, 4]; see `kappa`."""
    rows = [np.bincount(_places(one), minlength=4) for one in found]
    return np.array(rows, np.int64).reshape(-1, 4)


def _places(one: Twice) -> NDArray[np.int64]:
    first, second = np.array(one.first.keeps), np.array(one.second.keeps)
    return np.asarray(2 * ~first + ~second, np.int64)
