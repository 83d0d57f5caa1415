"""A contributor in the course of time: charts, shots, and the way from one to its group."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.people import FIRST, campaign, open_people


@pytest.fixture(scope="module")
def people(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    return campaign(server, tmp_path_factory.mktemp("people"))


@pytest.fixture
def detail(page: Page, server: Server, people: str) -> Page:
    open_people(page, server, people, f"&who={FIRST}")
    expect(page.locator(".timeline[data-shots]")).to_be_attached()
    return page


def test_the_charts_have_a_period_for_each_day_and_a_table(detail: Page) -> None:
    trend = detail.locator(".timeline[data-periods]")
    assert trend.get_attribute("data-periods") == "5"  # 1 March … 5 March

    trend.get_by_text("As a table").click()

    lines = [line.split("\t") for line in trend.locator("table tr").all_inner_texts()]
    assert lines[0][:3] == ["From", "Submitted", "Duplicates"]
    assert lines[1][:4] == ["1 Mar 2025", "3", "0", "0.0 %"]
    assert lines[4][:4] == ["4 Mar 2025", "0", "0", "–"]
    assert lines[5][:4] == ["5 Mar 2025", "3", "3", "100.0 %"]


def test_the_charts_are_read_by_keyboard(detail: Page) -> None:
    charts = detail.locator(".charts")
    charts.focus()

    detail.keyboard.press("ArrowRight")
    said = detail.locator(".timeline[data-periods] [role=status]")
    expect(said).to_contain_text("1 Mar 2025: 3 submitted, 0 duplicates")
    detail.keyboard.press("End")

    expect(said).to_contain_text("5 Mar 2025: 3 submitted, 3 duplicates (100.0 %, band 43.9 %")


def test_every_shot_is_a_dot_coloured_by_group(detail: Page) -> None:
    shots = detail.locator("circle.shot")
    expect(shots).to_have_count(11)

    # Three shots were sent again; of two more quincy sent copies. Three are in no group.
    assert detail.locator("circle.shot.single").count() == 3
    assert detail.locator("circle.shot.unpaid").count() == 3
    hues = shots.evaluate_all("dots => dots.map(dot => dot.style.getPropertyValue('--hue'))")
    assert len({hue for hue in hues if hue}) == 5


def test_keys_walk_from_shot_to_shot_and_open_the_group(detail: Page) -> None:
    detail.locator(".stage").focus()
    preview = detail.locator(".preview")
    expect(preview).to_contain_text("zoltan/shot-0.png")

    detail.keyboard.press("End")
    expect(preview).to_contain_text("zoltan/again-2.png")
    expect(preview).to_contain_text("not paid: a copy")
    detail.keyboard.press("Enter")

    expect(detail.locator(".grid[data-groups='1']")).to_be_attached()
    expect(detail.locator(".tile").filter(has_text="again-2.png")).to_have_count(1)


def test_a_burst_fills_the_window_and_all_brings_everything_back(detail: Page) -> None:
    detail.locator(".stage").focus()
    detail.keyboard.press("End")

    detail.get_by_role("button", name="The burst before").click()
    expect(detail.locator(".where").filter(has_text="time of submission")).to_contain_text("2 shot")
    expect(detail.locator("circle.shot")).to_have_count(2)
    detail.get_by_role("button", name="Show all the time").click()

    expect(detail.locator("circle.shot")).to_have_count(11)


def test_a_time_drawn_on_the_strip_is_shown_closer(detail: Page) -> None:
    strip = detail.locator(".brush")
    strip.scroll_into_view_if_needed()
    box = strip.bounding_box()
    assert box

    detail.mouse.move(box["x"] + box["width"] - 3, box["y"] + 15)
    detail.mouse.down()
    detail.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 15, steps=4)
    detail.mouse.up()

    expect(detail.locator("circle.shot")).to_have_count(3)  # those of the last day


def test_pointing_at_a_shot_shows_it(detail: Page) -> None:
    dot = detail.locator("circle.shot.single").first
    dot.scroll_into_view_if_needed()

    dot.hover()

    expect(detail.locator(".preview")).to_contain_text("in no group")
    expect(detail.locator(".preview").get_by_role("link")).to_have_count(0)
