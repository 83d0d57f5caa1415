"""Giving a dataset a manifest in real Chromium."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from dedup_core.manifest import FolderPattern, Manifest
from dedup_core.store import Workspace
from tests.browser.conftest import Server
from tests.browser.screen import card, choose

HEADER = "file;preview;sent by;uploaded;price;currency;device"
HOSTILE = "<img src=x onerror=alert(1)> **ann**"


def _open_dialog(page: Page, server: Server) -> Locator:
    page.goto(f"{server.url}/datasets")
    card(page, "pictures").get_by_role("button", name="Manifest").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Who sent which picture?")
    return dialog


def _choose(page: Page, dialog: Locator, label: str, column: str) -> None:
    choice = dialog.get_by_test_id("stSelectbox").filter(has=page.get_by_text(label, exact=True))
    choose(choice.locator("input"), column)


def _attached(server: Server) -> Manifest | FolderPattern | None:
    store = Workspace(server.workspace)
    found = store.manifests.of(store.datasets()[0].id)
    store.close()
    return found


def _messy(file: Path) -> Path:
    """A manifest whose column `file` holds something else, with a row of each common fault."""
    rows = [
        f"thumb/1;photos\\scene-00-copy-0.jpg;{HOSTILE};2025-03-14T12:00:11+08:00;0,15;USD;=1+1",
        "thumb/2;photos/scene-01-copy-0.jpg;ben;14/03/2025;0,15;USD;",
        "thumb/3;photos/scene-01-copy-1.jpg;ben;2025-03-14T12:00:11Z;-0,15;USD;",
        "thumb/4;photos/gone.jpg;ben;2025-03-14T12:00:11Z;0,15;USD;",
        "thumb/5;photos/scene-00-copy-0.jpg;ben;2025-03-15T12:00:11Z;0,15;USD;",
    ]
    file.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return file


def test_a_wrong_column_is_corrected_and_the_manifest_is_used(
    page: Page, server: Server, tmp_path: Path
) -> None:
    dialog = _open_dialog(page, server)
    dialog.locator("input[type=file]").set_input_files(_messy(tmp_path / "who sent.csv"))
    expect(dialog).to_contain_text("No row belongs to a picture of this dataset")
    expect(dialog.get_by_role("button", name="Use it")).to_have_count(0)

    _choose(page, dialog, "File", "preview")
    expect(dialog).to_contain_text("3 of 30 pictures")
    _choose(page, dialog, "Contributor", "sent by")
    expect(dialog).to_contain_text(
        "5 rows = 3 used + 2 not used · 2 contributors · 0.30 USD in all"
    )
    expect(dialog).to_contain_text("Paths are read without the leading “photos/”")
    for fault in (
        "1 · Files that are not in the dataset",
        "1 · Times that cannot be read",
        "1 · Negative prices",
        "1 · Pictures with several rows that differ: the first one counts",
        "27 · Pictures without a row",
    ):
        expect(dialog).to_contain_text(fault)
    expect(dialog).to_contain_text("Kept as they are: file, device")
    dialog.get_by_role("button", name="Use it").click()

    expect(dialog).to_have_count(0)
    expect(card(page, "pictures")).to_contain_text("contributors from who sent.csv (5 rows)")
    found = _attached(server)
    assert isinstance(found, Manifest)
    assert found.contributors == (HOSTILE, "ben", "ben", "ben", "ben")
    assert found.prices == (15, 15, 0, 15, 15)


def test_what_is_no_manifest_is_refused_in_the_dialog(
    page: Page, server: Server, pictures: Path
) -> None:
    (pictures.parent / "photo.csv").write_bytes((pictures / "scene-00-copy-0.jpg").read_bytes())
    dialog = _open_dialog(page, server)

    dialog.locator("input[type=file]").set_input_files(pictures.parent / "photo.csv")

    expect(dialog.get_by_test_id("stAlert")).to_contain_text("is no table of text")
    expect(dialog.get_by_role("button", name="Use it")).to_have_count(0)


def test_contributors_come_from_names_by_a_pattern_and_can_be_removed(
    page: Page, server: Server
) -> None:
    dialog = _open_dialog(page, server)
    dialog.get_by_text("Folder names", exact=True).click()
    pattern = dialog.get_by_role("textbox", name="Where the contributor stands in the path")
    expect(dialog).to_contain_text("0 of 30 pictures fit the pattern")

    pattern.fill("{contributor}-copy-*")
    pattern.press("Enter")
    expect(dialog).to_contain_text("30 of 30 pictures fit the pattern")
    dialog.get_by_role("button", name="Use it").click()

    row = card(page, "pictures")
    expect(row).to_contain_text("contributors from folder names ({contributor}-copy-*)")
    assert isinstance(_attached(server), FolderPattern)

    row.get_by_role("button", name="Manifest").click()
    dialog.get_by_role("button", name="Remove manifest").click()

    expect(dialog).to_have_count(0)
    expect(row).not_to_contain_text("contributors")
    assert _attached(server) is None
