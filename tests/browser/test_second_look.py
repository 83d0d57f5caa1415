"""A blind second look, from the switch to the settled difference, in two browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import WAIT_MS, Server
from tests.browser.screen import go_to, groups_shown, tile

Enters = Callable[[str, str], Page]


@pytest.fixture
def enters(browser: Browser, server: Server) -> Iterator[Enters]:
    """Opens a page in a browser of one's own; no script in it may fail."""
    contexts: list[BrowserContext] = []
    failures: list[str] = []

    def enter(name: str, address: str) -> Page:
        context = browser.new_context(viewport={"width": 1440, "height": 1000})
        contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        context.add_cookies([{"name": "dedup_reviewer", "value": name, "url": server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(f"{server.url}/{address}")
        return page

    yield enter
    for context in contexts:
        context.close()
    assert not failures


def _decide(page: Page, keeping: str) -> None:
    """Keep one more picture and accept the only group on screen."""
    groups_shown(page)
    tile(page, keeping).locator(".pick").click()
    expect(tile(page, keeping).locator(".badge")).to_have_text("✓ Keep")
    page.locator(".card").first.get_by_role("button", name="Accept", exact=True).click()
    expect(page.locator(".card").first.locator(".status")).to_contain_text("Decided")
    expect(page.locator(".card.saving")).to_have_count(0)


def test_a_second_look_is_blind_changes_nothing_and_is_settled(enters: Enters) -> None:
    ana = enters("Ana", "?text=scene-03")
    _decide(ana, "scene-03-copy-1.jpg")

    ben = enters("Ben", "agreement?share=100")
    expect(ben.get_by_text("0 of 1 group looked at again by Ben")).to_be_visible()
    ben.get_by_text("Blind second look", exact=True).click()
    ben.get_by_role("link", name="Look at them").click()

    # The first decision is hidden: one group, open, as it is suggested.
    expect(ben.locator(".grid")).to_have_attribute("data-groups", "1", timeout=WAIT_MS)
    expect(ben.get_by_text("Blind second look", exact=True)).to_be_visible()
    expect(ben.locator(".card .status")).to_have_text("Open")
    badges = ben.locator(".tile .badge")
    expect(badges).to_have_text(["✓ Keep", "✕ Remove", "✕ Remove", "✕ Remove"])
    expect(ben.locator(".grid")).not_to_contain_text("Ana")

    # What is decided now changes nothing for anybody.
    _decide(ben, "scene-03-copy-3.jpg")
    ben.reload()
    groups_shown(ben)
    expect(badges).to_have_text(["✓ Keep", "✕ Remove", "✕ Remove", "✓ Keep"])
    ana.reload()
    groups_shown(ana)
    expect(ana.locator(".tile .badge")).to_have_text(["✓ Keep", "✓ Keep", "✕ Remove", "✕ Remove"])

    # The two decisions are compared, and hidden until the second look ends.
    go_to(ben, "Agreement", section="Judge")
    expect(ben.get_by_text("1 of 1 group looked at again by Ben")).to_be_visible()
    expect(ben.get_by_text("Hidden while your second look is blind")).to_be_visible()
    ben.get_by_text("Blind second look", exact=True).click()
    difference = ben.get_by_role("article", name="Group decided differently 1")
    expect(difference.locator(".decision")).to_have_count(2)
    first, second = difference.locator(".decision").all()
    expect(first.locator(".who strong")).to_have_text("Ana")
    expect(second.locator(".who strong")).to_have_text("Ben")
    expect(first.locator(".differs .name")).to_have_text(
        ["scene-03-copy-1.jpg", "scene-03-copy-3.jpg"]
    )
    expect(first.locator(".differs .fate")).to_have_text(["✓ Keep", "✕ Remove"])
    expect(second.locator(".differs .fate")).to_have_text(["✕ Remove", "✓ Keep"])

    # One of them is chosen, and now it counts.
    difference.get_by_role("button", name="Keep Ben’s").click()
    expect(difference.get_by_text("Settled since")).to_be_visible()
    ana.reload()
    groups_shown(ana)
    expect(ana.locator(".tile .badge")).to_have_text(["✓ Keep", "✕ Remove", "✕ Remove", "✓ Keep"])
    expect(ana.locator(".card .status")).to_contain_text("Decided by Ben")


def test_a_link_or_a_reload_does_not_end_a_second_look(enters: Enters) -> None:
    ben = enters("Ben", "?blind=1&share=50")

    expect(ben.get_by_text("Blind second look", exact=True)).to_be_visible()
    ben.get_by_role("link", name="Datasets").click()
    expect(ben.get_by_role("heading", name="Datasets")).to_be_visible()
    ben.get_by_role("link", name="Review").first.click()

    expect(ben.get_by_text("Blind second look", exact=True)).to_be_visible()
    ben.wait_for_url("**blind=1**")
    ben.reload()
    expect(ben.get_by_text("Blind second look", exact=True)).to_be_visible()
