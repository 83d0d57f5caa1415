"""What is decided about groups: verdicts, split, not duplicates, notes, and groups in parts."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.desk import at_hand, card, open_desk, press, reload, walk
from tests.browser.screen import groups_shown


def test_a_picture_that_is_different_leaves_its_group_for_good(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path, copies=4))
    names = card(page, 1).locator(".name")

    press(page, "ArrowRight", "3")

    left = ["scene-00-copy-000.png", "scene-00-copy-002.png", "scene-00-copy-003.png"]
    expect(names).to_have_text(left)
    expect(card(page, 1).locator(".tile").nth(1).locator(".pick")).to_be_focused()
    page.goto(f"{page.url}&method=dhash&threshold=14")
    groups_shown(page)
    expect(names).to_have_text(left)


def test_same_scene_and_duplicate_are_told_on_the_picture(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))
    said = card(page, 1).locator(".verdict")

    press(page, "ArrowRight", "2", "ArrowRight", "1")

    expect(said).to_have_text(["", "same scene", "duplicate"])
    reload(page)
    expect(said).to_have_text(["", "same scene", "duplicate"])
    label = re.compile("same scene, to be removed")
    expect(card(page, 1).locator(".pick").nth(1)).to_have_attribute("aria-label", label)


def test_a_verdict_counts_for_all_selected_pictures(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path, copies=4))

    press(page, "ArrowRight", "v", "ArrowRight", "v", "2")

    said = card(page, 1).locator(".verdict")
    expect(said).to_have_text(["", "same scene", "same scene", ""])
    expect(page.locator(".tile.selected")).to_have_count(0)


def test_selected_pictures_are_split_off_into_a_group_behind_their_old_one(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path, copies=4))
    split = card(page, 1).get_by_role("button", name="Split 2 off")

    press(page, "ArrowRight", "ArrowRight", "v", "ArrowRight", "v")
    expect(split).to_be_visible()
    press(page, "s")

    expect(card(page, 1).locator(".name")).to_have_text(
        ["scene-00-copy-000.png", "scene-00-copy-001.png"]
    )
    expect(card(page, 2).locator(".name")).to_have_text(
        ["scene-00-copy-002.png", "scene-00-copy-003.png"]
    )
    press(page, "u")
    expect(card(page, 1).locator(".tile")).to_have_count(4)


def test_nothing_is_split_while_nothing_is_selected(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))

    page.keyboard.press("s")

    expect(page.locator(".jump .state")).to_contain_text("Select the pictures to split off first")
    expect(card(page, 1).get_by_role("button", name="Split")).to_be_hidden()


def test_a_decided_group_says_by_whom_and_can_be_opened_again(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))

    press(page, "Enter")
    expect(card(page, 1).locator(".status")).to_have_text("✓ Decided by you, just now")
    expect(card(page, 1)).to_have_attribute("data-status", "decided")
    press(page, "p", "Shift+O")

    expect(card(page, 1).locator(".status")).to_have_text("Open")
    expect(page.locator(".where")).to_contain_text("0 decided")


def test_a_decided_group_that_grew_has_changed_since(
    page: Page, server: Server, tmp_path: Path
) -> None:
    """Any two pictures can be compared, and a duplicate joins what no method would."""
    open_desk(page, walk(server, tmp_path))
    press(page, "Enter", "p", "Shift+C", "n", "c")
    compare = page.get_by_role("dialog", name="Compare two pictures")
    names = compare.locator(".tag-name")
    expect(names).to_have_text(["scene-00-copy-000.png", "scene-01-copy-000.png"])

    press(page, "1")
    page.keyboard.press("Escape")

    # Its neighbours come with it if it is the better of the two, which hangs on the pictures.
    expect(card(page, 1).get_by_text("scene-01-copy-000.png")).to_be_visible()
    expect(card(page, 1)).to_have_attribute("data-status", "changed")
    expect(card(page, 1).locator(".status")).to_contain_text("Changed since decided")


def test_a_note_is_written_and_read_again_and_taken_back(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))
    note = card(page, 1).locator(".note")

    page.keyboard.press("t")
    page.keyboard.type("<b>Two</b> signs, one pole")
    press(page, "Control+Enter")

    expect(note).to_have_text(re.compile(r"Reviewer \w{4}: <b>Two</b> signs, one pole"))
    reload(page)
    expect(note).to_have_text(re.compile(r"Reviewer \w{4}: <b>Two</b> signs, one pole"))
    page.keyboard.press("t")
    page.keyboard.press("Delete")
    press(page, "Control+Enter")
    expect(note).to_be_hidden()


def test_a_large_group_is_shown_in_parts(page: Page, server: Server, tmp_path: Path) -> None:
    open_desk(page, walk(server, tmp_path, scenes=2, copies=70))
    first = card(page, 1)
    more = first.get_by_role("button", name="more of")
    high = first.evaluate("node => node.offsetHeight")

    more.scroll_into_view_if_needed()
    expect(more).to_have_text("Show 10 more of 70")
    expect(first.locator(".count")).to_have_text("70 pictures, 69 to remove")
    more.click()

    expect(more).to_be_hidden()
    assert first.evaluate("node => node.offsetHeight") > high
    expect(first.get_by_text("scene-00-copy-069.png")).to_be_visible()


def test_the_keys_walk_into_the_next_part(page: Page, server: Server, tmp_path: Path) -> None:
    open_desk(page, walk(server, tmp_path, scenes=2, copies=70))

    for _ in range(62):
        page.keyboard.press("ArrowRight")

    expect(at_hand(page).get_by_text("scene-00-copy-062.png")).to_be_visible()
    focused = page.locator(".tile:focus-within .name")
    expect(focused).to_have_text("scene-00-copy-062.png")


def test_on_a_narrow_screen_all_acts_are_in_a_menu(
    page: Page, server: Server, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": 420, "height": 860})
    open_desk(page, walk(server, tmp_path))
    expect(card(page, 1).get_by_role("button", name="Skip")).to_be_hidden()

    card(page, 1).get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Skip").click()

    expect(card(page, 1).locator(".status")).to_contain_text("Skipped")


def test_a_picture_that_goes_to_another_group_does_not_take_one_along(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path, copies=4))
    card(page, 1).locator(".pick").nth(3).focus()
    press(page, "3")
    expect(card(page, 1).locator(".tile")).to_have_count(3)
    card(page, 1).locator(".pick").nth(2).focus()

    press(page, "3")

    expect(card(page, 1).locator(".tile")).to_have_count(2)
    expect(card(page, 2).locator(".tile")).to_have_count(2)  # the two that left, near each other
    expect(at_hand(page)).to_have_attribute("aria-posinset", "1")
    expect(card(page, 1).locator(".pick").nth(1)).to_be_focused()
