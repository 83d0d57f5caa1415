"""A second reviewer's blind look at a share of what others decided."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dedup_core.decisions import Entry
from dedup_core.review.agreement import Members, decided, is_open_look, standing
from dedup_core.review.ledger import Ledger
from dedup_core.review.outcome import Outcome

_LOT_BYTES = 8


@dataclass(frozen=True, slots=True)
class Drawn:
    """A group of somebody's second look, and whether they have decided it."""

    members: Members
    done: bool


def drawn(ledger: Ledger, reviewer: str, *, share: float, seed: str) -> list[Drawn]:
    """The groups of a reviewer's second look, in path order: about `share` of what may be in it.

    In it may be what somebody else decided and this reviewer has had no hand in. Whether a group
    is drawn hangs on its contents, the reviewer and the seed alone: more decisions add groups and
    never change those that are there, and a larger share holds the smaller one.
    """
    entries = standing(ledger)
    mine = [entry for entry in entries if entry.reviewer == reviewer]
    others = [entry for entry in entries if entry.reviewer != reviewer and not entry.blind]
    done = {members for entry in mine if entry.blind for members in decided(entry)}
    known = {digest for entry in mine if is_open_look(entry) for digest in entry.digests()}
    free = {
        members
        for entry in others
        for members in decided(entry)
        if known.isdisjoint(digest for _, digest in members)
    }
    chosen = [members for members in done | free if _lot(members, reviewer, seed) < share]
    return [Drawn(members, members in done) for members in sorted(chosen)]


def sample(outcome: Outcome, groups: Iterable[Drawn]) -> NDArray[np.int64]:
    """The numbers of the groups in an outcome that were drawn for a second look.

    outcome: at the setting at which the groups were decided, of the ledger that `as_blind` gives,
             so that verdicts of others shape nothing
    """
    wanted = {one.members for one in groups}
    likely = {path for members in wanted for path, _ in members}
    start, paths = outcome.groups.start, outcome.catalog.paths
    chosen = [
        group
        for group, keeper in enumerate(outcome.groups.keeper.tolist())
        if paths[keeper] in likely
        and _members(outcome, outcome.groups.member[start[group] : start[group + 1]]) in wanted
    ]
    return np.array(chosen, np.int64)


def _members(outcome: Outcome, rows: NDArray[np.int32]) -> Members:
    catalog = outcome.catalog
    return tuple(sorted((catalog.paths[row], catalog.digests[row]) for row in rows.tolist()))


def as_blind(ledger: Ledger, reviewer: str) -> Ledger:
    """A ledger that knows only what this reviewer decided blindly, as if it counted.

    Whatever is made from it (groups, marks, statuses, notes, undo) hides the others' decisions,
    because they are not in it.
    """
    entries = ledger.entries
    blind = {entry.id for entry in entries if entry.blind and entry.reviewer == reviewer}
    known = [entry for entry in entries if entry.id in blind or _turns(entry, blind)]
    found = Ledger(ledger.dataset)
    found.take(replace(entry, blind=False) for entry in known)
    return found


def _turns(entry: Entry, blind: set[int]) -> bool:
    """Whether an entry takes a blind one back, or brings it back."""
    return entry.target in blind


def _lot(members: Members, reviewer: str, seed: str) -> float:
    """A number from 0 up to 1, always the same for the same group, reviewer and seed."""
    named = "\n".join((seed, reviewer, *(digest for _, digest in members)))
    lot = hashlib.sha256(named.encode("utf-8", "surrogateescape")).digest()[:_LOT_BYTES]
    return int.from_bytes(lot, "big") / 256.0**_LOT_BYTES
