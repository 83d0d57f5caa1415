"""Who is paid for what, in real Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dedup_core.manifest import folder_pattern
from dedup_core.store import Workspace
from tests.browser.conftest import Server
from tests.browser.people import (
    FIRST,
    SECOND,
    campaign,
    cells,
    names_in_order,
    open_people,
    open_person,
    person,
)
from tests.browser.screen import choose, expect_metric

HOSTILE = "<img src=x onerror=document.title='taken'> **quincy**"


@pytest.fixture(scope="module")
def people(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    return campaign(server, tmp_path_factory.mktemp("people"))


def test_the_table_says_who_is_paid_for_what(page: Page, server: Server, people: str) -> None:
    open_people(page, server, people)

    assert names_in_order(page) == [FIRST, SECOND]
    first, second = cells(page, FIRST), cells(page, SECOND)
    assert (first["Submitted"], first["Own copies"], first["By others"]) == ("11", "3", "2")
    assert (first["Payable"], first["Amount USD"]) == ("8", "2.00")
    assert (second["From others"], second["Withheld"], second["Amount USD"]) == ("2", "2", "0.75")
    expect_metric(page, "To be paid", "2.75 USD")
    expect_metric(page, "Submitted", "4.00 USD")


def test_a_press_on_a_heading_sorts_and_the_link_keeps_it(
    page: Page, server: Server, people: str
) -> None:
    open_people(page, server, people)

    page.get_by_role("button", name="From others").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("From others")
    assert names_in_order(page) == [SECOND, FIRST]
    page.get_by_role("button", name="From others").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("From others")
    page.reload()

    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("From others")
    assert names_in_order(page) == [FIRST, SECOND]


def test_a_search_leaves_who_fits(page: Page, server: Server, people: str) -> None:
    open_people(page, server, people)

    page.get_by_role("textbox", name="Contributor").fill("QUIN")
    page.keyboard.press("Enter")

    expect(page.locator(".where").first).to_have_text("1 contributor")
    assert names_in_order(page) == [SECOND]


def test_many_people_are_paged_and_a_link_opens_the_page(page: Page, server: Server) -> None:
    store = Workspace(server.workspace)
    (dataset,) = (one.id for one in store.datasets() if one.name == "pictures")
    store.manifests.attach(dataset, folder_pattern("{contributor}.jpg"))  # 30 people
    store.close()
    open_people(page, server, dataset)
    expect(page.locator(".where").first).to_have_text("1 – 25 of 30 contributors")

    page.get_by_role("button", name="Next contributors").click()

    expect(page.locator(".where").first).to_have_text("26 – 30 of 30 contributors")
    assert len(names_in_order(page)) == 5
    page.wait_for_url("**page=2**")
    page.reload()
    expect(page.locator(".where").first).to_have_text("26 – 30 of 30 contributors")


def test_a_campaign_has_its_own_people_and_totals(page: Page, server: Server, people: str) -> None:
    open_people(page, server, people)

    choose(page.get_by_test_id("stMain").get_by_role("combobox").first, "south · 8 pictures")

    expect_metric(page, "Submitted", "2.00 USD")
    assert cells(page, FIRST)["Submitted"] == "3"
    expect_metric(page, "To be paid", "0.75 USD")


def test_each_unpaid_picture_stands_beside_its_original_with_the_reason(
    page: Page, server: Server, people: str
) -> None:
    open_people(page, server, people)
    open_person(page, SECOND)

    cards = page.locator(".card")
    expect(cards).to_have_count(2)
    expect(cards.first).to_contain_text("Not paid: a copy of “zoltan/shot-5.png”, which zoltan")
    expect(cards.first).to_contain_text("0.25 USD")
    expect(cards.first.locator(".role.paid")).to_have_text("Original · paid")
    page.wait_for_function(
        """() => [...document.querySelectorAll('*')].filter(n => n.shadowRoot)
            .flatMap(n => [...n.shadowRoot.querySelectorAll('.card img')])
            .filter(image => image.naturalWidth > 0).length === 4"""
    )

    page.get_by_role("button", name="Enlarge quincy/taken-0.png").click()

    expect(page.locator("dialog.enlarged[open]")).to_contain_text("quincy/taken-0.png")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.enlarged[open]")).to_have_count(0)


def test_a_card_leads_to_its_group_at_the_same_setting(
    page: Page, server: Server, people: str
) -> None:
    open_people(page, server, people, "&threshold=6&who=quincy")

    page.locator(".card").first.get_by_role("link", name="Review").click()

    expect(page.locator(".grid[data-groups='1']")).to_be_attached()
    expect(page.locator(".tile").filter(has_text="taken-0.png")).to_have_count(1)
    assert "threshold=6" in page.url


def test_the_detail_is_walked_by_keyboard(page: Page, server: Server, people: str) -> None:
    open_people(page, server, people)
    page.get_by_role("button", name=FIRST, exact=True).focus()

    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=FIRST, exact=True)).to_be_visible()
    expect(person(page, FIRST).get_by_role("button")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Next", exact=True).press("Enter")

    expect(page.get_by_role("heading", name=SECOND, exact=True)).to_be_visible()
    page.get_by_role("button", name="Close", exact=True).press("Enter")
    expect(page.get_by_role("heading", name=SECOND, exact=True)).to_have_count(0)


def test_a_link_brings_the_person_along(page: Page, server: Server, people: str) -> None:
    open_people(page, server, people)
    open_person(page, SECOND)
    page.wait_for_url("**who=quincy**")

    page.reload()

    expect(page.get_by_role("heading", name=SECOND, exact=True)).to_be_visible()
    expect(page.locator(".card")).to_have_count(2)


def test_a_name_that_looks_like_markup_is_shown_letter_by_letter(
    page: Page, server: Server, tmp_path: Path
) -> None:
    dataset = campaign(server, tmp_path, second=HOSTILE)
    open_people(page, server, dataset)

    open_person(page, HOSTILE)

    expect(page.locator(".card").first).to_contain_text("not paid")
    assert "Contributors" in page.title()


def test_on_a_telephone_nothing_sticks_out(page: Page, server: Server, people: str) -> None:
    page.set_viewport_size({"width": 420, "height": 900})
    open_people(page, server, people, "&who=quincy")
    expect(page.locator(".card")).to_have_count(2)

    wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")

    assert wide <= 420
