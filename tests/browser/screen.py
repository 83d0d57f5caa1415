"""How a test reads and moves the dashboard, as a person would."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, TimeoutError, expect

WAIT_MS = 30_000
_TRIES = 5


def groups_shown(page: Page) -> int:
    """Number of groups that the grid says it has, once it is drawn."""
    grid = page.locator(".grid[data-groups]")
    grid.wait_for(timeout=WAIT_MS)
    return int(grid.get_attribute("data-groups") or -1)


def metric(page: Page, label: str) -> str:
    """The value of a headline number."""
    card = page.get_by_test_id("stMetric").filter(
        has=page.get_by_test_id("stMetricLabel").get_by_text(label, exact=True)
    )
    return card.get_by_test_id("stMetricValue").inner_text()


def number(page: Page, label: str) -> int:
    """A headline number as a number."""
    return int(re.sub(r"\D", "", metric(page, label)))


def choose(box: Locator, option: str) -> None:
    """Choose an option of a list; again, when the page was drawn anew and closed the list."""
    page = box.page
    wanted = page.get_by_role("option", name=option, exact=True)
    for _ in range(_TRIES):
        box.click()
        try:
            wanted.click(timeout=WAIT_MS / _TRIES)
            return
        except TimeoutError:
            continue
    expect(wanted).to_be_visible()


def go_to(page: Page, title: str, *, section: str) -> None:
    """Open a page by the menu: first its section, then its link."""
    menu = page.get_by_test_id("stSidebar")
    menu.get_by_test_id("stExpander").filter(has_text=section).locator("summary").click()
    menu.get_by_role("link", name=title).click()


def tile(page: Page, name: str) -> Locator:
    """The tile of a picture by its file name."""
    return page.locator(".tile").filter(has=page.get_by_text(name, exact=True))


def card(page: Page, name: str) -> Locator:
    """The card of a dataset on the Datasets page."""
    return page.locator("[class*=st-key-card-]").filter(has=page.get_by_text(name, exact=True))


def expect_metric(page: Page, label: str, value: str) -> None:
    """Wait until a headline number has this value."""
    card = page.get_by_test_id("stMetric").filter(
        has=page.get_by_test_id("stMetricLabel").get_by_text(label, exact=True)
    )
    expect(card.get_by_test_id("stMetricValue")).to_have_text(value, timeout=WAIT_MS)


def move_slider(page: Page, steps: int) -> None:
    """Press an arrow key on the strictness slider, and wait for the new grid each time."""
    slider = page.get_by_role("slider", name="Strictness")
    slider.focus()
    for _ in range(abs(steps)):
        before = page.locator(".grid").get_attribute("data-setting")
        page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")
        page.wait_for_function(
            """before => {
                const hosts = [...document.querySelectorAll('*')].filter(n => n.shadowRoot);
                const grid = hosts.map(h => h.shadowRoot.querySelector('.grid')).find(Boolean)
                    || document.querySelector('.grid');
                return grid && grid.dataset.setting !== before;
            }""",
            arg=before,
        )
