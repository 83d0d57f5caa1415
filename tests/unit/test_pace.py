"""How far a review is, and how long the rest takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.decisions import Act, Closing, Entry, Mark, Status
from dedup_core.review import Ledger
from dedup_core.review.pace import LEAST_TIMES, Pace, pace

NOON = datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0)
STATUSES = list(Status)


def _entry(id: int, at: datetime, act: Act = Act.ACCEPT, **more: object) -> Entry:
    closings = (Closing(Status.DECIDED, ((f"{id}.jpg", f"digest {id}"),)),)
    said: dict[str, object] = {"dataset": "d", "reviewer": "Ana", "closings": closings, **more}
    return Entry(act=act, id=id, at=at.astimezone(UTC).isoformat(timespec="milliseconds"), **said)


def _ledger(entries: Sequence[Entry]) -> Ledger:
    ledger = Ledger("d")
    ledger.take(entries)
    return ledger


def _after(*seconds: float, begin: datetime = NOON - timedelta(hours=2)) -> list[datetime]:
    """A time, and one after each of these gaps."""
    times = [begin]
    for gap in seconds:
        times.append(times[-1] + timedelta(seconds=gap))
    return times


def _accepted(*gaps: float) -> Ledger:
    return _ledger([_entry(id, at) for id, at in enumerate(_after(*gaps), start=1)])


def _pace(ledger: Ledger, *status: Status, reviewer: str = "Ana") -> Pace:
    column = np.array([STATUSES.index(each) for each in status], np.int8)
    return pace(column, ledger, reviewer, now=NOON)


def test_groups_are_counted_by_status_and_add_up() -> None:
    found = _pace(
        _ledger([]), Status.OPEN, Status.DECIDED, Status.CHANGED, Status.SKIPPED, Status.DECIDED
    )

    assert (found.groups, found.decided, found.skipped, found.left) == (5, 2, 1, 2)
    assert found.share == pytest.approx(3 / 5)


def test_too_few_decisions_tell_no_pace() -> None:
    assert _pace(_accepted(*[10] * (LEAST_TIMES - 1)), Status.OPEN).seconds is None
    assert _pace(_accepted(*[10] * LEAST_TIMES), Status.OPEN).seconds == 10


def test_the_pace_is_the_median_and_one_slow_group_changes_little() -> None:
    found = _pace(_accepted(8, 10, 12, 250, 11), Status.OPEN, Status.OPEN)

    assert found.seconds == 11
    assert found.seconds_left == 22


def test_a_pause_tells_nothing_of_the_pace() -> None:
    assert _pace(_accepted(10, 10, 301, 10, 10), Status.OPEN).seconds is None
    assert _pace(_accepted(10, 10, 301, 10, 10, 10), Status.OPEN).seconds == 10


def test_marks_before_a_decision_belong_to_its_group() -> None:
    times = _after(*[200] * (2 * LEAST_TIMES))
    mark = (Mark("x.jpg", "digest x", True),)
    entries = [
        _entry(i, at) if i % 2 else _entry(i, at, Act.MARK, closings=(), marks=mark)
        for i, at in enumerate(times, start=1)
    ]

    found = _pace(_ledger(entries), Status.OPEN)

    assert found.seconds == 400  # each gap is short, though both together are not


def test_a_rule_is_no_group_done_by_hand() -> None:
    acts = [Act.ACCEPT, *[Act.RULE, Act.ACCEPT] * LEAST_TIMES]
    times = _after(*[10] * (len(acts) - 1))
    entries = [_entry(i, *each) for i, each in enumerate(zip(times, acts, strict=True), start=1)]

    found = _pace(_ledger(entries), Status.OPEN)

    assert found.seconds is None
    assert found.today == len(acts)


def test_other_reviewers_and_blind_looks_do_not_count() -> None:
    times = _after(*[10] * 20)
    others = [_entry(i, at, reviewer="Ben") for i, at in enumerate(times, start=1)]
    blind = [_entry(100 + i, at, blind=True) for i, at in enumerate(times)]

    found = _pace(_ledger([*others, *blind]), Status.DECIDED, Status.OPEN)

    assert (found.today, found.seconds) == (0, None)


def test_today_begins_at_midnight_and_forgets_what_was_undone() -> None:
    yesterday = _entry(1, NOON - timedelta(hours=13))
    kept, undone = _entry(2, NOON - timedelta(hours=11)), _entry(3, NOON - timedelta(hours=10))
    undo = _entry(4, NOON - timedelta(hours=9), Act.UNDO, closings=(), target=3)

    found = _pace(_ledger([yesterday, kept, undone, undo]), Status.DECIDED)

    assert found.today == 1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "312 of 1,040 groups decided · 728 left"),
        (0.05, "728 left, less than a minute at your pace"),
        (1, "728 left, about 12 min at your pace"),
        (10.7, "728 left, about 2 h 10 min at your pace"),
        (9.9, "728 left, about 2 h at your pace"),
        (70, "728 left, about 14 h at your pace"),
    ],
)
def test_the_sentence_says_what_is_left_as_roughly_as_it_is_known(
    seconds: float | None, words: str
) -> None:
    sentence = Pace(1040, 312, 0, 0, seconds).sentence

    assert sentence.endswith(words)


def test_the_sentence_ends_well() -> None:
    assert Pace(3, 2, 1, 2, 9.0).sentence == (
        "2 of 3 groups decided · 1 skipped · nothing left · 2 by you today"
    )
    assert Pace(1, 0, 0, 0, None).sentence == "0 of 1 group decided · 1 left"
    assert Pace(0, 0, 0, 0, None).sentence == ""


@given(st.lists(st.floats(0, 1000), max_size=30))
def test_a_pace_lies_between_the_quickest_and_the_slowest_group(gaps: list[float]) -> None:
    found = _pace(_accepted(*gaps), Status.OPEN)

    told = [gap for gap in gaps if gap < 299.9]
    if found.seconds is not None:
        assert min(told) - 0.01 <= found.seconds <= 300
    else:
        assert len(told) < LEAST_TIMES + 1
