"""The compare view in real Chromium: every mode by keyboard, one zoom, and nothing jumps."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.conftest import Server, indexed, start_server, stop_server
from tests.browser.screen import groups_shown
from tests.browser.test_looks import _violations
from tests.making import folder_of
from tests.unit.test_evidence import jpeg, street

HOSTILE = "<img src=x onerror=document.title='owned'>.jpg"
CROPPED = (16, 12, 784, 588)  # of 800 x 600


@pytest.fixture(scope="module")
def streets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two scenes full of corners: one in four versions, one in two, under a hostile name."""
    first, second = street(1, (800, 600)), street(2, (800, 600))
    files = {
        "a.jpg": jpeg(first),
        "b.jpg": jpeg(first.resize((400, 300))),
        "c.jpg": jpeg(first.crop(CROPPED)),
        "d.jpg": jpeg(first.resize((720, 540))),
        HOSTILE: jpeg(second),
        "z.jpg": jpeg(second.resize((640, 480))),
    }
    return folder_of(tmp_path_factory.mktemp("roots") / "streets", files)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, streets: Path) -> Iterator[Server]:
    workspace = tmp_path_factory.mktemp("workspace")
    indexed(workspace, streets)
    running = start_server(workspace, streets.parent)
    yield running
    stop_server(running)
    shutil.rmtree(workspace, ignore_errors=True)


def _open(page: Page, server: Server, name: str = "b.jpg") -> Locator:
    """The compare view over a picture and the best of its group."""
    page.goto(f"{server.url}/?order=largest&threshold=16")
    groups_shown(page)
    tile = page.locator(".tile").filter(has=page.get_by_text(name, exact=True))
    tile.locator(".pick").focus()
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="Compare two pictures")
    expect(dialog.locator(".told table").first).to_be_visible()
    return dialog


def _sides(dialog: Locator) -> tuple[Locator, Locator]:
    return dialog.locator(".side").first, dialog.locator(".side").last


def _style(where: Locator, name: str) -> str:
    return str(where.evaluate("(node, name) => getComputedStyle(node)[name]", name))


def _box(where: Locator) -> tuple[float, float, float, float]:
    """Left, top, right, bottom on the screen."""
    edges = where.evaluate(
        "n => (({left, top, right, bottom}) => [left, top, right, bottom])"
        "(n.getBoundingClientRect())"
    )
    return tuple(edges)


def test_the_pair_is_told_in_one_sentence_with_all_that_is_known(
    page: Page, server: Server
) -> None:
    dialog = _open(page, server)

    expect(dialog.locator(".headline")).to_contain_text("Same shot, re-saved smaller (phash ")
    expect(dialog.locator(".relation")).to_have_text("Copy")
    expect(dialog.locator(".rule")).to_contain_text("Because an edit explains")
    expect(dialog.locator(".distances .chosen")).to_contain_text("Perceptual hash")
    expect(dialog.locator(".facts tr.differs").first).to_contain_text("Pixels≠")
    expect(dialog.locator(".facts")).to_contain_text("400 × 300")
    a, b = _sides(dialog)
    expect(a.locator(".tag-name")).to_have_text("a.jpg")
    expect(b.locator(".tag-name")).to_have_text("b.jpg")
    for side in (a, b):
        expect(side.locator(".picture")).to_have_attribute("data-shows", "picture")


def test_escape_closes_and_neither_focus_nor_place_is_lost(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 900, "height": 560})
    dialog = _open(page, server, "z.jpg")
    scrolled = "() => document.querySelector('[data-testid=stMain]').scrollTop"
    before = page.evaluate(scrolled)

    page.keyboard.press("w")
    page.keyboard.press("+")
    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    tile = page.locator(".tile").filter(has=page.get_by_text("z.jpg", exact=True))
    expect(tile.locator(".pick")).to_be_focused()
    assert page.evaluate(scrolled) == before


