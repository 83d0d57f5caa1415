"""Several reviewers, each in a browser of their own, on one server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import WAIT_MS, Server
from tests.browser.screen import groups_shown, tile

Enters = Callable[..., Page]
SOON_MS = 20_000  # two beats of the presence, and the forgetting


@contextmanager
def entering(browser: Browser, server: Server) -> Iterator[Enters]:
    """Opens the desk in a browser of one's own; no script in it may fail."""
    contexts: list[BrowserContext] = []
    failures: list[str] = []

    def enter(name: str, query: str = "", *, deaf: bool = False) -> Page:
        """deaf: this browser hears nothing of the others, as when they act in the same second."""
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        context.add_cookies([{"name": "dedup_reviewer", "value": name, "url": server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: failures.append(str(error)))
        if deaf:
            page.route("**/presence/**", lambda route: route.abort())
        page.goto(f"{server.url}/?{query}")
        groups_shown(page)
        return page

    yield enter
    for context in contexts:
        context.close()
    assert not failures


def only(scene: int) -> str:
    """The address of a queue with one group."""
    return f"text=scene-{scene:02}"


def accept(page: Page) -> None:
    """Accept the first group as it is shown."""
    page.locator(".card").first.get_by_role("button", name="Accept", exact=True).click()


def status(page: Page) -> Locator:
    """What the first group says of its state."""
    return page.locator(".card").first.locator(".status")


def badge(page: Page, name: str) -> Locator:
    """Whether a picture is kept or removed."""
    return tile(page, name).locator(".badge")


def conflict(page: Page) -> Locator:
    """The dialog with two decisions."""
    return page.locator("dialog.conflict")


def conflicting(enters: Enters, scene: int) -> tuple[Page, Page]:
    """Ana kept the first picture; Ben, who did not see it, tries to keep the second too."""
    ben = enters("Ben", only(scene), deaf=True)
    ana = enters("Ana", only(scene))
    accept(ana)
    expect(status(ana)).to_contain_text("Decided")
    expect(ana.locator(".card.saving")).to_have_count(0)
    tile(ben, f"scene-{scene:02}-copy-1.jpg").locator(".pick").click()
    return ana, ben
