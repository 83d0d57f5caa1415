"""Two people at once, in two browsers: they see each other and overwrite nothing unseen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server
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
from tests.browser.screen import groups_shown


@pytest.fixture
def enters(browser: Browser, server: Server) -> Iterator[Enters]:
    """Opens the desk in a browser of one's own; no script in it may fail."""
    with entering(browser, server) as enter:
        yield enter


def test_a_name_is_typed_once_and_the_browser_remembers_it(page: Page, server: Server) -> None:
    page.goto(server.url)
    name = page.get_by_role("textbox", name="Your name")
    expect(name).to_have_value("")

    name.fill("  Ana Müller ")
    name.press("Enter")
    page.wait_for_function("() => document.cookie.includes('dedup_reviewer')")

    page.goto(f"{server.url}/datasets")
    expect(page.get_by_role("textbox", name="Your name")).to_have_value("Ana Müller")


def test_a_group_that_somebody_is_at_says_who(enters: Enters) -> None:
    ana, ben = enters("Ana", only(1)), enters("Ben <b>", only(1))

    expect(ana.locator(".card").first).to_contain_text("Ben <b> is here", timeout=SOON_MS)
    expect(ben.locator(".card").first).to_contain_text("Ana is here", timeout=SOON_MS)

    ben.close()
    expect(ana.locator(".card").first).not_to_contain_text("is here", timeout=SOON_MS)


def test_whoever_is_at_another_group_is_not_here(enters: Enters) -> None:
    ana, ben = enters("Ana", only(1)), enters("Ben", only(2))
    cleo = enters("Cleo", only(1))

    expect(ana.locator(".card").first).to_contain_text("Cleo is here", timeout=SOON_MS)
    expect(cleo.locator(".card").first).to_contain_text("Ana is here", timeout=SOON_MS)

    assert "is here" not in ben.locator(".card").first.inner_text()


def test_what_somebody_else_decides_comes_by_itself(enters: Enters) -> None:
    ana, ben = enters("Ana", only(2)), enters("Ben", only(2))

    accept(ana)

    expect(status(ben)).to_contain_text("Decided by Ana", timeout=SOON_MS)


def test_the_second_is_told_and_sees_both_decisions(enters: Enters) -> None:
    _, ben = conflicting(enters, 3)

    dialog = conflict(ben)
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("heading")).to_have_text(
        "Ana decided about these pictures before you"
    )
    theirs, mine = dialog.locator(".decision").all()
    expect(theirs).to_contain_text("Ana")
    expect(theirs.locator(".removed")).to_have_count(3)
    expect(theirs.locator(".kept")).to_have_count(1)
    expect(mine.locator(".kept .name")).to_have_text(["scene-03-copy-1.jpg"])
    expect(theirs.locator(".differs .name")).to_have_text(["scene-03-copy-1.jpg"])
    image = theirs.locator("img").first
    assert image.evaluate("node => node.decode().then(() => node.naturalWidth)") > 0


def test_whoever_goes_on_pressing_enter_chooses_nothing_unseen(enters: Enters) -> None:
    _, ben = conflicting(enters, 10)
    expect(conflict(ben)).to_be_visible()

    for _ in range(3):
        ben.keyboard.press("Enter")

    expect(conflict(ben)).to_be_visible()


def test_escape_keeps_what_is_there_and_says_what_was_dropped(enters: Enters) -> None:
    ana, ben = conflicting(enters, 5)
    expect(conflict(ben)).to_be_visible()

    ben.keyboard.press("Escape")

    expect(conflict(ben)).to_have_count(0)
    expect(ben.locator(".jump .state")).to_have_text(
        "Not saved: keep 1 picture. What Ana decided stays."
    )
    expect(badge(ben, "scene-05-copy-1.jpg")).to_have_text("✕ Remove")
    for page in (ana, ben):
        page.reload()
        groups_shown(page)
        expect(badge(page, "scene-05-copy-1.jpg")).to_have_text("✕ Remove")
        expect(status(page)).to_contain_text("Decided")


def test_keeping_theirs_keeps_theirs(enters: Enters) -> None:
    _, ben = conflicting(enters, 6)

    conflict(ben).get_by_role("button", name="Keep Ana’s").click()

    expect(conflict(ben)).to_have_count(0)
    ben.reload()
    groups_shown(ben)
    expect(badge(ben, "scene-06-copy-1.jpg")).to_have_text("✕ Remove")


def test_using_mine_stands_over_theirs_for_both(enters: Enters) -> None:
    ana, ben = conflicting(enters, 7)

    conflict(ben).get_by_role("button", name="Use mine").click()

    expect(conflict(ben)).to_have_count(0)
    expect(badge(ben, "scene-07-copy-1.jpg")).to_have_text("✓ Keep")
    expect(badge(ana, "scene-07-copy-1.jpg")).to_have_text("✓ Keep", timeout=SOON_MS)
    ben.reload()
    groups_shown(ben)
    expect(badge(ben, "scene-07-copy-1.jpg")).to_have_text("✓ Keep")
