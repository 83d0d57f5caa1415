"""A change of the policy moves money at once, says by how much, and a link keeps it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.people import campaign, open_people, open_person
from tests.browser.screen import choose, expect_metric


@pytest.fixture(scope="module")
def people(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    return campaign(server, tmp_path_factory.mktemp("people"))


def _choose(page: Page, label: str, option: str) -> None:
    box = page.get_by_test_id("stSelectbox").filter(has=page.get_by_text(label, exact=True))
    choose(box.get_by_role("combobox"), option)


def test_money_follows_a_change_of_the_policy(page: Page, server: Server, people: str) -> None:
    open_people(page, server, people)
    expect_metric(page, "To be paid", "2.75 USD")

    _choose(page, "Undecided", "Held")

    expect_metric(page, "Held", "1.25 USD")
    expect_metric(page, "Not paid", "0.00 USD")
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("Undecided: as suggested → held: +5 pictures held (+1.25 USD).")
    _choose(page, "Undecided", "Paid")
    expect_metric(page, "To be paid", "4.00 USD")
    expect(main).to_contain_text(
        "Undecided: held → paid: +5 pictures paid (+1.25 USD); −5 pictures held (−1.25 USD)."
    )
    expect(main).to_contain_text("Against the usual policy: +5 pictures paid (+1.25 USD).")


def test_a_link_keeps_the_policy_and_the_reason_names_its_line(
    page: Page, server: Server, people: str
) -> None:
    open_people(page, server, people, "&undecided_pay=hold")

    open_person(page, "quincy")

    card = page.locator(".card").first
    expect(card).to_contain_text("Held: a copy of “zoltan/shot-5.png”")
    expect(card).to_contain_text("Policy: “What would not be paid is held until somebody decides”")


def test_money_follows_the_strictness(page: Page, server: Server, people: str) -> None:
    open_people(page, server, people)
    slider = page.get_by_role("slider", name="Strictness")
    slider.focus()

    page.keyboard.press("Home")  # identical only: no copy here is one

    expect_metric(page, "To be paid", "4.00 USD")
    expect(page.get_by_test_id("stMain")).to_contain_text("→ 0: +5 pictures paid (+1.25 USD).")


def test_each_line_of_the_policy_says_what_it_withholds(
    page: Page, server: Server, people: str
) -> None:
    open_people(page, server, people)

    page.get_by_text("The policy line by line", exact=True).click()

    lines = page.get_by_test_id("stExpander").filter(has_text="The policy line by line")
    expect(lines.last).to_contain_text("Withholds 5 pictures, 1.25 USD")
