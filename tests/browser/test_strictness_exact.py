"""The strictness page for a method with two thresholds only: the same file, and the same pixels."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import WAIT_MS, indexed, served
from tests.making import data_of, folder_of, photo


def test_the_bar_of_a_step_stands_over_its_threshold(page: Page, tmp_path: Path) -> None:
    shot = data_of(photo(1))
    folder = folder_of(tmp_path / "roots" / "twice", {"one.png": shot, "again.png": shot})
    indexed(tmp_path / "workspace", folder)

    with served(tmp_path / "workspace", tmp_path / "roots") as server:
        page.goto(f"{server.url}/strictness?method=exact")
        expect(page.locator('.curve[data-counted="2"]')).to_be_visible(timeout=WAIT_MS)
        bar = page.locator(".chart .bar").bounding_box()
        tick = page.locator(".chart .tick", has_text="0").last.bounding_box()

    assert bar is not None
    assert tick is not None
    middles = [box["x"] + box["width"] / 2 for box in (bar, tick)]
    assert abs(middles[0] - middles[1]) < 3
