"""Goals that a reviewer can choose, as words on the page and as values for the core."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from dedup_core.calibrate import FewFalse, Goal, LittleWithheld, MuchFound
from dedup_core.manifest import Submissions
from dedup_core.manifest.money import places

MOST_GOAL = 1e9  # of any goal: an amount with that many units is no limit at all
_ALL = 100.0  # per cent


class Kind(Enum):
    """What a threshold has to do. The value is the word in addresses."""

    FALSE = "false"
    FOUND = "found"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Form:
    """How a goal is asked for.

    unit: of the number; empty: the currency of the prices
    default, least, most, step: of the number
    """

    title: str
    unit: str
    default: float
    least: float
    most: float
    step: float


FORMS = {
    Kind.FALSE: Form("Few false pairs: at most", "% of pairs", 20.0, 0.1, 50.0, 1.0),
    Kind.FOUND: Form("Find much: at least", "% of duplicates", 95.0, 1.0, 100.0, 1.0),
    Kind.WITHHELD: Form("Little wrongly withheld: at most", "", 5.0, 0.0, MOST_GOAL, 1.0),
}


def offered(submissions: Submissions) -> list[Kind]:
    """Goals that make sense: money only where prices are known."""
    kinds = [Kind.FALSE, Kind.FOUND]
    return [*kinds, Kind.WITHHELD] if submissions.total else kinds


def goal_of(kind: Kind, value: float, flagged: Any, submissions: Submissions) -> Goal:
    """The goal as the core knows it; money is counted at the highest price there is.

    value:   in per cent, or in the currency of the prices
    flagged: pictures at each threshold, int64; for a goal about money
    """
    if kind is Kind.FALSE:
        return FewFalse(round(value / _ALL, 6))
    if kind is Kind.FOUND:
        return MuchFound(round(value / _ALL, 6))
    currency = submissions.currency
    units = round(value * 10 ** places(currency))
    return LittleWithheld(units, int(submissions.price.max(initial=0)), currency, flagged)
