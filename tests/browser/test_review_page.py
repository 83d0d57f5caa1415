"""The review page in real Chromium, on a small dataset."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, indexed, make_pictures, start_server, stop_server
from tests.browser.screen import (
    choose,
    expect_metric,
    groups_shown,
    metric,
    move_slider,
    number,
    tile,
)


def test_groups_are_on_screen_with_whole_thumbnails(page: Page, server: Server) -> None:
    page.goto(server.url)

    assert groups_shown(page) == 9
    assert metric(page, "Pictures") == "30"
    assert metric(page, "Flagged to remove") == "18"
    image = page.locator(".tile img").first
    expect(image).to_be_visible()
    assert image.evaluate("node => getComputedStyle(node).objectFit") == "contain"
    page.wait_for_function("() => true")
    assert image.evaluate("node => node.decode().then(() => node.naturalWidth)") == 640


def test_a_click_toggles_and_it_is_still_so_after_a_reload(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?order=path")
    groups_shown(page)
    chosen = tile(page, "scene-03-copy-2.jpg")

    chosen.locator(".pick").click()

    expect(chosen.locator(".badge")).to_have_text("✓ Keep")
    expect_metric(page, "Flagged to remove", "17")
    page.reload()
    groups_shown(page)
    expect(tile(page, "scene-03-copy-2.jpg").locator(".badge")).to_have_text("✓ Keep")
    assert metric(page, "Flagged to remove") == "17"
    tile(page, "scene-03-copy-2.jpg").locator(".pick").click()
    expect_metric(page, "Flagged to remove", "18")


def test_the_last_kept_picture_of_a_group_cannot_be_removed(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?order=path")
    groups_shown(page)
    best = tile(page, "scene-01-copy-0.jpg")

    best.locator(".pick").click()

    expect(page.locator(".jump .state")).to_contain_text("At least one picture of a group stays")
    expect(best.locator(".badge")).to_have_text("✓ Keep")


def test_a_link_shows_the_same_view(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?method=dhash&threshold=4&rule=chained&order=path&at_least=3")

    groups_shown(page)

    expect(page.get_by_role("slider", name="Strictness")).to_have_value("4")
    expect(page.get_by_role("combobox", name="Method")).to_have_value("Difference hash")
    expect(page.get_by_role("combobox", name="Grouping")).to_have_value("Chained")
    assert groups_shown(page) == 6


def test_moving_the_slider_changes_the_groups_and_the_address(page: Page, server: Server) -> None:
    page.goto(server.url)
    groups_shown(page)

    move_slider(page, 2)

    page.wait_for_url("**threshold=12**")
    expect(page.get_by_role("slider", name="Strictness")).to_have_value("12")


@pytest.mark.parametrize("method", ["dhash", "ahash", "whash", "exact"])
def test_every_method_can_be_chosen_by_hand(page: Page, server: Server, method: str) -> None:
    titles = {
        "dhash": "Difference hash",
        "ahash": "Average hash",
        "whash": "Wavelet hash",
        "exact": "Exact copies",
    }
    page.goto(f"{server.url}/?threshold=14")
    groups_shown(page)

    choose(page.get_by_role("combobox", name="Method"), titles[method])

    page.wait_for_url(f"**method={method}**")
    page.wait_for_function(
        """method => [...document.querySelectorAll('*')].some(
            n => n.shadowRoot?.querySelector('.grid')?.dataset.setting.includes(`'${method}'`))""",
        arg=method,
    )
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_keys_move_decide_and_open_the_large_view(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?order=path")
    groups_shown(page)
    page.locator(".tile .pick").first.focus()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")

    second = page.locator(".card").first.locator(".tile").nth(1)
    expect(second.locator(".badge")).to_have_text("✓ Keep")
    page.keyboard.press("b")
    expect(second.locator(".badge")).to_have_text("✕ Remove")
    page.keyboard.press("o")
    dialog = page.get_by_role("dialog", name="Large view")
    expect(dialog).to_be_visible()
    expect(dialog.locator(".why")).to_contain_text("higher resolution")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(second.locator(".pick")).to_be_focused()
    expect(page.locator(".jump .state")).to_have_text("All changes saved")


def test_next_group_goes_on_from_where_one_is(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?order=path")
    groups_shown(page)

    for _ in range(4):
        page.get_by_role("button", name="Next group").click()

    expect(page.locator(".where")).to_contain_text("Group 5 of 9")
    page.get_by_role("button", name="Previous group").click()
    expect(page.locator(".where")).to_contain_text("Group 4 of 9")
    for _ in range(5):
        page.get_by_role("button", name="Next group").click()
    expect(page.locator(".where")).to_contain_text("Group 9 of 9")
    expect(page.get_by_role("button", name="Next group")).to_be_disabled()


def test_sort_filter_and_search_shape_the_queue(page: Page, server: Server) -> None:
    page.goto(server.url)
    groups_shown(page)

    page.get_by_label("Path contains").fill("scene-05")
    page.keyboard.press("Enter")

    expect(page.locator(".grid")).to_have_attribute("data-groups", "1")
    expect(page.locator(".card")).to_contain_text("scene-05-copy-0.jpg")
    page.get_by_label("Path contains").fill("no such name")
    page.keyboard.press("Enter")
    expect(page.locator(".grid .empty")).to_contain_text("No group matches the filter")


def test_what_is_flagged_comes_down_as_csv_and_json(
    page: Page, server: Server, tmp_path: Path
) -> None:
    page.goto(server.url)
    groups_shown(page)
    flagged = number(page, "Flagged to remove")

    with page.expect_download() as csv_download:
        page.get_by_role("button", name="Flagged as CSV").click()
    with page.expect_download() as json_download:
        page.get_by_role("button", name="Flagged as JSON").click()

    csv_download.value.save_as(tmp_path / "flagged.csv")
    json_download.value.save_as(tmp_path / "flagged.json")
    with (tmp_path / "flagged.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["status"] for row in rows] == ["flagged"] * flagged
    content = json.loads((tmp_path / "flagged.json").read_text())
    assert sorted(row["path"] for row in content["flagged"]) == sorted(row["path"] for row in rows)
    assert csv_download.value.suggested_filename == "pictures phash 10.csv"


def test_names_are_text_and_never_run(browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "roots" / "<img src=x onerror=alert(1)> **bold** `code`"
    make_pictures(folder)
    hostile = "<script>document.title='owned'</script> & [link](javascript:1) 写真 صورة.jpg"
    (folder / "scene-03-copy-0.jpg").rename(folder / hostile.replace("/", "∕"))
    (folder / "<b>broken<b>.jpg").write_text("no picture")
    indexed(tmp_path / "workspace", folder)
    server = start_server(tmp_path / "workspace", tmp_path)
    page = browser.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    try:
        page.goto(f"{server.url}/?order=path")
        groups_shown(page)
        name = page.locator(".tile .name").first

        expect(name).to_contain_text("<script>")
        expect(page.get_by_role("heading", level=1)).to_have_text(folder.name)
        page.goto(f"{server.url}/datasets")
        expect(page.get_by_text(folder.name, exact=True)).to_be_visible()
        assert dialogs == []
        assert "owned" not in page.title()
    finally:
        page.close()
        stop_server(server)


def test_the_focus_stays_while_decisions_are_saved(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?order=path")
    groups_shown(page)
    second = page.locator(".card").first.locator(".tile").nth(1)
    second.locator(".pick").focus()

    for badge in ("✓ Keep", "✕ Remove", "✓ Keep", "✕ Remove"):
        page.keyboard.press("x")
        expect(second.locator(".badge")).to_have_text(badge)
        expect(page.locator(".jump .state")).to_have_text("All changes saved")
        page.wait_for_timeout(600)  # the page has been drawn again by then

    expect(second.locator(".pick")).to_be_focused()


def test_a_decided_group_stays_on_screen_until_a_control_is_moved(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.url}/?order=path&show=open")
    before = groups_shown(page)

    page.locator(".card").first.get_by_role("button", name="Accept").click()
    expect(page.locator(".jump .state")).to_have_text("All changes saved")
    page.wait_for_timeout(600)

    assert groups_shown(page) == before
    page.reload()
    assert groups_shown(page) == before - 1


def test_decisions_are_kept_when_the_dataset_is_indexed_anew_meanwhile(
    page: Page, server: Server, pictures: Path
) -> None:
    folder = make_pictures(pictures.parent / "growing")
    name = indexed(server.workspace, folder)
    page.goto(f"{server.url}/?dataset={name}&order=path")
    groups_shown(page)
    page.locator(".tile .name").first.filter(has_text="scene").wait_for()
    (folder / "a new picture.jpg").write_bytes((folder / "scene-03-copy-3.jpg").read_bytes())
    indexed(server.workspace, folder)

    page.locator(".card").first.locator(".tile .pick").nth(1).click()

    expect(page.locator(".jump .state")).to_have_text("All changes saved")
    page.reload()
    groups_shown(page)
    expect(tile(page, "scene-01-copy-1.jpg").locator(".badge")).to_have_text("✓ Keep")
    assert metric(page, "Pictures") == "31"


def test_a_group_of_thousands_is_decided_at_once(browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "roots" / "many"
    make_pictures(folder)
    data = (folder / "scene-00-copy-0.jpg").read_bytes()
    for copy in range(2500):
        (folder / f"again-{copy:04d}.jpg").write_bytes(data)
    indexed(tmp_path / "workspace", folder)
    server = start_server(tmp_path / "workspace", tmp_path)
    page = browser.new_page()

    try:
        page.goto(server.url)
        groups_shown(page)
        page.keyboard.press("a")

        expect(page.locator(".jump .state")).to_have_text("All changes saved", timeout=60_000)
        expect_metric(page, "Flagged to remove", "18")
    finally:
        page.close()
        stop_server(server)


def test_many_decisions_in_one_tab_are_all_saved(browser: Browser, tmp_path: Path) -> None:
    """Browsers allow a tab 64 KiB of requests that may outlive it; unread answers count."""
    folder = make_pictures(tmp_path / "roots" / "many")
    data = (folder / "scene-00-copy-0.jpg").read_bytes()
    for copy in range(120):
        (folder / f"again-{copy:04d}.jpg").write_bytes(data)
    indexed(tmp_path / "workspace", folder)
    server = start_server(tmp_path / "workspace", tmp_path)
    page = browser.new_page()

    try:
        page.goto(server.url)
        groups_shown(page)
        for key in "ab" * 5:
            page.keyboard.press(key)
            expect(page.locator(".jump .state")).to_have_text("All changes saved")

        expect_metric(page, "Flagged to remove", str(18 + 120))
    finally:
        page.close()
        stop_server(server)


def test_the_large_view_says_why_it_refuses_and_goes_on_to_the_next_group(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.url}/?order=path")
    groups_shown(page)
    page.locator(".tile .pick").first.focus()
    page.keyboard.press("b")
    page.keyboard.press("o")
    dialog = page.get_by_role("dialog", name="Large view")
    expect(page.locator(".jump .state")).not_to_have_text("Saving …")

    page.keyboard.press("x")

    expect(dialog.get_by_role("status")).to_contain_text("At least one picture of a group stays")
    expect(dialog.get_by_role("button", name="Previous")).to_be_disabled()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(dialog.locator(".place")).to_have_text("Group 2, picture 1 of 3")


def test_thumbnails_come_back_after_the_server_was_away(browser: Browser, tmp_path: Path) -> None:
    indexed(tmp_path / "workspace", make_pictures(tmp_path / "roots" / "pictures"))
    server = start_server(tmp_path / "workspace", tmp_path)
    page = browser.new_page()
    failing = [True]
    page.route("**/thumb/**", lambda route: route.abort() if failing[0] else route.continue_())

    try:
        page.goto(server.url)
        groups_shown(page)
        page.wait_for_timeout(500)
        failing[0] = False

        image = page.locator(".tile img").first
        page.wait_for_timeout(3000)
        assert image.evaluate("node => node.complete && node.naturalWidth") == 640
    finally:
        page.close()
        stop_server(server)
