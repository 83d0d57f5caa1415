"""Two decisions about the same pictures, when more happens meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server
from tests.browser.desk import hold_act
from tests.browser.reviewers import (
    SOON_MS,
    Enters,
    accept,
    badge,
    conflict,
    conflicting,
    entering,
    only,
    status,
)
from tests.browser.screen import groups_shown, tile


@pytest.fixture
def enters(browser: Browser, server: Server) -> Iterator[Enters]:
    """Opens the desk in a browser of one's own; no script in it may fail."""
    with entering(browser, server) as enter:
        yield enter


def test_using_mine_overwrites_nobody_who_spoke_meanwhile(enters: Enters) -> None:
    _, ben = conflicting(enters, 11)
    expect(conflict(ben).get_by_role("heading")).to_contain_text("Ana decided")
    cleo = enters("Cleo", only(11))
    tile(cleo, "scene-11-copy-2.jpg").locator(".pick").click()
    tile(cleo, "scene-11-copy-1.jpg").locator(".pick").click()
    tile(cleo, "scene-11-copy-1.jpg").locator(".pick").click()
    expect(cleo.locator(".jump .state")).to_have_text("All changes saved")

    conflict(ben).get_by_role("button", name="Use mine").click()

    expect(conflict(ben).get_by_role("heading")).to_have_text(
        "Cleo decided about these pictures before you"
    )
    conflict(ben).get_by_role("button", name="Use mine").click()
    expect(conflict(ben)).to_have_count(0)
    expect(ben.locator(".jump .state")).to_have_text("All changes saved")
    expect(badge(cleo, "scene-11-copy-1.jpg")).to_have_text("✓ Keep", timeout=SOON_MS)


@pytest.mark.parametrize(("scene", "choice"), [(2, "Use mine"), (9, "Keep Ana’s")])
def test_one_is_asked_once_however_much_waits(enters: Enters, scene: int, choice: str) -> None:
    first = f"scene-{scene:02}-copy-1.jpg"
    ana, ben = enters("Ana", only(scene)), enters("Ben", only(scene), deaf=True)
    expect(tile(ben, first)).to_be_visible()
    held = hold_act(ben)
    tile(ben, first).locator(".pick").click()
    accept(ben)
    tile(ana, first).locator(".pick").click()
    accept(ana)
    expect(ana.locator(".jump .state")).to_have_text("All changes saved")
    held[0].continue_()

    conflict(ben).get_by_role("button", name=choice).click()

    expect(ben.locator(".grid")).to_have_attribute("data-ahead", "0", timeout=SOON_MS)
    expect(conflict(ben)).to_have_count(0)
    who = "Ben" if choice == "Use mine" else "Ana"
    ana.reload()
    groups_shown(ana)
    expect(status(ana)).to_contain_text("Decided by you" if who == "Ana" else "Decided by Ben")


def test_a_conflict_is_shown_also_after_review_was_left(enters: Enters) -> None:
    ben, ana = enters("Ben", only(1), deaf=True), enters("Ana", only(1))
    accept(ana)
    expect(ana.locator(".jump .state")).to_have_text("All changes saved")
    held = hold_act(ben)
    tile(ben, "scene-01-copy-1.jpg").locator(".pick").click()
    expect(ben.locator(".jump .state")).to_have_text("Saving …")
    ben.get_by_role("link", name="Datasets").click()
    expect(ben.get_by_role("heading", name="Datasets", exact=True)).to_be_visible()

    held[0].continue_()
    expect(conflict(ben).get_by_role("heading")).to_contain_text("Ana decided")
    conflict(ben).get_by_role("button", name="Use mine").click()

    expect(conflict(ben)).to_have_count(0)
    expect(badge(ana, "scene-01-copy-1.jpg")).to_have_text("✓ Keep", timeout=SOON_MS)


def test_an_open_conflict_stays_when_review_is_left(enters: Enters) -> None:
    _, ben = conflicting(enters, 5)
    expect(conflict(ben)).to_be_visible()

    ben.evaluate("() => document.querySelector('a[href$=datasets]').click()")
    expect(ben.locator(".grid[data-groups]")).to_have_count(0)
    ben.keyboard.press("Escape")

    expect(conflict(ben)).to_have_count(0)
    said = ben.get_by_role("alert")
    expect(said).to_contain_text("Not saved: keep 1 picture. What Ana decided stays.")
