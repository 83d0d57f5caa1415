"""Any two pictures side by side, and what is decided there."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server
from tests.browser.desk import card, open_desk, press, settled, walk


def _compare(page: Page) -> Locator:
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="Compare two pictures")
    expect(dialog).to_be_visible()
    return dialog


def test_a_pinned_picture_is_compared_with_one_of_another_group(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))
    press(page, "ArrowRight", "Shift+C", "n", "n")
    pinned = page.get_by_role("button", name="Pinned: scene-00-copy-001.png")
    expect(pinned).to_be_visible()

    dialog = _compare(page)

    expect(dialog.locator(".tag-name")).to_have_text(
        ["scene-00-copy-001.png", "scene-02-copy-000.png"]
    )
    expect(dialog.locator(".told table").first).to_be_visible()
    page.keyboard.press("Escape")
    pinned.click()
    expect(pinned).to_be_hidden()
    expect(_compare(page).locator(".tag-name").first).to_have_text("scene-02-copy-000.png")


def test_the_verdict_keys_mean_the_same_in_compare(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path, copies=4))
    page.keyboard.press("ArrowRight")
    dialog = _compare(page)

    press(page, "2")
    expect(dialog.get_by_role("button", name="Same scene")).to_have_attribute(
        "aria-pressed", "true"
    )
    press(page, ".", "1", "u")
    page.keyboard.press("Escape")

    expect(card(page, 1).locator(".verdict")).to_have_text(["", "same scene", "", ""])


def test_different_takes_the_picture_out_and_the_view_stays(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path, copies=4))
    page.keyboard.press("ArrowRight")
    dialog = _compare(page)

    press(page, "3")

    expect(dialog.locator(".tag-name").last).to_have_text("scene-00-copy-001.png")
    expect(dialog.get_by_role("button", name="Keep B")).to_be_hidden()
    page.keyboard.press(".")
    expect(dialog.locator(".tag-name").last).to_have_text("scene-00-copy-002.png")
    page.keyboard.press("Escape")
    expect(card(page, 1).locator(".tile")).to_have_count(3)


def test_keep_and_remove_are_about_the_picture_on_the_right(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))
    page.keyboard.press("ArrowRight")
    dialog = _compare(page)
    fate = dialog.locator(".fate").last

    page.keyboard.press("k")
    expect(fate).to_have_text("✓ Keep")
    page.keyboard.press("r")
    expect(fate).to_have_text("✕ Remove")
    page.keyboard.press("m")
    expect(fate).to_have_text("✓ Keep")

    settled(page)
    expect(dialog.locator(".fate").first).to_have_text("✕ Remove")
