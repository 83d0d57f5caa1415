"""Answering pairs in a real browser: by keyboard, with breaks, with others, without a server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dedup_core.decisions import Act, Entry, Judgement, Verdict
from dedup_core.store import Workspace
from tests.browser.answering import (
    WAIT_MS,
    advice,
    answer,
    count,
    counted,
    names,
    open_answers,
    pair,
    place,
)
from tests.browser.conftest import Server, indexed, start_server, stop_server


@pytest.fixture
def server(tmp_path: Path, pictures: Path) -> Iterator[Server]:
    """A server of one's own: answers of one test are no answers of the next."""
    indexed(tmp_path / "workspace", pictures)
    running = start_server(tmp_path / "workspace", pictures.parent)
    yield running
    stop_server(running)


@pytest.fixture
def another(browser: Browser, server: Server) -> Iterator[Page]:
    """A second person in a browser of their own."""
    context: BrowserContext = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "dedup_reviewer", "value": "Ben", "url": server.url}])
    page = context.new_page()
    yield page
    context.close()


def test_30_answers_by_keyboard_recommend_a_threshold_that_is_used(
    page: Page, server: Server
) -> None:
    open_answers(page, server)
    expect(advice(page)).to_contain_text("Not enough answers yet")

    asked = [answer(page) for _ in range(30)]

    assert asked == list(range(30))
    counted(page, 30)
    expect(count(page)).to_have_text("30 of 30 answers")
    expect(advice(page)).to_contain_text("Recommended")
    advised = re.search(r"Recommended: (\d+) bits", advice(page).inner_text())
    assert advised
    advice(page).get_by_role("button", name="Use this threshold").click()
    slider = page.get_by_role("slider", name="Strictness")
    expect(slider).to_have_attribute("aria-valuetext", f"{advised[1]} bits")
    expect(advice(page).get_by_role("button", name="This threshold is in use")).to_be_disabled()
    assert f"threshold={advised[1]}" in page.url


def test_an_answer_is_taken_back_and_a_reload_goes_on_where_one_stopped(
    page: Page, server: Server
) -> None:
    open_answers(page, server)
    for _ in range(3):
        answer(page)
    counted(page, 3)

    page.keyboard.press("u")

    expect(count(page)).to_have_text("2 of 30 answers")
    assert place(page) == 2
    page.reload()
    pair(page).wait_for(timeout=WAIT_MS)
    assert place(page) == 2
    page.get_by_role("button", name="Undo").click()
    counted(page, 1)
    expect(page.locator('.answering[data-place="1"]')).to_have_count(1, timeout=WAIT_MS)


def test_who_cannot_tell_goes_on_and_it_is_counted_apart(page: Page, server: Server) -> None:
    open_answers(page, server)

    page.keyboard.press("4")
    counted(page, 1)

    assert place(page) == 1
    expect(page.locator(".answering .beside")).to_have_text("1 could not be told")


def test_two_people_have_different_pairs_and_both_count(
    page: Page, another: Page, server: Server
) -> None:
    open_answers(page, server)
    open_answers(another, server)
    assert names(page) != names(another)

    mine = {answer(page) for _ in range(5)}
    theirs = {answer(another) for _ in range(5)}

    assert not mine & theirs
    counted(another, 10)
    counted(page, 10)


def test_answers_given_without_a_server_are_kept_and_sent_when_it_is_back(
    page: Page, server: Server
) -> None:
    open_answers(page, server)
    answer(page)
    counted(page, 1)

    page.context.set_offline(True)
    for _ in range(2):
        answer(page)
    expect(page.locator(".answering .state")).to_contain_text("The server does not answer")
    page.context.set_offline(False)

    counted(page, 3)
    expect(page.locator(".answering .state")).not_to_contain_text("does not answer")
    log = Workspace(server.workspace)
    (dataset,) = log.datasets()
    assert len(log.log.entries(dataset.id)) == 3
    log.close()


