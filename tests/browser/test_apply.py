"""Copying, moving and putting back in real Chromium, with real files."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.applying import contents
from tests.browser.conftest import Server
from tests.browser.screen import expect_metric

MANIFEST = "quarantine.jsonl"
WORK_MS = 60_000


def _open(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/apply?scope=all")
    expect_metric(page, "Removed", "18")


def _fill(page: Page, label: str, folder: Path) -> None:
    box = page.get_by_role("textbox", name=label, exact=True)
    box.fill(str(folder))
    box.press("Enter")


def test_removed_pictures_are_moved_after_a_question_and_put_back_by_a_button(
    page: Page, server: Server, pictures: Path
) -> None:
    before, quarantine = contents(pictures), pictures.parent / "quarantine"
    _open(page, server)

    _fill(page, "Quarantine folder on the server", quarantine)
    page.get_by_role("button", name="Move …").click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("18 pictures")
    expect(question).to_contain_text("12 stay")
    expect(question).to_contain_text(str(quarantine))
    assert contents(pictures) == before
    question.get_by_role("button", name="Move 18 pictures").click()

    result = page.locator(".st-key-work")
    expect(result).to_contain_text("18 pictures moved to the quarantine", timeout=WORK_MS)
    expect(result).to_contain_text(f"python -m dedup_core restore {quarantine}")
    moved = {path: data for path, data in contents(quarantine).items() if path != MANIFEST}
    assert len(moved) == 18
    assert {**moved, **contents(pictures)} == before
    assert not set(moved) & set(contents(pictures))

    result.get_by_role("button", name="Put them back").click()
    page.get_by_role("dialog").get_by_role("button", name="Put back 18 pictures").click()
    expect(result).to_contain_text("18 pictures put back", timeout=WORK_MS)
    assert contents(pictures) == before
    assert set(contents(quarantine)) == {MANIFEST}


def test_a_question_that_is_answered_no_touches_nothing(
    page: Page, server: Server, pictures: Path
) -> None:
    before, target = contents(pictures), pictures.parent / "never"
    _open(page, server)

    _fill(page, "New folder on the server", target)
    page.get_by_role("button", name="Copy …").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    assert not target.exists()
    assert contents(pictures) == before


def test_what_is_kept_is_copied(page: Page, server: Server, pictures: Path) -> None:
    target = pictures.parent / "kept"
    _open(page, server)

    _fill(page, "New folder on the server", target)
    page.get_by_role("button", name="Copy …").click()
    page.get_by_role("dialog").get_by_role("button", name="Copy 12 pictures").click()

    expect(page.locator(".st-key-work")).to_contain_text("12 pictures copied", timeout=WORK_MS)
    copied, source = contents(target), contents(pictures)
    assert len(copied) == 12
    assert copied == {path: source[path] for path in copied}
