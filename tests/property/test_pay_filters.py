"""Parts of a payroll, by campaign or contributor, add up to the whole; names hidden or not."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.names import hidden
from dedup_core.pay import Payroll, Policy, Totals, across, by_contributor, of_campaign, totals
from tests.paying import payroll
from tests.property.test_pay_property import ROWS, desks, policies
from tests.ruling import Desk

campaigns = st.lists(st.sampled_from(["", "North", "South"]), min_size=ROWS, max_size=ROWS)


def _with_campaigns(made: Desk, policy: Policy, of: list[str]) -> Payroll:
    found = payroll(made, policy)
    return replace(found, submissions=replace(found.submissions, campaign=tuple(of)))


def _sum(parts: list[Totals]) -> Totals:
    return Totals(*(sum(getattr(one, field.name) for one in parts) for field in fields(Totals)))


@given(desks(), policies, campaigns)
def test_campaigns_add_up_to_the_whole(made: Desk, policy: Policy, of: list[str]) -> None:
    found = _with_campaigns(made, policy, of)

    parts = [totals(found, of_campaign(found, one)) for one in ("", "North", "South")]

    assert _sum(parts) == totals(found)


@given(desks(), policies, campaigns)
def test_contributors_of_each_campaign_add_up_to_those_of_all(
    made: Desk, policy: Policy, of: list[str]
) -> None:
    found, whole = _with_campaigns(made, policy, of), by_contributor(payroll(made, policy))

    parts = [by_contributor(found, of_campaign(found, one)) for one in ("", "North", "South")]

    for column in ("submitted", "payable", "copied_from", "price", "amount", "held", "unpaid"):
        told = dict.fromkeys(whole.name, 0)
        for part in parts:
            for name, value in zip(part.name, getattr(part, column).tolist(), strict=True):
                told[name] += value
        assert list(told.values()) == getattr(whole, column).tolist()


@given(desks(), policies)
def test_each_contributor_alone_has_the_totals_of_their_pictures(
    made: Desk, policy: Policy
) -> None:
    found = payroll(made, policy)
    people = by_contributor(found)

    alone = [
        totals(found, np.array([one == name for one in found.submissions.contributor]))
        for name in people.name
    ]

    assert [part.paid for part in alone] == people.amount.tolist()
    assert [part.held for part in alone] == people.held.tolist()
    assert [part.pictures for part in alone] == people.submitted.tolist()
    assert _sum(alone) == totals(found)


@given(desks(), policies, st.text(max_size=5))
def test_with_hidden_names_every_amount_is_still_somebodys(
    made: Desk, policy: Policy, secret: str
) -> None:
    found = payroll(made, policy)
    people, names = by_contributor(found), hidden(found.submissions.contributor, secret)

    called = [names.person(name) for name in people.name]

    assert len(set(called)) == len(called)
    assert not set(called) & {name for name in people.name if name}
    by_alias = dict(zip(called, people.amount.tolist(), strict=True))
    assert sum(by_alias.values()) == totals(found).paid


@given(desks(), policies, campaigns)
def test_what_accounts_share_in_each_campaign_adds_up(
    made: Desk, policy: Policy, of: list[str]
) -> None:
    found = _with_campaigns(made, policy, of)

    parts = [across(found, of_campaign(found, one)) for one in ("", "North", "South")]

    whole = across(found)
    assert sum(int(part.pictures.sum()) for part in parts) == int(whole.pictures.sum())
    assert int(whole.pictures.sum()) == int(by_contributor(found).copied_from.sum())
