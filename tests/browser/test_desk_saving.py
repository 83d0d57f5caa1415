"""The screen answers at once, says what is not on disk yet, and sends until it is."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Server
from tests.browser.desk import card, open_desk, reload, settled, walk


def test_a_decision_is_shown_at_once_and_marked_until_it_is_on_disk(
    page: Page, server: Server, tmp_path: Path
) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/acts/*", hold)
    open_desk(page, walk(server, tmp_path))

    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")
    tile = card(page, 1).locator(".tile").nth(1)

    expect(tile.locator(".badge")).to_have_text("✓ Keep")
    expect(tile).to_have_class("tile saving")
    expect(page.locator(".jump .state")).to_have_text("Saving …")
    waiting.pop().continue_()
    expect(page.locator(".jump .state")).to_have_text("All changes saved")
    expect(tile).to_have_class("tile")


def test_it_is_sent_again_until_the_server_answers_and_stored_once(
    page: Page, server: Server, tmp_path: Path
) -> None:
    answers: list[str] = []

    def lose_two(route: Route) -> None:
        answers.append(route.fetch().text())  # the server has it; nobody hears of that
        if len(answers) <= 2:
            route.abort()
        else:
            route.fulfill(body=answers[-1], content_type="application/json")

    page.route("**/acts/*", lose_two)
    open_desk(page, walk(server, tmp_path))

    page.keyboard.press("Enter")
    expect(page.locator(".jump .state")).to_contain_text("Not saved yet")
    expect(page.locator(".jump .state")).to_have_text("All changes saved")

    assert len(answers) == 3
    assert len(set(answers)) == 1
    settled(page)
    page.unroute("**/acts/*")
    page.keyboard.press("u")
    expect(page.locator(".where")).to_contain_text("0 decided")
    expect(page.locator(".jump [data-act=undo]")).to_be_disabled()


def test_decisions_are_stored_in_the_order_in_which_they_were_made(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))
    page.keyboard.press("ArrowRight")

    for key in "xxxkrkm":
        page.keyboard.press(key)

    settled(page)
    reload(page)
    keep, drop = "✓ Keep", "✕ Remove"
    expect(card(page, 1).locator(".badge")).to_have_text([drop, keep, drop])


def test_what_the_server_refuses_is_said_and_taken_back(
    page: Page, server: Server, tmp_path: Path
) -> None:
    reason = {"error": "This picture is held by somebody."}
    page.route("**/acts/*", lambda route: route.fulfill(status=422, json=reason))
    open_desk(page, walk(server, tmp_path))

    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")

    expect(page.locator(".jump .state")).to_have_text("This picture is held by somebody.")
    expect(card(page, 1).locator(".badge").nth(1)).to_have_text("✕ Remove")
