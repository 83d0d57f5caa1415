"""A server that was stopped and started again: nothing was forgotten."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import served
from tests.browser.desk import card, open_desk, press, walk


def test_undo_and_redo_go_on_after_the_server_was_restarted(
    context: BrowserContext, tmp_path: Path
) -> None:
    page = context.new_page()
    with served(tmp_path / "workspace", tmp_path) as first:
        address = walk(first, tmp_path, scenes=3)
        open_desk(page, address)
        press(page, "Enter", "0")
        expect(card(page, 1).locator(".status")).to_contain_text("Decided")
        expect(card(page, 2).locator(".status")).to_contain_text("Skipped")
        page.goto("about:blank")

    with served(tmp_path / "workspace", tmp_path) as again:
        open_desk(page, address.replace(first.url, again.url))
        expect(card(page, 2).locator(".status")).to_contain_text("Skipped")
        press(page, "u", "u")

        expect(card(page, 1).locator(".status")).to_have_text("Open")
        expect(card(page, 2).locator(".status")).to_have_text("Open")
        press(page, "Shift+U")
        expect(card(page, 1).locator(".status")).to_contain_text("Decided")
        page.goto("about:blank")
