"""The review desk as a test sees it: a walk of its own for each test, keys, and what is at hand."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Server, indexed
from tests.browser.screen import groups_shown

SCROLLED = "() => document.querySelector('[data-testid=stMain]').scrollTop"


def walk(server: Server, folder: Path, *, scenes: int = 6, copies: int = 3) -> str:
    """The address of a new dataset: so many groups of smooth colour, each in so many sizes.

    Verdicts are about contents in every dataset, so no two folders hold the same pictures.
    """
    folder = folder / "walk"
    folder.mkdir(parents=True)
    random = np.random.default_rng(zlib.crc32(str(folder).encode()))
    for scene in range(scenes):
        coarse = Image.fromarray(random.integers(0, 256, (6, 8, 3), dtype=np.uint8))
        picture = coarse.resize((400, 300), Image.Resampling.BICUBIC)
        for copy in range(copies):
            size = (400 - 4 * copy, 300 - 3 * copy)
            picture.resize(size).save(folder / f"scene-{scene:02d}-copy-{copy:03d}.png")
    return f"{server.url}/?dataset={indexed(server.workspace, folder)}&order=path"


def open_desk(page: Page, address: str) -> None:
    """Open the address and wait until names are known; nothing has the focus then."""
    page.goto(address)
    _drawn(page)


def reload(page: Page) -> None:
    """Load the page again, as after a restart of the browser."""
    page.reload()
    _drawn(page)


def _drawn(page: Page) -> None:
    groups_shown(page)
    expect(page.locator(".tile .name").first).to_contain_text("scene")


def press(page: Page, *keys: str) -> None:
    """Press keys and wait until the page shows what they did."""
    for key in keys:
        page.keyboard.press(key)
    settled(page)


def settled(page: Page) -> None:
    """Wait until nothing is under way: all is stored, and drawn as the server knows it."""
    page.wait_for_function(
        """() => {
            const hosts = [...document.querySelectorAll('*')].filter(n => n.shadowRoot);
            const grid = hosts.map(h => h.shadowRoot.querySelector('.grid')).find(Boolean);
            return grid && grid.dataset.ahead === '0';
        }"""
    )


def at_hand(page: Page) -> Locator:
    """The card that keys are about."""
    return page.locator(".card.current")


def card(page: Page, number: int) -> Locator:
    """The card of the group with this number, from 1."""
    return page.locator(f'.card[aria-posinset="{number}"]')


def place(page: Page, number: int) -> tuple[float, float]:
    """How far the page is scrolled, and where a card begins on the screen, in pixels."""
    box = card(page, number).bounding_box()
    assert box
    return float(page.evaluate(SCROLLED)), box["y"]


def hold_act(page: Page) -> list[Route]:
    """The next decision waits in this list, and so those behind it, until it is answered."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/acts/*", hold)
    return held
