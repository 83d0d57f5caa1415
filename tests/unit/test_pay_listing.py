"""Which contributors a list shows in which order, and what changes and lines of a policy do."""

from __future__ import annotations

import dataclasses

import pytest

from dedup_core.judged import COPY, SAME_SCENE
from dedup_core.names import Names, hidden
from dedup_core.pay import (
    Asked,
    By,
    Line,
    Policy,
    Undecided,
    by_contributor,
    by_line,
    campaigns,
    effect,
    listed,
    of_campaign,
    reason,
    totals,
)
from tests.paying import accept, payroll
from tests.ruling import ME, Desk, desk


def _campaign() -> Desk:
    """`ivy` copied from `mei`, `raj` walked round one light, and one picture has no contributor."""
    return desk(
        ["ivy/1", "ivy/2", "mei/1", "mei/2", "raj/1", "raj/2", "raj/3", "someone"],
        [[0, 2], [4, 5, 6]],
        related={(0, 2): COPY, (4, 5): SAME_SCENE, (4, 6): SAME_SCENE, (5, 6): COPY},
        contributor=["ivy", "ivy", "mei", "mei", "raj", "raj", "raj", ""],
        submitted_at_ms=[50, 60, 10, 20, 10, 20, 30, 10],
        price=[15, 20, 15, 20, 10, 10, 10, 7],
    )


def _order(asked: Asked, names: Names | None = None) -> list[str]:
    found = by_contributor(payroll(_campaign()))
    return [found.name[at] for at in listed(found, asked, names)]


def test_who_loses_most_comes_first_and_equals_by_name() -> None:
    assert _order(Asked()) == ["raj", "ivy", "", "mei"]


@pytest.mark.parametrize("by", By, ids=lambda by: by.value)
def test_backward_is_the_other_end_of_every_order(by: By) -> None:
    found = by_contributor(payroll(_campaign()))

    first, last = (listed(found, Asked(by, backward)) for backward in (False, True))

    assert sorted(first) == sorted(last) == list(range(len(found)))
    if by not in (By.NAME, By.LOST):
        column = getattr(found, by.value.replace(" ", "_"))
        assert column[first[0]] == column.max()
        assert column[last[0]] == column.min()


def test_numbers_in_names_count_as_numbers() -> None:
    names = Names({"ivy": "Contributor 10", "mei": "Contributor 9", "raj": "Contributor 2"})

    found = _order(Asked(By.NAME), names)

    assert found == ["", "raj", "mei", "ivy"]


def test_a_search_sees_what_people_are_called_here() -> None:
    assert _order(Asked(text=" MEI ")) == ["mei"]
    assert _order(Asked(text="mei"), hidden(["ivy", "mei", "raj"], "secret")) == []
    assert _order(Asked(text="unknown")) == [""]


def test_only_those_who_lose_something_are_listed_if_asked() -> None:
    assert set(_order(Asked(losing=True))) == {"ivy", "raj"}


def test_the_effect_of_a_change_is_what_the_totals_differ_by() -> None:
    made = _campaign()
    before, now = (totals(payroll(made, policy)) for policy in (Policy(), Policy(per_scene=2)))

    found = effect(before, now)

    assert (found.pictures, found.units) == (1, 10)
    assert (found.held_pictures, found.held) == (0, 0)
    assert not found.none
    assert effect(now, now).none


def test_the_lines_of_a_policy_withhold_all_that_is_not_paid() -> None:
    found = payroll(_campaign(), Policy(undecided=Undecided.HOLD))

    lines = by_line(found)

    whole = totals(found)
    assert set(lines) == set(Line)
    assert sum(line.pictures for line in lines.values()) == whole.pictures - whole.paid_pictures
    assert sum(line.units for line in lines.values()) == whole.price - whole.paid
    assert lines[Line.UNDECIDED].pictures == whole.held_pictures > 0


def test_pictures_are_of_their_campaign() -> None:
    found = payroll(_campaign())
    sent = dataclasses.replace(found.submissions, campaign=("b", "a", *["b"] * 5, ""))
    found = dataclasses.replace(found, submissions=sent)

    assert campaigns(found) == {"": 1, "a": 1, "b": 6}
    assert of_campaign(found, "a").tolist() == [False, True, *[False] * 6]
    parts = [totals(found, of_campaign(found, name)).paid for name in campaigns(found)]
    assert sum(parts) == totals(found).paid


def test_a_reason_with_hidden_names_tells_nobodys_name() -> None:
    made = _campaign()
    accept(made, keep=[2], remove=[0])
    found = payroll(made)
    names = hidden(found.names, "secret")

    said = [reason(found, row, names=names) for row in range(len(found))]

    shown = reason(found, 0)
    assert "mei" in shown
    assert f"by {ME}" in shown
    assert not [text for text in said for name in ("ivy", "mei", "raj", ME) if name in text]
    assert f"which {names.person('mei')} submitted first" in said[0]
