"""Which groups a reviewer sees, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from dedup_core.review.outcome import Outcome


class Order(Enum):
    """Orders of the queue; ties go by the keeper's path. The value is the word in addresses."""

    LARGEST = "largest"
    LOOSEST = "loosest"
    CLOSEST = "closest"
    PATH = "path"


class Show(Enum):
    """Which groups are shown. The value is the word in addresses."""

    ALL = "all"
    UNTOUCHED = "untouched"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Queue:
    """How the groups are filtered and sorted; `text` must be in the path of some member."""

    order: Order = Order.LARGEST
    show: Show = Show.ALL
    text: str = ""


def queued(outcome: Outcome, queue: Queue) -> NDArray[np.int64]:
    """The numbers of the groups that the queue shows, in its order; see `Outcome.only`."""
    chosen = np.flatnonzero(_shown(outcome, queue)).astype(np.int64)
    if queue.order is Order.LARGEST:
        chosen = chosen[np.argsort(-outcome.groups.sizes[chosen], kind="stable")]
    elif queue.order is Order.LOOSEST:
        chosen = chosen[np.argsort(-outcome.spread()[chosen], kind="stable")]
    elif queue.order is Order.CLOSEST:
        chosen = chosen[np.argsort(outcome.spread()[chosen], kind="stable")]
    return chosen


def _shown(outcome: Outcome, queue: Queue) -> NDArray[np.bool_]:
    shown = np.ones(len(outcome.groups), np.bool_)
    if queue.show is not Show.ALL:
        touched = _some_member(outcome, outcome.marked)
        shown &= touched if queue.show is Show.CHANGED else ~touched
    if queue.text:
        wanted, paths = queue.text.casefold(), outcome.catalog.paths
        named = [wanted in paths[row].casefold() for row in outcome.groups.member]
        shown &= _some_member(outcome, np.array(named, np.bool_))
    return shown


def _some_member(outcome: Outcome, column: NDArray[np.bool_]) -> NDArray[np.bool_]:
    groups = np.zeros(len(outcome.groups), np.bool_)
    groups[outcome.groups.of_each_member()[column]] = True
    return groups
