"""What is not saved is told, wherever one is, and takes nothing else with it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Server
from tests.browser.desk import at_hand, card, hold_act, open_desk, press, reload, settled, walk

REFUSED = {"error": "This picture is held by somebody."}
UNSAVED = """() => {
    const leaving = new Event("beforeunload", { cancelable: true });
    return !dispatchEvent(leaving);
}"""


def _refuse(page: Page, held: list[Route]) -> None:
    """Answer what is held with a refusal; what comes behind it reaches the server."""
    expect(page.locator(".jump .state")).to_have_text("Saving …")
    held[0].fulfill(status=422, json=REFUSED)


def test_an_undo_of_what_was_refused_takes_nothing_else_back(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))
    press(page, "Enter")
    held = hold_act(page)
    page.keyboard.press("Enter")
    page.keyboard.press("u")

    _refuse(page, held)

    expect(page.locator(".jump .state")).to_have_text(
        "This picture is held by somebody. The undo after it was left out."
    )
    settled(page)
    reload(page)
    expect(card(page, 1).locator(".status")).to_contain_text("Decided")
    expect(page.locator(".where")).to_contain_text("1 decided")


def test_an_undo_of_another_decision_is_still_sent(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))
    held = hold_act(page)
    for key in ("Enter", "Enter", "Enter", "u"):  # it takes the third one back
        page.keyboard.press(key)

    _refuse(page, held)

    expect(page.locator(".jump .state")).to_have_text(REFUSED["error"])
    settled(page)
    reload(page)
    expect(card(page, 1).locator(".status")).to_have_text("Open")
    expect(card(page, 2).locator(".status")).to_contain_text("Decided")
    expect(card(page, 3).locator(".status")).to_have_text("Open")


def test_the_tab_is_not_closed_unasked_after_review_was_left(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))
    held = hold_act(page)
    page.keyboard.press("Enter")
    expect(page.locator(".jump .state")).to_have_text("Saving …")

    page.get_by_role("link", name="Datasets").click()
    expect(page.get_by_role("heading", name="Datasets", exact=True)).to_be_visible()
    assert page.evaluate(UNSAVED)
    held[0].fulfill(status=422, json=REFUSED)

    expect(page.get_by_role("alert").get_by_text(REFUSED["error"])).to_be_visible()
    assert not page.evaluate(UNSAVED)
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_text(REFUSED["error"])).to_have_count(0)


def test_a_server_that_fails_at_one_decision_does_not_hold_up_the_next(
    page: Page, server: Server, tmp_path: Path
) -> None:
    page.clock.install()
    open_desk(page, walk(server, tmp_path))
    tokens: list[str] = []

    def fail_at_the_first(route: Route) -> None:
        tokens.append((route.request.post_data_json or {})["token"])
        if tokens[-1] == tokens[0]:
            route.fulfill(status=500, json={})
        else:
            route.continue_()

    page.route("**/acts/*", fail_at_the_first)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    for times in range(1, 5):
        expect(page.locator(".jump .state")).to_contain_text("Not saved yet")
        page.wait_for_timeout(300)
        assert tokens == tokens[:1] * times
        page.clock.run_for(1500 * 2 ** (times - 1))

    expect(page.locator(".jump .state")).to_contain_text("the server failed at this decision")
    expect(card(page, 2).locator(".status")).to_contain_text("Decided")
    expect(card(page, 1).locator(".status")).to_have_text("Open")
    assert tokens.count(tokens[0]) == 5


def test_what_is_decided_is_not_decided_again_by_going_on(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))
    press(page, "Enter", "0", "p", "p")
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.url) if "/acts/" in request.url else None
    )

    page.keyboard.press("0")
    expect(page.locator(".jump .state")).to_have_text("Already decided; Shift O opens it again.")
    page.keyboard.press("Enter")

    expect(at_hand(page).locator(".title")).to_have_text("Group 3")
    page.keyboard.press("p")
    page.keyboard.press("0")
    expect(page.locator(".jump .state")).to_have_text("Already skipped; Shift O opens it again.")
    page.keyboard.press("Enter")
    expect(at_hand(page).locator(".title")).to_have_text("Group 3")
    expect(card(page, 2).locator(".status")).to_contain_text("Skipped")
    assert not sent
