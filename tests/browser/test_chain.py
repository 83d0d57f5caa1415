"""The chain inspector: from a group's menu to a split at the bridge."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, indexed, served
from tests.browser.desk import press
from tests.browser.screen import groups_shown
from tests.making import data_of, folder_of, photo

PANS, STEPS = 2, 9


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Two scenes that a camera pans over in nine steps each."""
    root = tmp_path_factory.mktemp("roots")
    scenes = [photo(1 + pan, (900, 300)) for pan in range(PANS)]
    files = {
        f"pan-{pan}-{at}.png": data_of(scene.crop((12 * at, 0, 12 * at + 400, 300)))
        for pan, scene in enumerate(scenes)
        for at in range(STEPS)
    }
    workspace = tmp_path_factory.mktemp("workspace")
    indexed(workspace, folder_of(root / "pans", files))
    with served(workspace, root) as running:
        yield running


@pytest.fixture
def inspector(page: Page, server: Server) -> Page:
    page.goto(f"{server.url}/chain?rule=chained&threshold=10")
    expect(page.locator(".chain[data-members]")).to_be_visible()
    return page


def test_a_group_on_review_is_inspected_in_a_tab_of_its_own(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?rule=chained&threshold=10&order=path")
    assert groups_shown(page) == PANS
    expect(page.locator(".tile .name").first).to_contain_text("pan")
    page.keyboard.press("n")

    with page.context.expect_page() as opened:
        page.keyboard.press("i")

    chain = opened.value.locator(".chain[data-members]")
    expect(chain).to_have_attribute("data-members", str(STEPS))
    expect(chain.locator(".both .name").first).to_contain_text("pan-1")
    expect(opened.value.get_by_role("slider", name="Strictness")).to_have_value("10")


def test_every_member_is_drawn_and_told_from_the_keyboard(inspector: Page) -> None:
    nodes = inspector.locator(".graph .node")
    expect(nodes).to_have_count(STEPS)

    nodes.first.focus()
    inspector.keyboard.press("ArrowRight")

    expect(nodes.nth(1)).to_be_focused()
    expect(inspector.locator(".tip")).to_contain_text("link")
    inspector.keyboard.press("Enter")
    expect(inspector.get_by_role("dialog", name="The picture, enlarged")).to_be_visible()


def test_the_other_rules_are_shown_beside_this_one(inspector: Page) -> None:
    rules = inspector.locator(".rule")

    expect(rules).to_have_count(3)
    expect(rules.filter(has_text="now")).to_contain_text("Chained")
    expect(rules.filter(has_text="Chained")).to_contain_text("1 group")


def test_a_split_reshapes_the_group_and_is_undone(inspector: Page, server: Server) -> None:
    inspector.get_by_role("button", name="Split here …").click()
    sure = inspector.locator(".sure")
    expect(sure).to_contain_text("each different from all of the other side")

    sure.get_by_role("button", name="Split the group").click()

    expect(inspector.get_by_text("Split. The Activity page shows it")).to_be_visible()
    expect(inspector.locator(".chain")).not_to_have_attribute("data-members", str(STEPS))
    inspector.goto(f"{server.url}/?rule=chained&threshold=10&order=path")
    assert groups_shown(inspector) == PANS + 1
    press(inspector, "u")
    inspector.reload()
    assert groups_shown(inspector) == PANS
