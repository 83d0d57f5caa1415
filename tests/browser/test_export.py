"""The export dialog: a file is what is on screen, and its totals are those of the page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Download, Locator, Page, expect

from dedup_core.store import Workspace
from tests.browser.conftest import Server, indexed, start_server, stop_server
from tests.exporting import MANIFEST, column, dicts, format_of, pictures
from tests.manifests import manifest

PAID, PICTURES = "0.65", 5


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("export")
    dataset = indexed(folder / "workspace", pictures(folder / "in"))
    store = Workspace(folder / "workspace")
    store.manifests.attach(dataset, manifest(*MANIFEST))
    store.close()
    running = start_server(folder / "workspace", folder)
    yield running
    stop_server(running)


def _opened(page: Page, server: Server, query: str = "") -> Locator:
    """The dialog of the Contributors page."""
    page.goto(f"{server.url}/contributors{query}")
    page.get_by_role("button", name="Export", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Download")).to_be_visible()
    return dialog


def _downloaded(page: Page, dialog: Locator) -> Download:
    with page.expect_download() as waiting:
        dialog.get_by_role("button", name="Download").click()
    return waiting.value


def _content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def test_pay_is_downloaded_as_csv_with_the_totals_of_the_page(page: Page, server: Server) -> None:
    dialog = _opened(page, server)

    expect(dialog).to_contain_text(f"{PICTURES} pictures: 3 paid ({PAID} USD)")
    download = _downloaded(page, dialog)

    found = format_of("csv").read(io.BytesIO(_content(download)))
    assert download.suggested_filename == "in pay.csv"
    assert f"{found.head['paid']}" == PAID
    assert len(list(found.rows)) == PICTURES


def test_another_table_in_another_format_is_chosen_by_keyboard(page: Page, server: Server) -> None:
    dialog = _opened(page, server)

    dialog.get_by_role("combobox").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name="Contributors").click()
    dialog.get_by_role("radio", name="JSON").or_(
        dialog.get_by_text("JSON", exact=True)
    ).first.focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="Download contributors as JSON")).to_be_visible()
    found = format_of("json").read(io.BytesIO(_content(_downloaded(page, dialog))))

    assert set(column(dicts(found), "contributor")) == {"mei", "ivy", "=HYPERLINK(1)"}


def test_what_the_columns_mean_is_said_before_the_download(page: Page, server: Server) -> None:
    dialog = _opened(page, server)

    dialog.get_by_text("What its 21 columns mean").click()

    expect(dialog.get_by_text("place of the picture in path order, from 1")).to_be_visible()


def test_hidden_names_stay_hidden_in_the_file_and_there_is_no_bundle(
    page: Page, server: Server
) -> None:
    dialog = _opened(page, server, "?hide=1")

    text = _content(_downloaded(page, dialog)).decode("utf-8-sig")

    expect(dialog).to_contain_text("names hidden")
    expect(dialog.get_by_text("Decision bundle")).to_have_count(0)
    assert "Contributor 1" in text
    assert not [name for name in ("mei", "ivy", "HYPERLINK") if name in text]


def test_what_is_kept_is_downloaded_as_a_zip_from_the_apply_page(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.url}/apply?scope=all")

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download as zip").click()

    archive = zipfile.ZipFile(io.BytesIO(_content(waiting.value)))
    assert archive.testzip() is None
    assert archive.namelist() == ["ivy/=b.png", "ivy/c.png", "mei/a.png", "_files.csv"]
