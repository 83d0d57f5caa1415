"""The desk without a mouse: each key, what it means, and that it means nothing while one types."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.desk import at_hand, card, open_desk, press, reload, settled, walk


def test_twenty_groups_are_decided_without_the_mouse(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path, scenes=21, copies=2))

    for group in range(1, 21):
        best = f"scene-{group - 1:02d}-copy-000.png"
        expect(at_hand(page).locator(".name").first).to_have_text(best)
        if group % 5 == 0:
            page.keyboard.press("ArrowRight")
            page.keyboard.press("m")
        page.keyboard.press("d" if group % 7 == 0 else "Enter")

    settled(page)
    expect(page.locator(".jump .state")).to_have_text("All changes saved")
    reload(page)
    expect(page.locator(".where")).to_contain_text("18 decided")
    press(page, "j")
    expect(at_hand(page).locator(".name").first).to_have_text("scene-20-copy-000.png")


def test_keep_remove_toggle_and_the_keeper_each_have_a_key(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path, copies=4))
    badges = card(page, 1).locator(".badge")
    keep, drop = "✓ Keep", "✕ Remove"
    page.keyboard.press("ArrowRight")

    page.keyboard.press("k")
    expect(badges).to_have_text([keep, keep, drop, drop])
    page.keyboard.press("r")
    expect(badges).to_have_text([keep, drop, drop, drop])
    page.keyboard.press("x")
    expect(badges).to_have_text([keep, keep, drop, drop])
    page.keyboard.press("ArrowRight")
    page.keyboard.press("m")
    expect(badges).to_have_text([drop, drop, keep, drop])
    page.keyboard.press("a")
    expect(badges).to_have_text([keep, keep, keep, keep])
    page.keyboard.press("b")
    expect(badges).to_have_text([keep, drop, drop, drop])

    settled(page)
    reload(page)
    expect(card(page, 1).locator(".badge")).to_have_text([keep, drop, drop, drop])


def test_the_last_kept_picture_stays_whatever_is_pressed(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))

    page.keyboard.press("r")

    expect(page.locator(".jump .state")).to_contain_text("At least one picture of a group stays")
    expect(card(page, 1).locator(".badge").first).to_have_text("✓ Keep")


def test_groups_are_walked_through_by_keys_and_decided_ones_jumped_over(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))
    title = at_hand(page).locator(".title")
    press(page, "n", "0")  # the second one is skipped
    expect(title).to_have_text("Group 3")

    page.keyboard.press("p")
    expect(title).to_have_text("Group 2")
    page.keyboard.press("p")
    expect(title).to_have_text("Group 1")
    page.keyboard.press("j")

    expect(title).to_have_text("Group 3")
    expect(card(page, 2).locator(".status")).to_contain_text("Skipped by you")


def test_undo_and_redo_go_on_after_a_reload(page: Page, server: Server, tmp_path: Path) -> None:
    open_desk(page, walk(server, tmp_path))
    press(page, "Enter", "Enter")
    reload(page)
    expect(page.locator(".where")).to_contain_text("2 decided")

    press(page, "u")
    expect(page.locator(".where")).to_contain_text("1 decided")
    press(page, "Control+z")
    expect(page.locator(".where")).to_contain_text("0 decided")
    expect(page.locator(".jump [data-act=undo]")).to_be_disabled()
    reload(page)
    expect(page.locator(".where")).to_contain_text("0 decided")
    press(page, "Shift+U")
    expect(page.locator(".where")).to_contain_text("1 decided")
    press(page, "Control+Shift+Z")

    expect(page.locator(".where")).to_contain_text("2 decided")
    expect(page.locator(".jump [data-act=redo]")).to_be_disabled()


def test_no_key_decides_while_one_types(page: Page, server: Server, tmp_path: Path) -> None:
    open_desk(page, walk(server, tmp_path))
    page.keyboard.press("t")
    note = page.get_by_label("Note on group 1")
    expect(note).to_be_focused()

    page.keyboard.type("rcdx0 12?")
    expect(note).to_have_value("rcdx0 12?")
    page.keyboard.press("Escape")
    search = page.get_by_placeholder("Path contains")
    search.click()
    page.keyboard.type("d0")

    expect(search).to_have_value("d0")
    expect(note).to_be_hidden()
    expect(page.locator(".where")).to_contain_text("0 decided")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("where", ["a picture", "a button of the group", "nothing"])
def test_keys_work_wherever_the_focus_is_and_the_page_keeps_out(
    page: Page, server: Server, tmp_path: Path, where: str
) -> None:
    """The page has shortcuts of its own: r runs it again, c offers to empty its caches."""
    open_desk(page, walk(server, tmp_path))
    if where == "a picture":
        card(page, 1).locator(".pick").nth(1).focus()
    elif where == "a button of the group":
        card(page, 1).get_by_role("button", name="Skip").focus()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("k")
    page.keyboard.press("r")
    settled(page)
    page.keyboard.press("c")

    expect(page.get_by_role("dialog", name="Compare two pictures")).to_be_visible()
    expect(page.get_by_test_id("stDialog")).to_have_count(0)


def test_enter_on_a_button_presses_that_button(page: Page, server: Server, tmp_path: Path) -> None:
    open_desk(page, walk(server, tmp_path))
    card(page, 1).get_by_role("button", name="Keep all").focus()

    press(page, "Enter")

    expect(card(page, 1).locator(".count")).to_have_text("3 pictures, all kept")
    expect(page.locator(".where")).to_contain_text("0 decided")


def test_a_key_that_is_held_down_decides_only_once(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_desk(page, walk(server, tmp_path))

    for _ in range(4):  # what a browser sends while a key stays down
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    settled(page)

    expect(page.locator(".where")).to_contain_text("1 decided")
