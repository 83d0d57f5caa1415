"""Two settings side by side: counts, judging in the order of chance, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from dedup_core.decisions import Act
from dedup_core.scan import OpenDataset
from dedup_core.store import Workspace
from tests.browser.conftest import Server, indexed, make_pictures, served


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of this test alone: nothing is judged yet."""
    indexed(tmp_path / "workspace", make_pictures(tmp_path / "roots" / "pictures"))
    with served(tmp_path / "workspace", tmp_path / "roots") as running:
        yield running


@pytest.fixture
def both(page: Page, server: Server) -> Page:
    """Strict against loose, by one hash: what A finds B finds, too."""
    page.goto(f"{server.url}/against?threshold=0&method_b=phash&threshold_b=20")
    expect(page.locator(".against[data-pairs]")).to_be_visible()
    return page


def _head(page: Page, title: str) -> Locator:
    return (
        page.get_by_test_id("stVerticalBlock")
        .filter(has=page.get_by_test_id("stMetric").filter(has_text=title))
        .last
    )


def _pairs(server: Server, limit: int) -> int:
    """Pairs within a distance, counted one by one."""
    workspace = Workspace(server.workspace)
    opened = OpenDataset(workspace, workspace.datasets()[0])
    rows = range(len(opened.catalog))
    found = sum(opened.distance("phash", a, b) <= limit for a, b in combinations(rows, 2))
    workspace.close()
    return found


def test_each_part_has_as_many_pairs_as_there_are(both: Page, server: Server) -> None:
    strict, loose = _pairs(server, 0), _pairs(server, 20)

    expect(_head(both, "Both find")).to_contain_text(f"{strict} pairs")
    expect(_head(both, "Only A")).to_contain_text("0 pairs")
    expect(_head(both, "Only B")).to_contain_text(f"{loose - strict} pairs")


def test_answers_from_the_first_pair_on_give_the_precision_of_a_part(both: Page) -> None:
    expect(_head(both, "Only B")).to_contain_text("No answers yet")
    both.locator(".pair .verdict").first.focus()

    both.keyboard.press("1")
    both.keyboard.press("3")

    expect(_head(both, "Only B")).to_contain_text(re.compile("50.0 % duplicates.*by 2 known pairs"))
    expect(both.locator(".pair").nth(2).locator(".verdict").first).to_be_focused()
    both.reload()
    pressed = both.locator(".pair [aria-pressed=true]")
    expect(pressed).to_have_text(["Duplicate", "Different"])
    expect(_head(both, "Only B")).to_contain_text("by 2 known pairs")


def test_a_verdict_given_here_is_no_answer_of_a_sitting(both: Page, server: Server) -> None:
    """Its threshold would be the one pairs are drawn around, and Undo there would take it back."""
    both.locator(".pair .verdict").first.focus()

    both.keyboard.press("1")

    expect(_head(both, "Only B")).to_contain_text("by 1 known pair")
    workspace = Workspace(server.workspace)
    entries = workspace.log.entries(workspace.datasets()[0].id)
    assert [entry.act for entry in entries] == [Act.VERDICT]
    workspace.close()
    both.goto(f"{server.url}/answers")
    expect(both.get_by_role("button", name="Undo")).to_be_disabled()


def test_the_link_shows_the_same_page_of_pairs(both: Page, server: Server) -> None:
    both.goto(f"{server.url}/against?threshold=0&method_b=phash&threshold_b=24")
    page = both.get_by_role("spinbutton", name="Page, of")
    page.fill("2")
    page.press("Enter")
    expect(both).to_have_url(re.compile("page=2"))
    expect(both.get_by_role("group", name=re.compile("^Pair 13:"))).to_be_visible()
    address = both.url

    both.goto("about:blank")
    both.goto(address)

    expect(both.get_by_role("group", name=re.compile("^Pair 13:"))).to_be_visible()


def test_what_was_not_saved_is_said_and_can_be_said_again(both: Page) -> None:
    refused: list[Route] = []

    def refuse_once(route: Route) -> None:
        refused.append(route)
        route.abort() if len(refused) == 1 else route.continue_()

    both.route("**/acts/*", refuse_once)
    first = both.locator(".pair").first

    first.get_by_role("button", name="Same scene").click()
    expect(both.locator(".word")).to_contain_text("Not saved: the server does not answer")
    expect(first.locator("[aria-pressed=true]")).to_have_count(0)
    first.get_by_role("button", name="Same scene").click()

    expect(_head(both, "Only B")).to_contain_text("by 1 known pair")
    expect(first.locator("[aria-pressed=true]")).to_have_text("Same scene")


def test_the_link_shows_the_same_two_settings(both: Page) -> None:
    both.get_by_role("button", name="Both find").or_(
        both.get_by_role("radio", name="Both find")
    ).first.click()
    expect(both).to_have_url(re.compile("part=both"))
    address = both.url

    both.goto("about:blank")
    both.goto(address)

    expect(
        both.get_by_text("A Perceptual hash ≤ 0 bits · B Perceptual hash ≤ 20 bits")
    ).to_be_visible()
    expect(both.locator(".against[data-pairs]")).to_be_visible()
