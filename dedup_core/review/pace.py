"""How far a review is, and how long the rest takes at a reviewer's own pace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

import numpy as np
from numpy.typing import NDArray

from dedup_core.decisions import Act, Entry, Status
from dedup_core.review.ledger import Ledger
from dedup_core.review.said import STATUSES

PAUSE_SECONDS = 300.0  # whoever does nothing for longer is away
LEAST_TIMES = 5  # groups; from fewer no pace is told
_LATEST_TIMES = 50  # groups; the pace is that of now, not that of the first hour
_LATEST_ACTS = 1_000  # entries looked back at: enough for 50 groups with 20 acts each


@dataclass(frozen=True, slots=True)
class Pace:
    """Groups at a setting by status, and what one reviewer does.

    today:   groups that the reviewer decided since midnight, in the zone of this machine
    seconds: median time for a group; None where there are too few decisions to go by
    """

    groups: int
    decided: int
    skipped: int
    today: int
    seconds: float | None

    @property
    def left(self) -> int:
        """Groups that are open, or have changed since they were decided."""
        return self.groups - self.decided - self.skipped

    @property
    def share(self) -> float:
        """Groups that are decided or skipped, as a share of all, 0 … 1."""
        return 1 - self.left / self.groups if self.groups else 1.0

    @property
    def seconds_left(self) -> float | None:
        """How long the rest takes; None where there is nothing to go by."""
        return None if self.seconds is None else self.seconds * self.left

    @property
    def sentence(self) -> str:
        """`312 of 1,040 groups decided · 728 left, about 2 h 10 min at your pace · 41 today`."""
        if not self.groups:
            return ""
        one = "" if self.groups == 1 else "s"
        said = [f"{self.decided:,} of {self.groups:,} group{one} decided"]
        if self.skipped:
            said.append(f"{self.skipped:,} skipped")
        if self.left and self.seconds_left is not None:
            said.append(f"{self.left:,} left, {_roughly(self.seconds_left)} at your pace")
        else:
            said.append(f"{self.left:,} left" if self.left else "nothing left")
        if self.today:
            said.append(f"{self.today:,} by you today")
        return " · ".join(said)


def pace(
    status: NDArray[np.int8], ledger: Ledger, reviewer: str, *, now: datetime | None = None
) -> Pace:
    """Where a review stands; `status` as in `Outcome.status`."""
    mine = [
        entry
        for entry in ledger.entries
        if entry.reviewer == reviewer and entry.dataset == ledger.dataset and not entry.blind
    ]
    times = _seconds_each(mine[-_LATEST_ACTS:], ledger)[-_LATEST_TIMES:]
    return Pace(
        groups=len(status),
        decided=int((status == STATUSES.index(Status.DECIDED)).sum()),
        skipped=int((status == STATUSES.index(Status.SKIPPED)).sum()),
        today=_since_midnight(mine, ledger, now or datetime.now(UTC)),
        seconds=median(times) if len(times) >= LEAST_TIMES else None,
    )


def _since_midnight(mine: Sequence[Entry], ledger: Ledger, now: datetime) -> int:
    """Groups, told apart by their first picture, decided since midnight and not taken back."""
    here = now.astimezone()
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    first = set[str]()
    for entry in reversed(mine):
        if datetime.fromisoformat(entry.at) < midnight:
            break
        if ledger.active(entry):
            decided = (c for c in entry.closings if c.status is Status.DECIDED and c.members)
            first.update(closing.members[0][0] for closing in decided)
    return len(first)


def _seconds_each(mine: Sequence[Entry], ledger: Ledger) -> list[float]:
    """How long each group took that was closed by hand: from the one closed before it.

    A group with a pause in it tells nothing, nor does the first one, or one that a rule closed.
    """
    times, spent, before, tells = [], 0.0, None, False
    for entry in mine:
        at = datetime.fromisoformat(entry.at)
        gap = 0.0 if before is None else (at - before).total_seconds()
        tells &= 0 <= gap <= PAUSE_SECONDS and entry.act is not Act.RULE
        spent, before = spent + gap, at
        if _closes(entry, ledger):
            if tells:
                times.append(spent)
            spent, tells = 0.0, True
    return times


def _closes(entry: Entry, ledger: Ledger) -> bool:
    """Whether somebody was done with a group, by hand, and did not take it back."""
    closed = any(closing.status is not Status.OPEN for closing in entry.closings)
    return closed and entry.act is not Act.RULE and ledger.active(entry)


def _roughly(seconds: float) -> str:
    """`less than a minute`, `about 12 min`, `about 2 h 10 min`, `about 14 h`."""
    minutes = round(seconds / 60)
    if seconds < 60:
        return "less than a minute"
    if minutes < 60:
        return f"about {minutes} min"
    if minutes >= 600:
        return f"about {round(minutes / 60):,} h"
    hours, rest = divmod(round(minutes, -1), 60)
    return f"about {hours} h {rest} min" if rest else f"about {hours} h"
