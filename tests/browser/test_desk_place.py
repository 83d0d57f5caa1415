"""Nothing jumps: what dissolves leaves a placeholder, and place, focus and selection survive."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.desk import at_hand, card, open_desk, place, press, settled, walk


def test_a_group_that_dissolved_leaves_a_placeholder_of_its_size(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path, scenes=8))
    press(page, "n", "n")
    high = card(page, 3).evaluate("node => node.offsetHeight")
    page.keyboard.press("d")
    expect(at_hand(page).locator(".title")).to_have_text("Group 4")
    before = place(page, 4), place(page, 3)

    settled(page)

    assert (place(page, 4), place(page, 3)) == before
    assert card(page, 3).evaluate("node => node.offsetHeight") == high
    veil = card(page, 3).locator(".veil")
    expect(veil).to_contain_text("Not duplicates. These pictures are no group any more.")
    expect(veil.get_by_role("button", name="Undo (U)")).to_be_visible()
    expect(card(page, 4).locator(".pick").first).to_be_focused()


def test_the_placeholder_goes_with_the_next_decision_and_what_is_at_hand_stays(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path, scenes=8))
    press(page, "n", "n", "n", "d")
    hand = at_hand(page).bounding_box()

    press(page, "ArrowRight", "x")

    expect(page.locator(".card .veil:visible")).to_have_count(0)
    assert hand
    assert at_hand(page).bounding_box() == hand
    expect(at_hand(page).locator(".pick").nth(1)).to_be_focused()
    expect(at_hand(page).locator(".name").first).to_have_text("scene-04-copy-000.png")


def test_undo_brings_the_group_back_in_its_place(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))
    press(page, "n", "d")

    card(page, 2).get_by_role("button", name="Undo (U)").click()
    settled(page)

    expect(card(page, 2).locator(".name").first).to_have_text("scene-01-copy-000.png")
    expect(page.locator(".card .veil:visible")).to_have_count(0)
    expect(card(page, 2).locator(".status")).to_have_text("Open")


@pytest.mark.parametrize("key", ["k", "3", "d", "0", "c"])
def test_a_placeholder_is_looked_at_and_not_decided(
    page: Page, server: Server, tmp_path: Path, key: str
) -> None:
    open_desk(page, walk(server, tmp_path, copies=2))
    press(page, "n", "ArrowRight", "3")
    expect(at_hand(page).locator(".veil")).to_be_visible()

    press(page, key)

    expect(page.locator(".jump .state")).to_contain_text("This is no group any more")
    press(page, "Enter")
    expect(at_hand(page).locator(".name").first).to_have_text("scene-02-copy-000.png")


def test_a_group_that_lost_a_picture_stays_as_high_and_the_rest_stays_selected(
    page: Page, server: Server, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": 420, "height": 860})
    open_desk(page, walk(server, tmp_path))
    page.keyboard.press("n")
    page.keyboard.press("v")
    page.keyboard.press("p")
    before = place(page, 2)

    press(page, "ArrowRight", "3")

    expect(card(page, 1).locator(".tile")).to_have_count(2)
    assert place(page, 2) == before
    expect(card(page, 2).locator(".tile.selected")).to_have_count(1)


def test_a_new_group_comes_behind_its_old_one_and_nothing_above_it_moves(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path, scenes=8, copies=4))
    press(page, "n", "n", "ArrowRight", "v", "ArrowRight", "v")
    before = place(page, 3)

    press(page, "s")

    assert place(page, 3) == before
    expect(card(page, 4).locator(".name").first).to_have_text("scene-02-copy-001.png")


def test_the_place_survives_when_everything_else_is_drawn_again(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path, scenes=8))
    press(page, "n", "n", "n", "Enter")
    before = place(page, 5)

    page.get_by_role("textbox", name="Your name").fill("Ana")
    page.keyboard.press("Tab")
    expect(page.locator(".grid")).to_have_attribute("data-reviewer", "Ana")

    assert place(page, 5) == before
