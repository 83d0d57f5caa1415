"""Whatever was found, submitted and decided: rows of an export add up to what the screen says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.manifest import amount
from dedup_core.manifest.money import places
from dedup_core.names import hidden
from dedup_core.pay import Policy, by_contributor, totals
from dedup_core.pay.payroll import FATES, Fate
from dedup_core.report.tables import fill
from tests.exporting import column, dicts, of_payroll, table
from tests.paying import payroll
from tests.property.test_pay_property import ROWS, desks, policies
from tests.ruling import Desk

CAMPAIGNS = st.lists(st.sampled_from(["", "North", "South"]), min_size=ROWS, max_size=ROWS)
CURRENCIES = st.sampled_from(["", "USD", "JPY", "KWD"])


def _money(found: list[dict[str, object]], name: str) -> Decimal:
    return sum((cell for cell in column(found, name) if cell is not None), Decimal())


@given(desks(), policies, CAMPAIGNS, CURRENCIES, st.booleans())
def test_the_pay_of_every_campaign_adds_up_to_its_totals(
    made: Desk, policy: Policy, of: list[str], currency: str, hide: bool
) -> None:
    found = payroll(made, policy)
    found = replace(
        found, submissions=replace(found.submissions, campaign=tuple(of), currency=currency)
    )
    subject = of_payroll(found, hidden(found.names, "a secret") if hide else None)

    for campaign in (None, "", "North", "South"):
        chosen = np.array([campaign is None or one == campaign for one in of])
        shown = totals(found, chosen)
        filled = fill(table("pay"), subject, campaign=campaign)
        head, rows = filled.head, dicts(filled)

        assert _money(rows, "amount") == head["paid"] == amount(shown.paid, currency)
        assert _money(rows, "price") == head["price"] == amount(shown.price, currency)
        assert head["paid"] + head["unpaid"] + head["held"] == head["price"]
        assert sum(column(rows, "amount_units")) == shown.paid
        assert [row["fate"] for row in rows].count("held") == head["held_pictures"]
        assert -head["paid"].as_tuple().exponent == places(currency)


@given(desks(), policies, st.booleans())
def test_contributors_and_pay_say_the_same_of_each_person(
    made: Desk, policy: Policy, hide: bool
) -> None:
    found = payroll(made, policy)
    subject = of_payroll(found, hidden(found.names, "a secret") if hide else None)

    people = dicts(fill(table("contributors"), subject))
    pay = dicts(fill(table("pay"), subject))

    by_name = by_contributor(found)
    assert len(people) == len(by_name)
    for person in people:
        mine = [row for row in pay if row["contributor"] == person["contributor"]]
        assert _money(mine, "amount") == person["amount"]
        assert sum(column(mine, "price_units")) == person["price_units"]
        assert len(mine) == person["submitted"]


@given(desks(), policies)
def test_a_picture_with_a_price_has_an_amount_and_only_a_paid_one_has_all_of_it(
    made: Desk, policy: Policy
) -> None:
    found = payroll(made, policy)

    for row in dicts(fill(table("pay"), of_payroll(found))):
        paid = row["fate"] == FATES[FATES.index(Fate.PAID)].value
        assert row["amount"] == (row["price"] if paid else row["price"] and Decimal())