@pytest.mark.parametrize(("button", "stays"), [("Keep", "same scene"), ("Use mine", "mine")])
def test_two_different_answers_to_one_pair_are_shown_and_a_person_chooses(
    page: Page, server: Server, button: str, stays: str
) -> None:
    page.route("**/presence/**", lambda route: route.abort())
    open_answers(page, server)
    _ben_says(server, _digests(page), Verdict.SAME_SCENE)

    page.keyboard.press("3")

    dialog = page.get_by_role("dialog", name="Ben answered this pair before you")
    expect(dialog).to_contain_text("They said “same scene”, you said “different”")
    page.keyboard.press("3")  # whoever goes on pressing keys chooses nothing unseen
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name=re.compile(f"^{button}")).click()
    expect(dialog).to_have_count(0)
    counted(page, 1)
    assert _last_word(server) is (Verdict.SAME_SCENE if stays != "mine" else Verdict.DIFFERENT)


def test_pictures_are_flipped_and_zoomed_by_key_and_nothing_says_how_close_they_are(
    page: Page, server: Server
) -> None:
    open_answers(page, server)
    stage = pair(page).locator(".stage")

    page.keyboard.press("f")
    expect(stage).to_have_attribute("data-mode", "flip")
    expect(stage).to_have_attribute("data-shown", "B")
    page.keyboard.press("f")
    expect(stage).to_have_attribute("data-shown", "A")
    page.keyboard.press("+")
    expect(pair(page).get_by_role("button", name="140 %")).to_be_visible()
    assert not re.search(r"distance|similarity|\d+ bits", pair(page).inner_text().lower())


def test_the_numbers_stand_in_a_table_too_and_the_chart_is_read_by_arrow_keys(
    page: Page, server: Server
) -> None:
    open_answers(page, server)
    answer(page)
    counted(page, 1)

    page.get_by_text("All numbers as a table").click()
    expect(page.locator(".answering .numbers tbody tr")).to_have_count(25)
    chart = page.get_by_role("img", name=re.compile("^Precision and recall"))
    chart.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".answering .reading").first).to_contain_text("11 bits: precision")


def _digests(page: Page) -> list[str]:
    """The two contents on screen, as the server told the page."""
    with page.expect_response("**/answers") as told:
        page.get_by_text("Same scene counts as a duplicate").click()
    first = json.loads(told.value.text())["next"][0]
    return [picture["digest"] for picture in first["pictures"]]


def _ben_says(server: Server, digests: list[str], verdict: Verdict) -> None:
    workspace = Workspace(server.workspace)
    (dataset,) = workspace.datasets()
    said = Judgement(verdict, (digests[0],), (digests[1],))
    entry = Entry(dataset.id, "Ben", Act.ANSWER, method="phash", threshold=10, judgements=(said,))
    workspace.log.append(entry)
    workspace.close()


def _last_word(server: Server) -> Verdict | None:
    workspace = Workspace(server.workspace)
    (dataset,) = workspace.datasets()
    last = workspace.log.entries(dataset.id)[-1].judgements[0].verdict
    workspace.close()
    return last


def test_whoever_left_the_page_is_told_that_the_answer_of_somebody_else_stays(
    page: Page, server: Server
) -> None:
    page.route("**/presence/**", lambda route: route.abort())
    open_answers(page, server)
    _ben_says(server, _digests(page), Verdict.SAME_SCENE)
    page.route("**/acts/**", lambda route: route.abort())
    page.keyboard.press("3")
    expect(page.locator(".answering .state")).to_contain_text("The server does not answer")

    page.get_by_role("link", name="Review", exact=True).click()
    expect(pair(page)).to_have_count(0)
    page.unroute("**/acts/**")

    expect(page.get_by_role("alert")).to_contain_text("Ben said “same scene” before")
    assert _last_word(server) is Verdict.SAME_SCENE
