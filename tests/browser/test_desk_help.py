"""The keys are shown by `?`, and people choose their own."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server
from tests.browser.desk import card, open_desk, reload, settled, walk


def _help(page: Page) -> Locator:
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    return dialog


def test_the_help_lists_every_action_with_a_key_of_its_own(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))

    dialog = _help(page)

    keys = dialog.locator(".key-button").all_inner_texts()
    assert len(keys) > 35
    assert len(set(keys)) == len(keys)
    for words in ("Undo", "Not duplicates", "Same scene", "Split the selected pictures off"):
        expect(dialog.get_by_text(words, exact=True)).to_be_visible()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()


def test_a_chosen_key_counts_at_once_and_after_a_reload(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))
    dialog = _help(page)

    dialog.get_by_role("button", name="Skip: 0").click()
    page.keyboard.press("y")

    expect(dialog.get_by_role("status")).to_have_text("Y now means “Skip”.")
    page.keyboard.press("Escape")
    page.keyboard.press("0")
    page.keyboard.press("y")
    settled(page)
    expect(card(page, 1).locator(".status")).to_contain_text("Skipped")
    reload(page)
    expect(card(page, 1).locator(".status")).to_contain_text("Skipped")
    page.keyboard.press("j")
    page.keyboard.press("y")
    expect(card(page, 2).locator(".status")).to_contain_text("Skipped")


def test_a_key_that_means_something_already_is_not_taken(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))
    dialog = _help(page)

    dialog.get_by_role("button", name="Skip: 0").click()
    page.keyboard.press("k")

    expect(dialog.get_by_role("status")).to_contain_text("K already means “Keep”")
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Skip: 0")).to_be_focused()


def test_all_keys_can_be_put_back(page: Page, server: Server, tmp_path: Path) -> None:
    open_desk(page, walk(server, tmp_path))
    dialog = _help(page)
    dialog.get_by_role("button", name="Undo: U").click()
    page.keyboard.press("Shift+G")
    expect(dialog.get_by_role("button", name="Undo: Shift G")).to_be_visible()

    dialog.get_by_role("button", name="Reset all keys").click()

    expect(dialog.get_by_role("button", name="Undo: U")).to_be_visible()
