"""How far a group is: open, decided, changed since, skipped."""

from __future__ import annotations

import numpy as np
import pytest

from dedup_core.decisions import Act, Closing, Entry, Status
from dedup_core.review import Ledger
from dedup_core.review.said import STATUSES, by_row
from tests.making import catalog_of

PATHS = ["a", "b", "c", "d", "e"]
CATALOG = catalog_of(PATHS)
ROW_OF = {path: row for row, path in enumerate(PATHS)}


def _closing(members: str, status: Status = Status.DECIDED) -> Closing:
    return Closing(status, tuple((path, f"digest of {path}") for path in members))


def _statuses(groups: list[str], *closings: list[Closing]) -> list[tuple[Status, int]]:
    """Status of each group, and the entry it comes from, after entries with these closings."""
    ledger = Ledger("d")
    ledger.take(
        Entry("d", "Ana", Act.ACCEPT, closings=tuple(each)).stored(id, "2026-01-01")
        for id, each in enumerate(closings, 1)
    )
    said = by_row(CATALOG, ROW_OF, {}, ledger)
    start = np.cumsum([0, *(len(group) for group in groups)])
    member = np.array([ROW_OF[path] for group in groups for path in group], np.int32)
    status, entry = said.closings.of_groups(start, member)
    return [
        (STATUSES[place], id) for place, id in zip(status.tolist(), entry.tolist(), strict=True)
    ]


def test_a_group_nobody_looked_at_is_open() -> None:
    assert _statuses(["ab", "cd"]) == [(Status.OPEN, 0), (Status.OPEN, 0)]


@pytest.mark.parametrize("status", [Status.DECIDED, Status.SKIPPED])
def test_a_group_has_the_status_that_it_was_given(status: Status) -> None:
    assert _statuses(["ab", "cd"], [_closing("ab", status)]) == [(status, 1), (Status.OPEN, 0)]


def test_a_part_of_a_decided_group_is_decided() -> None:
    assert _statuses(["ab"], [_closing("abc")]) == [(Status.DECIDED, 1)]


def test_a_decided_group_with_a_new_member_has_changed_since() -> None:
    assert _statuses(["abc"], [_closing("ab")]) == [(Status.CHANGED, 1)]


def test_two_decided_groups_that_became_one_have_changed_since() -> None:
    assert _statuses(["abcd"], [_closing("ab")], [_closing("cd")]) == [(Status.CHANGED, 2)]


def test_groups_of_one_rule_are_told_apart() -> None:
    assert _statuses(["abcd"], [_closing("ab"), _closing("cd")]) == [(Status.CHANGED, 1)]


def test_pictures_that_were_decided_elsewhere_do_not_make_a_decided_group() -> None:
    assert _statuses(["ac"], [_closing("ab")], [_closing("cd")]) == [(Status.OPEN, 0)]


def test_a_group_that_was_opened_again_is_open() -> None:
    again = _closing("ab", Status.OPEN)

    assert _statuses(["ab"], [_closing("ab")], [again]) == [(Status.OPEN, 0)]


def test_the_last_word_counts() -> None:
    skipped = _closing("ab", Status.SKIPPED)

    assert _statuses(["ab"], [_closing("ab")], [skipped]) == [(Status.SKIPPED, 2)]


def test_what_was_said_of_another_content_at_that_path_does_not_count() -> None:
    other = Closing(Status.DECIDED, (("a", "another digest"), ("b", "another digest")))

    assert _statuses(["ab"], [other]) == [(Status.OPEN, 0)]


def test_a_skipped_group_with_a_new_member_is_open_again() -> None:
    assert _statuses(["abc"], [_closing("ab", Status.SKIPPED)]) == [(Status.OPEN, 0)]


def test_a_word_on_an_older_content_takes_nothing_from_the_present_one() -> None:
    older = Closing(Status.SKIPPED, (("a", "an older digest"),))

    assert _statuses(["ab"], [_closing("ab")], [older]) == [(Status.DECIDED, 1)]
