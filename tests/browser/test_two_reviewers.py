"""Two people at once, in two browsers: they see each other and overwrite nothing unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import WAIT_MS, Server
from tests.browser.screen import groups_shown, tile

Enters = Callable[..., Page]
SOON_MS = 20_000  # two beats of the presence, and the forgetting


@pytest.fixture
def enters(browser: Browser, server: Server) -> Iterator[Enters]:
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


def _only(scene: int) -> str:
    """The address of a queue with one group."""
    return f"text=scene-{scene:02}"


def _accept(page: Page) -> None:
    page.locator(".card").first.get_by_role("button", name="Accept", exact=True).click()


def _status(page: Page) -> Locator:
    return page.locator(".card").first.locator(".status")


def _badge(page: Page, name: str) -> Locator:
    return tile(page, name).locator(".badge")


def _conflict(page: Page) -> Locator:
    return page.locator("dialog.conflict")


def _conflicting(enters: Enters, scene: int) -> tuple[Page, Page]:
    """Ana kept the first picture; Ben, who did not see it, tries to keep the second too."""
    ben = enters("Ben", _only(scene), deaf=True)
    ana = enters("Ana", _only(scene))
    _accept(ana)
    expect(_status(ana)).to_contain_text("Decided")
    expect(ana.locator(".card.saving")).to_have_count(0)
    tile(ben, f"scene-{scene:02}-copy-1.jpg").locator(".pick").click()
    return ana, ben


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
    ana, ben = enters("Ana", _only(1)), enters("Ben <b>", _only(1))

    expect(ana.locator(".card").first).to_contain_text("Ben <b> is here", timeout=SOON_MS)
    expect(ben.locator(".card").first).to_contain_text("Ana is here", timeout=SOON_MS)

    ben.close()
    expect(ana.locator(".card").first).not_to_contain_text("is here", timeout=SOON_MS)


def test_whoever_is_at_another_group_is_not_here(enters: Enters) -> None:
    ana, ben = enters("Ana", _only(1)), enters("Ben", _only(2))
    cleo = enters("Cleo", _only(1))

    expect(ana.locator(".card").first).to_contain_text("Cleo is here", timeout=SOON_MS)
    expect(cleo.locator(".card").first).to_contain_text("Ana is here", timeout=SOON_MS)

    assert "is here" not in ben.locator(".card").first.inner_text()


def test_what_somebody_else_decides_comes_by_itself(enters: Enters) -> None:
    ana, ben = enters("Ana", _only(2)), enters("Ben", _only(2))

    _accept(ana)

    expect(_status(ben)).to_contain_text("Decided by Ana", timeout=SOON_MS)


def test_the_second_is_told_and_sees_both_decisions(enters: Enters) -> None:
    _, ben = _conflicting(enters, 3)

    dialog = _conflict(ben)
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
    _, ben = _conflicting(enters, 10)
    expect(_conflict(ben)).to_be_visible()

    for _ in range(3):
        ben.keyboard.press("Enter")

    expect(_conflict(ben)).to_be_visible()


def test_escape_keeps_what_is_there_and_says_what_was_dropped(enters: Enters) -> None:
    ana, ben = _conflicting(enters, 5)
    expect(_conflict(ben)).to_be_visible()

    ben.keyboard.press("Escape")

    expect(_conflict(ben)).to_have_count(0)
    expect(ben.locator(".jump .state")).to_have_text(
        "Not saved: keep 1 picture. What Ana decided stays."
    )
    expect(_badge(ben, "scene-05-copy-1.jpg")).to_have_text("✕ Remove")
    for page in (ana, ben):
        page.reload()
        groups_shown(page)
        expect(_badge(page, "scene-05-copy-1.jpg")).to_have_text("✕ Remove")
        expect(_status(page)).to_contain_text("Decided")


def test_keeping_theirs_keeps_theirs(enters: Enters) -> None:
    _, ben = _conflicting(enters, 6)

    _conflict(ben).get_by_role("button", name="Keep Ana’s").click()

    expect(_conflict(ben)).to_have_count(0)
    ben.reload()
    groups_shown(ben)
    expect(_badge(ben, "scene-06-copy-1.jpg")).to_have_text("✕ Remove")


def test_using_mine_stands_over_theirs_for_both(enters: Enters) -> None:
    ana, ben = _conflicting(enters, 7)

    _conflict(ben).get_by_role("button", name="Use mine").click()

    expect(_conflict(ben)).to_have_count(0)
    expect(_badge(ben, "scene-07-copy-1.jpg")).to_have_text("✓ Keep")
    expect(_badge(ana, "scene-07-copy-1.jpg")).to_have_text("✓ Keep", timeout=SOON_MS)
    ben.reload()
    groups_shown(ben)
    expect(_badge(ben, "scene-07-copy-1.jpg")).to_have_text("✓ Keep")
