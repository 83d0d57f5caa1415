"""Filters and saved views in real Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, indexed, make_pictures, start_server, stop_server
from tests.browser.screen import WAIT_MS, groups_shown


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own: a folder for each scene, 9 groups."""
    root = tmp_path_factory.mktemp("roots")
    folder = make_pictures(root / "pictures")
    for file in sorted(folder.iterdir()):
        (folder / file.name[:8]).mkdir(exist_ok=True)
        file.rename(folder / file.name[:8] / file.name)
    workspace = tmp_path_factory.mktemp("workspace")
    indexed(workspace, folder)
    server: Server = start_server(workspace, root)
    yield server.url
    stop_server(server)


def _grid(page: Page, groups: int) -> None:
    expect(page.locator(".grid")).to_have_attribute("data-groups", str(groups), timeout=WAIT_MS)


def _open_filters(page: Page) -> None:
    page.get_by_role("button", name="Filters").click()
    expect(page.get_by_role("combobox", name="Camera")).to_be_visible(timeout=WAIT_MS)


def _save_view(page: Page, name: str) -> None:
    page.get_by_role("button", name="Views").click()
    page.get_by_label("Save what is shown now as").fill(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible(timeout=WAIT_MS)


def _names(page: Page) -> list[str]:
    return page.locator(".tile .name").all_inner_texts()


def test_a_filter_of_the_menu_shapes_the_groups_and_a_chip_takes_it_away(
    page: Page, address: str
) -> None:
    page.goto(address)
    assert groups_shown(page) == 9

    _open_filters(page)
    page.get_by_role("combobox", name="Folder").fill("scene-05")
    page.get_by_role("option", name="scene-05").click()
    _grid(page, 1)
    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="Filters · 1")).to_be_visible(timeout=WAIT_MS)
    page.wait_for_url("**folder=scene-05**")
    expect(page.get_by_text("1 group shown")).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("button", name="Folder: scene-05").click()
    _grid(page, 9)
    expect(page).not_to_have_url(re.compile("folder"), timeout=WAIT_MS)


def test_a_range_of_sizes_is_typed_and_a_reload_shows_the_same(page: Page, address: str) -> None:
    page.goto(address)
    groups_shown(page)

    _open_filters(page)
    page.get_by_label("Pictures from").fill("4")
    page.keyboard.press("Enter")
    _grid(page, 3)
    page.wait_for_url("**size_from=4**")
    page.reload()

    _grid(page, 3)


def test_the_link_of_a_saved_view_shows_the_same_groups_to_anybody(
    page: Page, browser: Browser, address: str
) -> None:
    page.goto(f"{address}/?order=path&size_from=3&text=scene-0&rule=chained")
    before = groups_shown(page), _names(page)
    _save_view(page, "Larger ones of the first scenes")
    page.goto(f"{address}/?order=closest&show=decided")
    _grid(page, 0)

    page.get_by_role("button", name="Views").click()
    page.get_by_role("button", name="Larger ones of the first scenes").click()
    _grid(page, before[0])
    page.wait_for_url("**size_from=3**")
    fresh = browser.new_context().new_page()
    fresh.goto(page.url)

    assert before[0] > 1
    assert (groups_shown(fresh), _names(fresh)) == before
    expect(fresh.get_by_role("combobox", name="Grouping")).to_have_value("Chained", timeout=WAIT_MS)
    fresh.context.close()


def test_a_deleted_view_can_be_brought_back(page: Page, address: str) -> None:
    page.goto(f"{address}/?size_from=3")
    groups_shown(page)
    _save_view(page, "Soon gone")

    row = page.locator(".st-key-views-list").filter(has_text="Soon gone")
    row.get_by_role("button", name="delete").last.click()
    expect(page.get_by_text("Soon gone was deleted.")).to_be_visible(timeout=WAIT_MS)
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="Undo").click()

    expect(page.get_by_role("button", name="Soon gone", exact=True)).to_be_visible(timeout=WAIT_MS)


@pytest.mark.parametrize("width", [420, 1440])
def test_line_and_menu_fit_the_screen(browser: Browser, address: str, width: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(f"{address}/?size_from=2&taken_to=2199-01-01&folder={'x' * 90}")
    expect(page.get_by_role("button", name="Filters · 3")).to_be_visible(timeout=WAIT_MS)
    _open_filters(page)

    for box in (page.get_by_test_id("stPopoverBody"), page.locator(".st-key-queue-chips")):
        seen = box.bounding_box()
        assert seen is not None
        assert seen["x"] >= 0
        assert seen["x"] + seen["width"] <= width
    wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= width
    page.context.close()
