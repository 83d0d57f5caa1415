"""The Activity and the Contradictions page in real Chromium."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from dedup_core.decisions import Act, Entry
from dedup_core.store import Workspace
from dedup_core.store.log_reading import LogFilter
from tests.browser.conftest import Server, indexed, make_pictures
from tests.browser.screen import choose, expect_metric, groups_shown

HOSTILE = "<img src=x onerror='document.title=1'> **bold**"


@dataclass(frozen=True)
class Desk:
    """A dataset of its own on the running server, and the address for what is said of it."""

    server: Server
    dataset: str
    store: Workspace

    def act(self, act: str, reviewer: str, *names: str, **more: object) -> None:
        members = self.members(*names)
        right = self.members(*more.pop("right", ()))  # type: ignore[misc]
        content = {"act": act, "reviewer": reviewer, "members": members, "right": right}
        address = f"{self.server.url}/dedup/{self.store.secret()}/acts/{self.dataset}"
        answer = httpx.post(
            address,
            json={**content, **more, "over": True},
            headers={"Origin": self.server.url},
            timeout=60,
        )
        assert answer.status_code == 200, answer.text

    def members(self, *names: str) -> list[list[object]]:
        """Pictures by their file names; the first one is kept."""
        catalog = self.store.catalog(self.dataset)
        digests = dict(zip(catalog.paths, catalog.digests, strict=True))
        return [[name, digests[name], at == 0] for at, name in enumerate(names)]

    def entries(self) -> list[Entry]:
        return list(self.store.log_reading.every(LogFilter(self.dataset)))

    def open(self, page: Page, name: str, **asked: str) -> None:
        query = "&".join(f"{key}={value}" for key, value in asked.items())
        page.goto(f"{self.server.url}/{name}?dataset={self.dataset}&{query}")


@pytest.fixture
def desk(server: Server, pictures: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    folder = make_pictures(pictures.parent / request.node.name)
    for file in folder.iterdir():  # contents of its own: verdicts count in every dataset
        file.write_bytes(file.read_bytes() + request.node.name.encode())
    store = Workspace(server.workspace)
    yield Desk(server, indexed(server.workspace, folder), store)
    store.close()


def scene(number: int, copies: int) -> list[str]:
    return [f"scene-{number:02}-copy-{copy}.jpg" for copy in range(copies)]


def rows(page: Page) -> Locator:
    return page.locator(".activity .row")


def test_a_decision_is_seen_filtered_and_undone(page: Page, desk: Desk) -> None:
    desk.act("accept", "Ana", *scene(3, 4), method="phash", threshold=10, rule="keeper")
    desk.act("accept", "Ben", *scene(2, 3), method="phash", threshold=10, rule="keeper")
    desk.open(page, "activity")
    expect(rows(page)).to_have_count(2)
    expect(rows(page).first).to_contain_text(
        "Ben kept scene-02-copy-0.jpg and removed 2 others: duplicates"
    )

    choose(page.get_by_role("combobox", name="Reviewer"), "Ana")
    page.keyboard.press("Escape")

    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text("Ana kept scene-03-copy-0.jpg and removed 3 others")
    page.wait_for_url("**by=Ana**")
    rows(page).get_by_role("button", name="Undo this").click()
    expect(rows(page)).to_contain_text("It takes back 4 marks, 3 verdicts and the state of 1 group")
    rows(page).get_by_role("button", name="Undo this", exact=True).click()
    expect(rows(page)).to_contain_text("Undone by Reviewer")
    undo = desk.entries()[-1]
    assert (undo.act, undo.target) == (Act.UNDO, desk.entries()[0].id)
    assert re.fullmatch("Reviewer [0-9a-f]{4}", undo.reviewer)

    rows(page).get_by_role("button", name="Redo this").click()
    rows(page).get_by_role("button", name="Redo this", exact=True).click()
    expect(rows(page).get_by_role("button", name="Undo this")).to_be_visible()
    assert desk.entries()[-1].act is Act.REDO


def test_an_undo_can_be_left_by_the_keyboard(page: Page, desk: Desk) -> None:
    desk.act("mark", "Ana", *scene(3, 1))
    desk.open(page, "activity")
    undo = rows(page).get_by_role("button", name="Undo this: kept")

    undo.focus()
    page.keyboard.press("Enter")
    expect(rows(page).get_by_role("button", name="Undo this", exact=True)).to_be_focused()
    page.keyboard.press("Escape")

    expect(undo).to_be_focused()
    expect(rows(page).locator(".ask")).to_have_count(0)
    assert len(desk.entries()) == 1


def test_the_link_shows_the_group_in_review(page: Page, desk: Desk) -> None:
    desk.act("accept", "Ana", *scene(3, 4), method="dhash", threshold=6, rule="chained")
    desk.open(page, "activity")

    rows(page).get_by_role("link", name="Review").click()

    assert groups_shown(page) == 1
    expect(page.get_by_role("slider", name="Strictness")).to_have_value("6")
    expect(page.get_by_role("combobox", name="Method")).to_have_value("Difference hash")


def test_notes_are_shown_letter_by_letter_and_pictures_are_enlarged(page: Page, desk: Desk) -> None:
    desk.act("note", "Ana", *scene(2, 3), text=HOSTILE)
    desk.open(page, "activity")
    expect(rows(page)).to_contain_text(f"“{HOSTILE}”")

    rows(page).get_by_role("button", name="Enlarge").first.click()

    dialog = page.get_by_role("dialog", name="The picture, enlarged")
    expect(dialog).to_contain_text("scene-02-copy-0.jpg")
    image = dialog.locator("img")
    assert image.evaluate("node => node.decode().then(() => node.naturalWidth)") == 640
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.title().startswith("Activity")


def test_what_is_filtered_is_exported(page: Page, desk: Desk) -> None:
    desk.act("mark", "Ana", *scene(3, 1))
    desk.act("mark", "Ben", *scene(2, 1))
    desk.open(page, "activity", by="Ben")
    expect(rows(page)).to_have_count(1)
    files = []

    for title in ("CSV", "JSON lines"):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Export as {title}").click()
        files.append(Path(download.value.path()).read_bytes().decode("utf-8-sig"))

    assert [row["reviewer"] for row in csv.DictReader(io.StringIO(files[0]))] == ["Ben"]
    assert [json.loads(line)["act"] for line in files[1].splitlines()] == ["mark"]


def test_a_long_log_has_pages(page: Page, desk: Desk) -> None:
    for at in range(60):
        desk.act("mark", "Ana", *scene(at % 12, 1))
    desk.open(page, "activity")
    expect(rows(page)).to_have_count(50)

    page.get_by_role("button", name="Next page").click()

    expect(rows(page)).to_have_count(10)
    expect(page.locator(".activity[data-newest]")).to_have_attribute(
        "data-newest", str(desk.entries()[9].id)
    )


def test_a_contradiction_is_shown_with_its_pictures_and_settled(page: Page, desk: Desk) -> None:
    one, two, three, four = scene(3, 4)
    desk.act("verdict", "Ana", one, right=[two], verdict="duplicate")
    desk.act("verdict", "Ana", two, right=[three], verdict="same scene")
    desk.act("verdict", "Ben", one, right=[three], verdict="different")
    desk.act("verdict", "Ben", three, right=[four], verdict="duplicate")
    desk.act("verdict", "Ana", one, right=[four], verdict="different")
    desk.open(page, "contradictions")
    stage = page.locator(".contradictions")
    expect(stage.locator(".where")).to_have_text("1 of 1")
    expect(stage.locator(".tile img")).to_have_count(3)
    for tile in stage.locator(".tile .pick").all():
        assert (tile.bounding_box() or {"width": 0})["width"] >= 200
    expect(stage.locator(".ends")).to_contain_text("A and C: different")
    expect(stage.locator(".ends")).to_contain_text("Ben")

    stage.get_by_role("button", name="The same after all").click()

    expect(stage.locator(".ends")).to_contain_text("A and D: different")
    expect(stage.locator(".tile img")).to_have_count(4)
    stage.get_by_role("button", name="Take this back: A and B").click()
    expect(page.get_by_text("All verdicts fit together.")).to_be_visible()
    settled = [entry for entry in desk.entries() if entry.act is Act.SETTLE]
    assert [len(list(entry.judgements[0].pairs())) for entry in settled] == [1, 1]
    assert all(entry.judgements[0].verdict is None for entry in settled)


def test_a_contradiction_can_be_left_for_the_next_one(page: Page, desk: Desk) -> None:
    for number in (3, 7):
        one, two, three, _ = scene(number, 4)
        desk.act("verdict", "Ana", one, right=[two], verdict="duplicate")
        desk.act("verdict", "Ana", two, right=[three], verdict="duplicate")
        desk.act("verdict", "Ben", one, right=[three], verdict="different")
    desk.open(page, "contradictions")
    stage = page.locator(".contradictions")
    expect(stage.locator(".tile .name").first).to_contain_text("scene-03")

    stage.get_by_role("button", name="Leave it, next").click()

    expect(stage.locator(".where")).to_have_text("2 of 2")
    expect(stage.locator(".tile .name").first).to_contain_text("scene-07")
    stage.get_by_role("button", name="Take this back").first.click()
    expect(stage.locator(".where")).to_have_text("1 of 1")
    expect(stage.locator(".tile .name").first).to_contain_text("scene-03")
    expect(page.get_by_role("link", name="Contradictions (1)")).to_be_visible()


def test_an_undo_in_the_activity_is_seen_in_review(page: Page, desk: Desk) -> None:
    desk.open(page, "")
    groups_shown(page)
    expect_metric(page, "Flagged to remove", "18")
    desk.act("mark", "Ana", scene(3, 4)[2])
    desk.open(page, "activity")

    rows(page).get_by_role("button", name="Undo this").click()
    rows(page).get_by_role("button", name="Undo this", exact=True).click()

    expect(rows(page)).to_have_count(2)
    expect(rows(page).first).to_contain_text("undid what Ana did: kept scene-03-copy-2.jpg")
    desk.open(page, "")
    groups_shown(page)
    expect_metric(page, "Flagged to remove", "18")
