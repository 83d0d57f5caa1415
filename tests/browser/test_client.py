"""A link for a client: made, opened, tried out, taken back; nothing is written through it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, WebSocket, expect

from dedup_core.access import Allow, Share, offer
from dedup_core.groups import Rule
from dedup_core.pay import Policy
from dedup_core.review import Setting
from dedup_core.store import Workspace
from tests.browser.conftest import WAIT_MS, Server, start_server, stop_server
from tests.browser.screen import expect_metric, groups_shown, number
from tests.manifests import manifest

OFFICIAL = Setting("phash", 0, Rule.KEEPER)
SLIDER = "Try another strictness"


@pytest.fixture(scope="module")
def store(server: Server) -> Iterator[Workspace]:
    """The workspace of the server, to make links and to look into its log."""
    opened = Workspace(server.workspace)
    yield opened
    opened.close()


def _offer(store: Workspace, *allowed: Allow) -> tuple[Share, str]:
    (dataset,) = store.datasets()
    return offer(
        store.shares, dataset.id, OFFICIAL, Policy(), allowed=allowed, label="Lumen *Maps*"
    )


def _listen(page: Page, secret: str) -> list[str]:
    """Everything that this tab is sent with the secret in it, or sends to change something."""
    found: list[str] = []

    def asked(request: Request) -> None:
        if secret in request.url or (request.method != "GET" and "/dedup/" in request.url):
            found.append(f"{request.method} {request.url}")

    def told(frame: Any) -> None:
        data = frame if isinstance(frame, bytes) else str(frame).encode()
        if secret.encode() in data:
            found.append("a message with the secret")

    def connected(socket: WebSocket) -> None:
        socket.on("framereceived", told)

    page.on("request", asked)
    page.on("websocket", connected)
    return found


def test_a_client_tries_another_strictness_and_a_reload_brings_the_official_one(
    server: Server, store: Workspace, page: Page
) -> None:
    _, token = _offer(store, Allow.SANDBOX)
    leaks = _listen(page, store.secret())
    last = store.log.last(store.datasets()[0].id)

    page.goto(f"{server.url}/client?share={token}")
    official = groups_shown(page)
    expect(page.get_by_text("Official setting: 0 bits")).to_be_visible()
    expect(page.get_by_text("For Lumen *Maps*")).to_be_visible()
    flagged = number(page, "Flagged")
    page.get_by_role("slider", name=SLIDER).focus()
    page.keyboard.press("End")
    expect(page.get_by_text("You are looking at 24 bits")).to_be_visible()
    expect(page.locator(".client .said")).to_have_count(3)
    expect(page.locator(".client .said").nth(1)).to_contain_text(f"{flagged} flagged")
    assert number(page, "Flagged") > flagged
    page.get_by_role("button", name="Back to the official setting").click()
    expect_metric(page, "Flagged", str(flagged))
    page.get_by_role("slider", name=SLIDER).focus()
    page.keyboard.press("End")
    expect(page.get_by_text("You are looking at 24 bits")).to_be_visible()
    page.reload()

    expect(page.get_by_text("Official setting: 0 bits")).to_be_visible()
    assert groups_shown(page) == official
    assert leaks == []
    assert store.log.last(store.datasets()[0].id) == last


def test_the_groups_offer_looking_and_nothing_else(
    server: Server, store: Workspace, page: Page
) -> None:
    _, token = _offer(store)
    leaks = _listen(page, store.secret())
    page.goto(f"{server.url}/client?share={token}")
    groups_shown(page)
    first = page.locator(".card").first

    first.locator(".pick").nth(1).focus()
    for key in ("x", "d", "a", "1", "3", "v", "s", "0", "u", "t"):
        page.keyboard.press(key)
    expect(page.locator(".tile .badge").first).to_have_text("✓ Kept")
    offered = ["Compare", "⋯", *["⤢"] * first.locator(".tile").count()]
    expect(first.locator("[data-act]:visible")).to_have_text(offered)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).not_to_contain_text("Not duplicates")
    page.get_by_role("dialog", name="Keys").get_by_role("button", name="Close").click()
    first.locator(".pick").nth(1).click()
    large = page.get_by_role("dialog", name="Large view")
    expect(large.get_by_role("button")).to_have_text(
        ["← Previous", "Next →", "Compare (C)", "Close"]
    )
    large.get_by_role("button", name="Compare").click()
    compare = page.get_by_role("dialog", name="Compare two pictures")
    expect(compare.get_by_text("Copy", exact=True)).to_be_visible()
    expect(compare.get_by_role("button", name="Duplicate")).to_have_count(0)
    expect(compare.get_by_role("button", name="Remove B")).to_have_count(0)

    assert page.get_by_role("slider", name=SLIDER).count() == 0
    assert leaks == []


def test_a_link_that_is_taken_back_closes_also_where_it_is_open(
    server: Server, store: Workspace, page: Page
) -> None:
    share, token = _offer(store, Allow.SANDBOX)
    page.goto(f"{server.url}/client?share={token}")
    groups_shown(page)

    store.shares.revoke(share.id)
    page.get_by_role("slider", name=SLIDER).focus()
    page.keyboard.press("ArrowRight")

    expect(page.get_by_text("This link was taken back")).to_be_visible()
    expect(page.locator(".grid")).to_have_count(0)


def test_links_that_open_nothing_say_so(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/client?share=made-up")
    expect(page.get_by_text("This link is not known here")).to_be_visible()

    page.goto(f"{server.url}/client")
    expect(page.get_by_text("Open the link that you were sent")).to_be_visible()
    expect(page.get_by_role("link", name="Review")).to_have_count(0)


def test_other_pages_in_a_clients_tab_say_what_they_are(
    server: Server, store: Workspace, page: Page
) -> None:
    _, token = _offer(store)
    page.goto(f"{server.url}/client?share={token}")
    groups_shown(page)

    page.evaluate(
        "history.pushState({}, '', '/review'); dispatchEvent(new PopStateEvent('popstate'))"
    )

    expect(page.get_by_text("This page is for reviewers")).to_be_visible()
    expect(page.locator(".grid")).to_have_count(0)


def test_a_reviewer_makes_a_link_and_takes_it_back(
    server: Server, store: Workspace, page: Page, browser: Browser
) -> None:
    (dataset,) = store.datasets()
    store.manifests.attach(dataset.id, manifest("scene-01-copy-0.jpg,mei,,,0.15,USD"))
    page.goto(f"{server.url}/contributors")
    page.get_by_role("button", name="Share with a client").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("For whom").fill("Lumen")
    dialog.get_by_text("See amounts to be paid").click()
    dialog.get_by_role("button", name="Make the link").click()
    expect(dialog.get_by_text("The link is ready")).to_be_visible()
    link = dialog.locator("code").inner_text()

    other = browser.new_context(viewport={"width": 420, "height": 900})
    client = other.new_page()
    client.goto(link)
    groups_shown(client)
    expect(client.get_by_text("For Lumen")).to_be_visible()
    expect(client.get_by_text("0.15 USD").first).to_be_visible()
    dialog.get_by_role("button", name="Take back").first.click()
    expect(dialog.get_by_text("Closed links")).to_be_visible()
    client.reload()
    expect(client.get_by_text("This link was taken back")).to_be_visible(timeout=WAIT_MS)
    other.close()


@pytest.fixture(scope="module")
def for_clients(server: Server, pictures: Path) -> Iterator[Server]:
    """A second server on the same workspace, for clients only."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DEDUP_ROLE", "client")
        running = start_server(server.workspace, pictures.parent)
    yield running
    stop_server(running)


def test_a_dashboard_for_clients_shows_what_links_open_and_no_other_page(
    for_clients: Server, store: Workspace, page: Page
) -> None:
    _, token = _offer(store, Allow.SANDBOX)
    page.goto(f"{for_clients.url}/client?share={token}")
    assert groups_shown(page) > 0

    for address in ("", "review", "datasets", "contributors"):
        page.goto(f"{for_clients.url}/{address}")
        expect(page.get_by_text("Open the link that you were sent")).to_be_visible()
        expect(page.get_by_role("link", name=address.title() or "Review")).to_have_count(0)
