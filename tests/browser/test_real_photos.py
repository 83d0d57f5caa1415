"""The main job on more than 3,000 real photos: upload a zip, look, decide, export."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.screen import card, groups_shown, metric, move_slider, number

INDEXED_WITHIN_MS = 240_000


@pytest.fixture(scope="module")
def zipped(photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All real photos, and two files that are none, in one zip."""
    archive = tmp_path_factory.mktemp("zip") / "campaign.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as target:
        for file in sorted((photos / "photos").rglob("*")):
            if file.is_file():
                target.write(file, file.relative_to(photos / "photos").as_posix())
        target.writestr("notes.txt", "not a picture")
        target.writestr("cut.jpg", next((photos / "photos").rglob("*.jpg")).read_bytes()[:3000])
    return archive


@pytest.mark.slow
def test_three_thousand_real_photos_are_uploaded_reviewed_and_exported(
    page: Page, server: Server, zipped: Path, tmp_path: Path
) -> None:
    page.goto(f"{server.url}/datasets")
    page.get_by_text("Drop a zip, pictures or a folder here").wait_for()
    page.locator(".upload input[type=file]").first.set_input_files(zipped)
    expect(card(page, "campaign")).to_contain_text("a second", timeout=60_000)
    expect(card(page, "campaign")).to_contain_text(
        "3,980 files found = 3,978 indexed + 2 skipped", timeout=INDEXED_WITHIN_MS
    )

    page.goto(server.url)
    groups = groups_shown(page)
    flagged = number(page, "Flagged to remove")
    assert groups > 100
    assert metric(page, "Pictures") == "3,978"
    expect(page.get_by_role("button", name="2 skipped")).to_be_visible()

    move_slider(page, -4)
    assert 0 < groups_shown(page) < groups
    assert 0 < number(page, "Flagged to remove") < flagged
    flagged = number(page, "Flagged to remove")

    page.locator(".card").first.locator(".tile .pick").nth(1).click()
    expect(page.locator(".jump .state")).to_have_text("All changes saved")
    page.wait_for_function(
        """expected => document.body.innerText.includes(expected)""", arg=f"{flagged - 1:,}"
    )

    with page.expect_download() as download:
        page.get_by_role("button", name="Flagged as CSV").click()
    download.value.save_as(tmp_path / "flagged.csv")
    with (tmp_path / "flagged.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert sum(row["status"] == "flagged" for row in rows) == flagged - 1
    skipped = {row["path"]: row["reason"] for row in rows if row["status"] == "skipped"}
    assert set(skipped) == {"notes.txt", "cut.jpg"}
    assert "cut off" in skipped["cut.jpg"]