def test_it_opens_from_the_card_and_from_the_large_view(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?order=largest&threshold=16")
    groups_shown(page)
    dialog = page.get_by_role("dialog", name="Compare two pictures")
    large = page.get_by_role("dialog", name="Large view")
    from_card = page.locator(".card").last.get_by_role("button", name="Compare")

    from_card.click()
    expect(dialog.locator(".tag-name").last).to_have_text("z.jpg")
    page.keyboard.press("Escape")
    expect(from_card).to_be_focused()

    page.locator(".tile .pick").nth(2).focus()
    page.keyboard.press("o")
    large.get_by_role("button", name="Compare").click()
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(large).to_be_visible()
    expect(large.get_by_role("button", name="Compare")).to_be_focused()
    page.keyboard.press("c")
    expect(dialog).to_be_visible()


def test_one_key_flips_between_the_two(page: Page, server: Server) -> None:
    dialog = _open(page, server)
    a, b = _sides(dialog)

    page.keyboard.press("f")

    expect(dialog.get_by_role("button", name="Flip")).to_have_attribute("aria-pressed", "true")
    expect(a).to_be_hidden()
    expect(b).to_be_visible()
    page.keyboard.press("f")
    expect(a).to_be_visible()
    expect(b).to_be_hidden()
    page.keyboard.press("h")
    expect(a).to_be_visible()
    expect(b).to_be_visible()


def test_the_swipe_is_moved_by_arrows_and_by_hand(page: Page, server: Server) -> None:
    dialog = _open(page, server)
    _, b = _sides(dialog)
    page.keyboard.press("w")
    divider = dialog.get_by_role("slider", name="Divider between A and B")
    expect(divider).to_be_focused()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")

    expect(divider).to_have_attribute("aria-valuenow", "52")
    assert _style(b, "clipPath") == "inset(0px 0px 0px 52%)"
    left, top, right, bottom = _box(dialog.locator(".stage"))
    grip = _box(dialog.locator(".grip"))
    page.mouse.move((grip[0] + grip[2]) / 2, (grip[1] + grip[3]) / 2)
    page.mouse.down()
    page.mouse.move(left + 0.25 * (right - left), (top + bottom) / 2, steps=4)
    page.mouse.up()
    expect(divider).to_have_attribute("aria-valuenow", "25")


def test_the_difference_is_dark_where_the_pictures_agree(page: Page, server: Server) -> None:
    dialog = _open(page, server, "c.jpg")

    page.keyboard.press("e")

    assert _style(_sides(dialog)[1], "mixBlendMode") == "difference"
    expect(dialog.locator(".aside-note")).to_contain_text("Black is equal")
    aligned = _mean_level(dialog)
    page.keyboard.press("l")
    assert _mean_level(dialog) > 1.5 * aligned


def _mean_level(dialog: Locator) -> float:
    """Mean grey level of what the stage shows."""
    for side in dialog.locator(".picture").all():
        expect(side).to_have_attribute("data-shows", "picture")
    return float(np.asarray(Image.open(io.BytesIO(dialog.locator(".both").screenshot()))).mean())


def test_zoom_and_pan_are_the_same_in_both(page: Page, server: Server) -> None:
    dialog = _open(page, server)
    first, second = dialog.locator(".view").first, dialog.locator(".view").last
    unmoved = _style(first, "transform")

    page.keyboard.press("+")
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    by_keys = _style(first, "transform")
    assert by_keys == _style(second, "transform") != unmoved
    expect(dialog.get_by_role("button", name="196 %")).to_be_visible()

    left, top, right, bottom = _box(dialog.locator(".side").last)
    page.mouse.move((left + right) / 2, (top + bottom) / 2)
    page.mouse.wheel(0, -400)
    by_wheel = _style(first, "transform")
    assert by_wheel == _style(second, "transform") != by_keys

    page.mouse.down()
    page.mouse.move((left + right) / 2 + 40, (top + bottom) / 2 + 20, steps=3)
    page.mouse.up()
    assert by_wheel != _style(first, "transform") == _style(second, "transform")

    page.keyboard.press("z")
    assert _style(first, "transform") == unmoved == _style(second, "transform")


def test_aligned_the_right_picture_lies_where_its_crop_was(page: Page, server: Server) -> None:
    dialog = _open(page, server, "c.jpg")
    page.keyboard.press("f")
    picture = dialog.locator(".picture")

    whole, crop = _box(picture.first), _box(picture.last)

    by = (whole[2] - whole[0]) / 800
    wanted = [whole[at % 2] + CROPPED[at] * by for at in range(4)]
    assert crop == pytest.approx(wanted, abs=3)
    page.keyboard.press("l")
    assert _box(picture.last) == pytest.approx(_box(picture.first), abs=1)


def test_matched_points_are_drawn_as_lines(page: Page, server: Server) -> None:
    dialog = _open(page, server)
    lines = dialog.locator(".overlay line.match")
    expect(lines).to_have_count(0)

    page.keyboard.press("g")

    assert lines.count() >= 8
    expect(dialog.get_by_role("button", name="Matches")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("w")
    expect(lines).to_have_count(0)
    expect(dialog.get_by_role("button", name="Matches")).to_be_disabled()


@pytest.mark.parametrize("width", [420, 900, 1400])
def test_no_mode_moves_the_pictures_and_the_focus_follows(
    page: Page, server: Server, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 860})
    dialog = _open(page, server)
    top = _box(dialog.locator(".stage"))[1]

    page.keyboard.press("f")

    expect(dialog.get_by_role("button", name="Flip")).to_be_focused()
    expect(dialog.get_by_role("button", name="Show A")).to_be_visible()
    assert _box(dialog.locator(".stage"))[1] == top
    for key in "hfwe":
        page.keyboard.press(key)
        assert _box(dialog.locator(".stage"))[1] == top


def test_the_part_that_differs_is_outlined_in_both(page: Page, server: Server) -> None:
    def with_part(route: Route) -> None:
        answer = route.fetch()
        content = answer.json()
        box = [0.25, 0.25, 0.5, 0.5]
        content["look"]["changed"] = {"left": box, "right": box, "probability": 0.9}
        route.fulfill(json=content)

    page.route("**/compare/*/*.json*", with_part)

    dialog = _open(page, server)

    expect(dialog.locator(".overlay .region")).to_have_count(2)
    expect(dialog.locator(".overlay .word").first).to_have_text("differs")
    outline, picture = _box(dialog.locator(".region").first), _box(dialog.locator(".picture").first)
    wide = picture[2] - picture[0]
    assert outline[0] == pytest.approx(picture[0] + 0.25 * wide, abs=3)
    assert outline[3] == pytest.approx(picture[1] + 0.5 * wide, abs=3)


def test_any_two_of_a_group_are_picked_in_its_strip_or_by_keys(page: Page, server: Server) -> None:
    dialog = _open(page, server)
    names = dialog.locator(".tag-name")

    dialog.get_by_role("button", name="Compare with d.jpg").click()
    expect(names.last).to_have_text("d.jpg")
    page.keyboard.press("q")
    expect(names).to_have_text(["d.jpg", "a.jpg"])
    dialog.get_by_role("button", name="Compare with b.jpg").click()
    expect(names).to_have_text(["d.jpg", "b.jpg"])

    expect(dialog.locator(".headline")).to_contain_text("re-saved smaller")
    pressed = dialog.locator(".strip [aria-pressed=true]")
    expect(pressed).to_have_attribute("aria-label", "B: b.jpg")


def test_the_right_picture_is_decided_without_leaving(page: Page, server: Server) -> None:
    dialog = _open(page, server)
    _, b = _sides(dialog)
    expect(b.locator(".fate")).to_have_text("✕ Remove")

    page.keyboard.press("x")

    expect(b.locator(".fate")).to_have_text("✓ Keep")
    expect(dialog.locator(".state")).to_have_text("All changes saved")
    page.keyboard.press("x")
    expect(b.locator(".fate")).to_have_text("✕ Remove")
    expect(dialog.locator(".state")).to_have_text("All changes saved")


def test_it_says_that_it_looks_closer_and_what_to_do_when_that_fails(
    page: Page, server: Server
) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/compare/*/*.json*", hold)
    page.goto(f"{server.url}/?order=largest&threshold=16")
    groups_shown(page)
    page.locator(".tile .pick").nth(1).focus()
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="Compare two pictures")
    headline = dialog.locator(".headline")
    expect(headline).to_have_text("Looking closer …")
    expect(dialog.locator(".picture").first).to_be_visible()

    waiting.pop().abort()

    expect(headline).to_contain_text("the server does not tell more about them")
    page.unroute("**/compare/*/*.json*")
    dialog.get_by_role("button", name="Try again").click()
    expect(headline).to_contain_text("Same shot")
    page.route("**/compare/*/*.json*", lambda route: route.fulfill(status=410))
    page.keyboard.press("q")
    expect(headline).to_contain_text("indexed again meanwhile")
    expect(dialog.get_by_role("button", name="Try again")).to_be_hidden()


def test_thumbnails_remain_when_the_source_is_gone(page: Page, server: Server) -> None:
    page.route("**/large/*.jpg", lambda route: route.fulfill(status=410, json={"error": "gone"}))

    dialog = _open(page, server)

    expect(dialog.locator(".side .gone").first).to_be_visible()
    expect(dialog.locator(".side .gone").first).to_contain_text("this is its thumbnail")
    picture = dialog.locator(".picture").first
    expect(picture).to_have_attribute("data-shows", "thumbnail")
    assert picture.evaluate("node => node.decode().then(() => node.naturalWidth)") > 300


def test_file_names_are_text_and_never_run(page: Page, server: Server) -> None:
    dialog = _open(page, server, "z.jpg")

    expect(dialog.locator(".tag-name").first).to_have_text(HOSTILE)
    expect(dialog.locator(".strip button").first).to_have_attribute("aria-label", f"A: {HOSTILE}")
    assert "owned" not in page.title()


@pytest.mark.parametrize("width", [420, 1100, 1600])
def test_nothing_sticks_out_at_any_width(page: Page, server: Server, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 860})
    dialog = _open(page, server)
    page.keyboard.press("g")

    edges = dialog.evaluate("n => [n.scrollWidth - n.clientWidth, n.getBoundingClientRect().right]")

    assert edges[0] <= 0
    assert edges[1] <= width
    a, b = _sides(dialog)
    for side in (a, b):
        left, _, right, bottom = _box(side)
        assert left >= 0
        assert right <= width
        assert bottom <= 860
    inside = dialog.evaluate(
        "n => [...n.querySelectorAll('.tool, .headline, .told table')].every("
        "e => e.hidden || e.getBoundingClientRect().right <= innerWidth)"
    )
    assert inside


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_compare_view_has_no_accessibility_violation(
    browser: Browser, server: Server, theme: Any
) -> None:
    page = browser.new_page(color_scheme=theme, viewport={"width": 1400, "height": 900})
    _open(page, server)
    page.keyboard.press("w")

    violations = _violations(page)

    page.close()
    assert violations == []
