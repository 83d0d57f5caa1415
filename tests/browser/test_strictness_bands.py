"""The strictness page in real Chromium: two lines, other pages, its table and its looks."""

# ruff: noqa: F811 - fixtures are taken by their names
from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from dedup_core.groups import Rule
from dedup_core.review import Queue, Setting, queued
from dedup_core.scan import OpenDataset
from tests.browser.conftest import WAIT_MS
from tests.browser.screen import groups_shown
from tests.browser.strictness import (  # noqa: F401 - some are fixtures
    LOOSE,
    STRICT,
    address,
    curve,
    drag,
    opened,
    thumb,
    walks,
)


def test_two_lines_part_the_groups_and_their_links_show_them(
    page: Page, address: str, opened: OpenDataset
) -> None:
    page.goto(f"{address}?threshold=14&auto=6")
    curve(page)
    outcome = opened.outcome(Setting("phash", 14, Rule.KEEPER))
    automatic = len(queued(outcome, Queue(spread=(None, 6))))
    review = len(queued(outcome, Queue(spread=(7, None))))

    said = [page.locator(f".band.{name} li").first.inner_text() for name in ("automatic", "review")]
    assert said == [f"{automatic} group{'s' * (automatic != 1)}", f"{review} groups"]
    expect(page.locator(".band.review")).to_contain_text("at 10 s a group: an assumption")
    page.get_by_role("link", name="Review these").click()

    assert groups_shown(page) == review
    assert len(outcome.groups) == automatic + review


def test_the_rule_of_the_automatic_band_is_filled_in(page: Page, address: str) -> None:
    page.goto(f"{address}?threshold=14&auto=6")
    curve(page)
    thumb(page, STRICT).press("ArrowRight")

    page.get_by_role("button", name="Set up the rule").click()

    expect(page.get_by_role("heading", name="Rules")).to_be_visible(timeout=WAIT_MS)
    sentence = "In open groups where every distance to the kept picture is at most 7 bits"
    expect(page.get_by_text(sentence).first).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_role("slider", name="Strictness")).to_have_value("14", timeout=WAIT_MS)


def test_the_slider_of_another_page_follows_the_marker(page: Page, address: str) -> None:
    page.goto(address)
    curve(page)
    drag(page, LOOSE, -4)
    page.mouse.up()
    page.wait_for_url("**threshold=6**")
    page.wait_for_timeout(1000)  # a click in the very moment of a rerun may be lost by Streamlit
    page.locator("[data-test-script-state=notRunning]").wait_for()

    page.get_by_role("link", name="Review", exact=True).click()

    expect(page.get_by_role("slider", name="Strictness")).to_have_value("6", timeout=WAIT_MS)


def test_the_table_says_what_the_curve_draws(page: Page, address: str, opened: OpenDataset) -> None:
    page.goto(address)
    curve(page)

    page.get_by_text("The curve as a table").click()

    found = opened.curve("phash", Rule.KEEPER)
    rows = page.locator("tbody tr")
    assert rows.count() == len(found)
    assert rows.nth(14).locator("td").first.inner_text() == f"{found.groups[14]}"
    label = page.locator(".chart svg").get_attribute("aria-label") or ""
    assert label.startswith(f"At 10 bits: {found.groups[10]} groups, ")


@pytest.mark.parametrize("width", [420, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_the_screen_and_its_words_can_be_read(
    browser: Browser, address: str, *, width: int, scheme: str
) -> None:
    dark = scheme == "dark"
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    page.goto(address)
    curve(page)

    wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    fill = page.locator(".chart .title").first.evaluate("e => getComputedStyle(e).fill")
    red = int(re.findall(r"\d+", fill)[0])

    assert wide <= width
    assert (red > 200) is dark
    context.close()


def test_a_finger_moves_the_marker(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 420, "height": 900}, has_touch=True)
    page = context.new_page()
    page.goto(address)
    curve(page)
    chart = page.locator(".chart svg").bounding_box()
    assert chart

    page.touchscreen.tap(chart["x"] + chart["width"] - 24, chart["y"] + 60)

    page.wait_for_url("**threshold=24**")
    context.close()
