"""Accessible in both themes, and nothing sticks out on a narrow screen."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server
from tests.browser.screen import groups_shown

# What Streamlit's own widgets draw is not ours to mend; everything of ours is in these.
OURS = (".grid", ".upload", "dedup", "stMarkdown", "stCaption", "stMetric", "stHeading")


def _violations(page: Page) -> list[str]:
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
        for violation in found
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_review_page_has_no_accessibility_violation(
    browser: Browser, server: Server, theme: Any
) -> None:
    page = browser.new_page(color_scheme=theme, viewport={"width": 1440, "height": 900})
    page.goto(server.url)
    groups_shown(page)

    violations = _violations(page)

    page.close()
    assert violations == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_large_view_has_no_accessibility_violation(
    browser: Browser, server: Server, theme: Any
) -> None:
    page = browser.new_page(color_scheme=theme, viewport={"width": 1440, "height": 900})
    page.goto(server.url)
    groups_shown(page)
    page.locator(".tile .pick").first.focus()
    page.keyboard.press("o")
    page.get_by_role("dialog", name="Large view").wait_for()

    violations = _violations(page)

    page.close()
    assert violations == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_datasets_page_has_no_accessibility_violation(
    browser: Browser, server: Server, theme: Any
) -> None:
    page = browser.new_page(color_scheme=theme, viewport={"width": 1440, "height": 900})
    page.goto(f"{server.url}/datasets")
    page.get_by_text("Drop a zip, pictures or a folder here").wait_for()

    violations = _violations(page)

    page.close()
    assert violations == []


@pytest.mark.parametrize("path", ["/", "/datasets"])
def test_nothing_sticks_out_on_a_phone(browser: Browser, server: Server, path: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(server.url + path)
    page.locator(".grid .card, .upload .zone").first.wait_for()

    overflow = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )

    page.close()
    assert overflow <= 0


def test_on_a_phone_a_group_says_in_full_what_it_is(browser: Browser, server: Server) -> None:
    page = browser.new_page(viewport={"width": 420, "height": 860})
    page.goto(server.url)
    groups_shown(page)
    card = page.locator(".card").first

    whole = card.evaluate(
        """card => {
            const {right} = card.getBoundingClientRect();
            const {bottom} = card.querySelector('.head').getBoundingClientRect();
            const {top} = card.querySelector('.tile').getBoundingClientRect();
            return top >= bottom && [...card.querySelectorAll('.chip, .head .plain')].every(
                part => part.scrollWidth <= part.clientWidth + 1
                    && part.getBoundingClientRect().right <= right
                    && part.getBoundingClientRect().bottom <= bottom);
        }"""
    )

    expect(card.locator(".chip")).to_be_visible()
    expect(card.locator(".count")).to_contain_text("to remove")
    page.close()
    assert whole


def test_on_a_phone_the_large_view_covers_none_of_its_words(
    browser: Browser, server: Server
) -> None:
    page = browser.new_page(viewport={"width": 420, "height": 860})
    page.goto(server.url)
    groups_shown(page)
    page.locator(".tile .pick").nth(1).focus()
    page.keyboard.press("o")
    large = page.get_by_role("dialog", name="Large view")
    expect(large.locator(".why")).to_contain_text("suggested as the best")

    facts = large.locator("figcaption").last.bounding_box()
    why = large.locator(".why").bounding_box()

    page.close()
    assert facts
    assert why
    assert facts["y"] + facts["height"] <= why["y"]


def test_the_controls_of_the_queue_stand_on_one_line(browser: Browser, server: Server) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(server.url)
    groups_shown(page)

    controls = [
        page.get_by_role("radio", name="Open"),
        page.get_by_role("combobox", name="Sort"),
        page.get_by_role("button", name="Filters"),
        page.get_by_role("button", name="Views"),
        page.get_by_placeholder("Path contains"),
    ]
    boxes = [control.first.bounding_box() for control in controls]

    page.close()
    middles = [box["y"] + box["height"] / 2 for box in boxes if box]
    assert len(middles) == len(controls)
    assert max(middles) - min(middles) < 3
