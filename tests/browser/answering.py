"""How a test answers pairs, as a person would: it looks at the two names and presses a key."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server

WAIT_MS = 30_000
SAME, DIFFERENT = "1", "3"


def open_answers(page: Page, server: Server, query: str = "") -> None:
    """The page with a pair on it."""
    page.goto(f"{server.url}/answers?{query}")
    pair(page).wait_for(timeout=WAIT_MS)


def pair(page: Page) -> Locator:
    """The pair at hand."""
    return page.locator(".answering .pair")


def place(page: Page) -> int:
    """Which of the pairs drawn is on screen."""
    return int(page.locator(".answering").get_attribute("data-place") or -1)


def names(page: Page) -> list[str]:
    """The file names of the two pictures."""
    return pair(page).locator(".tag-name").all_inner_texts()


def count(page: Page) -> Locator:
    """How many answers there are."""
    return page.locator(".answering .count")


def advice(page: Page) -> Locator:
    """The card with the recommendation."""
    return page.locator(".answering .advice")


def answer(page: Page) -> int:
    """Answer the pair on screen by the truth, with a key; its place comes back."""
    here = place(page)
    scenes = {name[:8] for name in names(page)}
    page.keyboard.press(SAME if len(scenes) == 1 else DIFFERENT)
    expect(page.locator(f'.answering[data-place="{here}"]')).to_have_count(0)
    pair(page).wait_for(timeout=WAIT_MS)
    return here


def counted(page: Page, answers: int) -> None:
    """Wait until the server has so many answers."""
    expect(page.locator(f'.answering[data-counted="{answers}"]')).to_have_count(1, timeout=WAIT_MS)
