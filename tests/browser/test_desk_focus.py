"""Keys go on working when something else of the page had the focus a moment ago."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.desk import at_hand, card, open_desk, press, settled, walk


def test_a_click_beside_everything_does_not_take_the_keys_away(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))

    page.get_by_role("heading", name="walk").click()
    press(page, "n", "0")

    expect(card(page, 2).locator(".status")).to_contain_text("Skipped")


def test_a_name_that_was_typed_gives_the_keys_back(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))
    name = page.get_by_role("textbox", name="Your name")

    name.fill("Dora")
    name.press("Enter")
    expect(page.locator(".grid")).to_have_attribute("data-reviewer", "Dora")
    press(page, "0")

    expect(name).to_have_value("Dora")
    expect(card(page, 1).locator(".status")).to_contain_text("Skipped")


def test_letters_count_on_the_slider_and_arrows_move_it(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))
    slider = page.get_by_role("slider", name="Strictness")

    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_value("11")
    settled(page)
    slider.focus()
    press(page, "0")

    expect(page.locator('.card[data-status="skipped"]')).to_have_count(1)
    expect(at_hand(page)).to_be_visible()


def test_an_undo_is_said_where_it_can_be_seen(page: Page, server: Server, tmp_path: Path) -> None:
    open_desk(page, walk(server, tmp_path))

    press(page, "0", "u")

    expect(page.locator(".flash")).to_contain_text("Undone:")
    expect(page.locator(".flash")).to_be_empty(timeout=15_000)
