"""What a contributor submitted in the course of time, and how much of it was nothing new."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.pay.bursts import rows_of
from dedup_core.pay.payroll import KINDS, Kind, Payroll
from dedup_core.review.kappa import wilson

Counts = NDArray[np.int64]
Shares = NDArray[np.float64]
Days = NDArray[np.datetime64]
MOST_POINTS = 60  # more cannot be told apart in a chart as wide as a telephone
# name, unit, units in one, and where the first of all began, in units since 1970: that began on a
# Thursday, three days into its week
_PERIODS = (
    ("day", "D", 1, 0),
    ("week", "D", 7, -3),
    ("month", "M", 1, 0),
    ("quarter", "M", 3, 0),
    ("year", "Y", 1, 0),
)


@dataclass(frozen=True, slots=True)
class Trend:
    """One value for each period from the first submission to the last, empty ones included; int64.

    period:     "day", "week" (from Monday), "month", "quarter", "year" or "7 years": the shortest
                that needs at most MOST_POINTS points
    starts:     first day of each period in UTC, datetime64[D]; `ends`: the day after its last
    submitted:  pictures; duplicates: copies and extras among them, whatever is paid
    rate, low, high: duplicates as a share of submitted with its 95 % band (Wilson), float64; NaN
                where nothing was submitted
    amount:     what is paid for them, smallest units of the currency
    untimed:    pictures without a time of submission, which are in no period
    """

    period: str
    starts: Days
    ends: Days
    submitted: Counts
    duplicates: Counts
    rate: Shares
    low: Shares
    high: Shares
    amount: Counts
    untimed: int

    def __len__(self) -> int:
        """Number of periods."""
        return len(self.starts)


def trend(payroll: Payroll, contributor: str) -> Trend:
    """The course of a contributor; 100,000 pictures take 1 ms. No periods of an unknown name."""
    mine = rows_of(payroll, contributor)
    sent = payroll.submissions.submitted_at_ms[mine]
    row, days = mine[sent >= 0], sent[sent >= 0].astype("datetime64[ms]").astype("datetime64[D]")
    period, edges = _periods(days)
    at = edges.searchsorted(days, side="right") - 1
    submitted = np.bincount(at, minlength=len(edges) - 1)
    flawed = payroll.kind[row] != KINDS.index(Kind.UNIQUE)
    duplicates = np.bincount(at[flawed], minlength=len(edges) - 1)
    amount = np.zeros(len(edges) - 1, np.int64)
    np.add.at(amount, at, payroll.amount[row])  # whole numbers: a sum of floats is not exact
    return Trend(
        period,
        edges[:-1],
        edges[1:],
        submitted,
        duplicates,
        *_rates(duplicates, submitted),
        amount,
        len(mine) - len(row),
    )


def _periods(days: Days) -> tuple[str, Days]:
    """The shortest period that is long enough, and the first days of all and of the one after."""
    if not len(days):
        return "day", np.zeros(1, "datetime64[D]")
    for name, unit, each, begins in _PERIODS:
        first, last = _numbers(days, unit)
        low, high = (first - begins) // each, (last - begins) // each
        if high - low < MOST_POINTS:
            return name, _edges(np.arange(low, high + 2) * each + begins, unit)
    first, last = _numbers(days, "Y")
    years = (last - first) // MOST_POINTS + 1
    return f"{years} years", _edges(np.arange(first, last + years + 1, years), "Y")


def _numbers(days: Days, unit: str) -> tuple[int, int]:
    """The first and the last of some days in units since 1970."""
    first, last = np.array([days.min(), days.max()]).astype(f"datetime64[{unit}]").astype(np.int64)
    return int(first), int(last)


def _edges(numbers: Counts, unit: str) -> Days:
    return numbers.astype(f"datetime64[{unit}]").astype("datetime64[D]")


def _rates(duplicates: Counts, submitted: Counts) -> tuple[Shares, Shares, Shares]:
    bands = [
        wilson(hit, of) or (np.nan, np.nan)
        for hit, of in zip(duplicates.tolist(), submitted.tolist(), strict=True)
    ]
    low, high = np.array(bands, np.float64).reshape(-1, 2).T
    return np.where(submitted > 0, duplicates / np.maximum(submitted, 1), np.nan), low, high
