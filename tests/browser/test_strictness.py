"""The strictness page in real Chromium: markers, numbers, pictures at the notch."""

# ruff: noqa: F811 - fixtures are taken by their names
from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from dedup_core.groups import Rule
from dedup_core.review import Queue, Setting, queued
from dedup_core.scan import OpenDataset
from tests.browser.screen import groups_shown
from tests.browser.strictness import (  # noqa: F401 - some are fixtures
    LOOSE,
    STRICT,
    address,
    curve,
    drag,
    opened,
    pairs_shown,
    stand,
    thumb,
    value,
    walks,
)


def test_a_drag_changes_the_numbers_at_once_and_the_page_on_release(
    page: Page, address: str, opened: OpenDataset
) -> None:
    page.goto(address)
    curve(page)

    drag(page, LOOSE, 4)

    setting = Setting("phash", 14, Rule.KEEPER)
    expect(thumb(page, LOOSE)).to_have_attribute("aria-valuenow", "14")
    assert "threshold" not in page.url
    headline = opened.outcome(setting).headline
    assert value(page, "Groups") == f"{headline.groups}"
    assert value(page, "Flagged pictures") == f"{headline.flagged}"
    page.mouse.up()
    page.wait_for_url("**threshold=14**")
    expect(page.locator(".curve")).to_have_attribute("data-at", "14")


def test_the_difference_counts_from_where_the_drag_began(
    page: Page, address: str, opened: OpenDataset
) -> None:
    page.goto(f"{address}?threshold=4")
    curve(page)

    drag(page, LOOSE, 12)
    expect(thumb(page, LOOSE)).to_have_attribute("aria-valuenow", "16")

    before, after = (opened.outcome(Setting("phash", at, Rule.KEEPER)).headline for at in (4, 16))
    said = page.locator(".change").inner_text()
    assert after.flagged > before.flagged
    assert said.startswith("4 bits → 16 bits: ")
    assert f"+{after.flagged - before.flagged} flagged pictures" in said
    assert re.search(r"−\d+\.\d\d USD to be paid", said)
    page.mouse.up()


def test_the_keyboard_moves_both_markers_and_a_reload_shows_the_same(
    page: Page, address: str
) -> None:
    page.goto(address)
    curve(page)

    thumb(page, LOOSE).press("ArrowRight")
    thumb(page, LOOSE).press("PageUp")
    thumb(page, STRICT).press("ArrowLeft")
    page.wait_for_url(re.compile(r"(?=.*threshold=16)(?=.*auto=3)"))
    page.reload()
    curve(page)

    stand(page, 16, 3)
    thumb(page, STRICT).press("Home")
    page.wait_for_url("**auto=off**")
    expect(page.get_by_role("button", name="Set up the rule")).to_be_hidden()
    thumb(page, LOOSE).press("Home")
    expect(thumb(page, LOOSE)).to_have_attribute("aria-valuetext", "0 bits, identical")


def test_the_strict_marker_never_passes_the_loose_one(page: Page, address: str) -> None:
    page.goto(f"{address}?threshold=8&auto=6")
    curve(page)

    thumb(page, STRICT).press("End")
    stand(page, 8, 8)
    thumb(page, LOOSE).press("PageDown")

    stand(page, 3, 3)


@pytest.mark.parametrize("threshold", [6, 12])
def test_pictures_at_the_notch_are_pairs_of_these_steps(
    page: Page, address: str, opened: OpenDataset, threshold: int
) -> None:
    table = opened.pairs("phash")
    pairs = list(zip(table.left.tolist(), table.right.tolist(), strict=True))
    of = dict(zip(pairs, table.distance.tolist(), strict=True))
    last = max(d for d in of.values() if d <= threshold)
    following = min(d for d in of.values() if d > threshold)

    page.goto(f"{address}?threshold={threshold}")
    curve(page)

    for notch, distance in (("last", last), ("next", following)):
        shown, known = pairs_shown(page, notch), [pair for pair in pairs if of[pair] == distance]
        assert len(shown) == len(set(shown)) == min(4, len(known))
        assert set(shown) <= set(known)
        head = page.locator(f".notch.{notch} h3").inner_text()
        assert f" {len(known)} pair" in head


def test_see_only_these_opens_the_groups_that_the_step_brought(
    page: Page, address: str, opened: OpenDataset
) -> None:
    def brought(threshold: int) -> int:
        outcome = opened.outcome(Setting("phash", threshold, Rule.KEEPER))
        return len(queued(outcome, Queue(spread=(threshold, None))))

    threshold = max(at for at in range(1, 20) if brought(at))
    page.goto(f"{address}?threshold={threshold}")
    curve(page)

    link = page.locator(".notch.last a")
    many = brought(threshold)
    expect(link).to_have_text(
        f"See only these {many} groups" if many > 1 else "See only this 1 group"
    )
    link.click()

    assert groups_shown(page) == many


def test_a_step_that_brings_no_group_has_nothing_to_see(
    page: Page, address: str, opened: OpenDataset
) -> None:
    table = opened.pairs("phash")
    barren = [
        at
        for at in sorted({int(d) for d in table.distance.tolist()})
        if at and opened.outcome(Setting("phash", at, Rule.KEEPER)).spread().max(initial=0) < at
    ]
    page.goto(f"{address}?threshold={barren[0]}")
    curve(page)

    expect(page.locator(".notch.last h3")).to_contain_text("The last step added")
    expect(page.locator(".notch.last a")).to_be_hidden()
