"""What a reviewer asks of the queue, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from dedup_core.decisions import Status, Verdict

Range = tuple[float | None, float | None]  # least and most; None: no end on this side
ANY: Range = (None, None)


class Order(Enum):
    """Orders of the queue; ties go by the keeper's path. The value is the word in addresses."""

    LARGEST = "largest"
    LOOSEST = "loosest"
    CLOSEST = "closest"
    MONEY = "money"  # what the flagged pictures would cost, the most first
    NEWEST = "newest"  # by the newest picture: submitted where that is known, else taken
    PATH = "path"


class Show(Enum):
    """Which groups are shown, by status. The value is the word in addresses."""

    ALL = "all"
    OPEN = "open"
    DECIDED = "decided"
    CHANGED = "changed"
    SKIPPED = "skipped"

    @property
    def statuses(self) -> frozenset[Status]:
        """The statuses that are shown; what has changed since it was decided is open, too."""
        return _STATUSES[self]


_STATUSES = {
    Show.ALL: frozenset(Status),
    Show.OPEN: frozenset((Status.OPEN, Status.CHANGED)),
    Show.DECIDED: frozenset((Status.DECIDED,)),
    Show.CHANGED: frozenset((Status.CHANGED,)),
    Show.SKIPPED: frozenset((Status.SKIPPED,)),
}


@dataclass(frozen=True, slots=True)
class Queue:
    """How the groups are sorted and filtered; what is left empty asks for nothing.

    Of groups:
    spread:   range of the group's largest distance to its keeper, in the method's unit
    size:     range of the number of pictures
    across:   whether only groups with pictures of two or more known contributors are shown
    Of pictures; some picture of the group must have all of them at once:
    text:     in its path, in small or capital letters
    folder:   that it lies in or below
    contributor, camera: exactly as known
    taken:    first and last day, by the camera's clock
    relation, verdict: of the keeper to it, one of judged.RELATIONS; the keeper itself has none
    """

    order: Order = Order.LARGEST
    show: Show = Show.ALL
    text: str = ""
    spread: Range = ANY
    size: Range = ANY
    across: bool = False
    folder: str = ""
    contributor: str = ""
    camera: str = ""
    taken: tuple[date | None, date | None] = (None, None)
    relation: str = ""
    verdict: Verdict | None = None
