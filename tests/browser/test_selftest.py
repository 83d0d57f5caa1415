"""The self-test page: started, stopped, read, and followed by the slider."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server

CHANGES = 11


@pytest.fixture
def result(page: Page, server: Server) -> Locator:
    """The result of ten pictures; the first test that asks for it waits for the run."""
    page.goto(f"{server.url}/selftest?originals=10")
    start, shown = page.get_by_role("button", name="Start the test"), page.locator(".selftest")
    expect(start.or_(shown.locator("table"))).to_be_visible()
    if start.is_visible():
        start.click()
    expect(shown.locator("table")).to_be_visible(timeout=120_000)
    return shown


def _said(result: Locator) -> int:
    """How many copies the sentence under the slider says are found."""
    text = result.get_by_role("status").inner_text()
    return int(re.findall(r"Finds (\d+) of 110 copies", text)[0])


def test_the_table_says_what_each_method_finds(result: Locator) -> None:
    rows = result.locator("tbody tr")

    expect(rows).to_have_count(CHANGES)
    expect(result.get_by_role("row", name=re.compile("^Saved again"))).to_contain_text("100 %")
    expect(result.get_by_role("row", name=re.compile("^False hits"))).to_be_visible()
    expect(result.locator(".example")).to_have_count(CHANGES)


def test_the_slider_moves_the_numbers_at_once_and_the_address_follows(
    page: Page, result: Locator
) -> None:
    slider = result.get_by_role("slider", name="Strictness of Perceptual hash")
    before = _said(result)

    slider.focus()
    page.keyboard.press("End")
    loose = _said(result)
    page.keyboard.press("Home")
    strict = _said(result)

    assert strict < before <= loose
    expect(page).to_have_url(re.compile("threshold=0"))
    expect(slider).to_have_value("0")
    expect(result.get_by_role("status")).to_contain_text(f"Finds {strict} of")


def test_another_method_is_picked_by_its_name_and_moved_by_keyboard(
    page: Page, result: Locator
) -> None:
    result.get_by_role("button", name="Move the threshold of PDQ", exact=True).focus()
    page.keyboard.press("Enter")
    slider = result.get_by_role("slider", name="Strictness of PDQ")
    expect(slider).to_be_visible()

    slider.focus()
    page.keyboard.press("Home")

    column = result.get_by_role("button", name="Move the threshold of PDQ", exact=True)
    expect(column).to_have_attribute("aria-pressed", "true")
    expect(column).to_contain_text("0 bits")
    assert "threshold" not in page.url


def test_a_copy_is_enlarged_and_closed_by_escape(page: Page, result: Locator) -> None:
    result.get_by_role("button", name="Enlarge the copy, mirrored").click()
    dialog = page.get_by_role("dialog", name="The picture, enlarged")
    expect(dialog).to_be_visible()

    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()


def test_a_run_is_stopped_and_can_begin_again(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/selftest?originals=100&draw=7")
    page.get_by_role("button", name="Start the test").click()

    page.get_by_role("button", name="Stop").click()

    expect(page.get_by_role("button", name="Start the test")).to_be_enabled()
    expect(page.locator(".selftest")).to_have_count(0)
