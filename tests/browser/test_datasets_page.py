"""Opening, indexing and removing datasets in real Chromium."""

from __future__ import annotations

import shutil
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server, make_pictures
from tests.browser.screen import card, groups_shown


def _open(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/datasets")
    page.get_by_text("Drop a zip, pictures or a folder here").wait_for()


def test_a_folder_is_uploaded_with_its_sub_folders(
    page: Page, server: Server, tmp_path: Path
) -> None:
    make_pictures(tmp_path / "beach" / "monday")
    shutil.copytree(tmp_path / "beach" / "monday", tmp_path / "beach" / "tuesday")
    _open(page, server)

    page.locator(".upload input[type=file]").nth(1).set_input_files(tmp_path / "beach")

    row = card(page, "beach")
    expect(row).to_contain_text("60 files found = 60 indexed + 0 skipped", timeout=60_000)
    page.goto(f"{server.url}/?method=exact&threshold=0&order=path")
    assert groups_shown(page) == 30
    expect(page.locator(".name").first).to_have_text("scene-00-copy-0.jpg")


def test_what_is_not_a_zip_gets_a_clear_message_and_leaves_nothing(
    page: Page, server: Server, tmp_path: Path
) -> None:
    (tmp_path / "photos.zip").write_bytes(b"this is no zip")
    _open(page, server)
    before = sorted((server.workspace / "uploads").glob("*"))

    page.locator(".upload input[type=file]").first.set_input_files(tmp_path / "photos.zip")

    expect(page.locator(".upload .note")).to_contain_text("photos.zip is not a zip file")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    assert sorted((server.workspace / "uploads").glob("*")) == before


def test_a_zip_without_pictures_says_so(page: Page, server: Server, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "papers.zip", "w") as archive:
        archive.writestr("letter.txt", "Dear all")
    _open(page, server)

    page.locator(".upload input[type=file]").first.set_input_files(tmp_path / "papers.zip")

    error = card(page, "papers").get_by_test_id("stAlert")
    expect(error).to_contain_text("no picture that can be read", timeout=60_000)
    expect(error).to_contain_text("letter.txt: not a picture")


def test_a_cancelled_upload_leaves_nothing(page: Page, server: Server, tmp_path: Path) -> None:
    with (tmp_path / "large.zip").open("wb") as stream:
        stream.truncate(600 << 20)
    _open(page, server)
    before = sorted((server.workspace / "uploads").glob("*"))

    page.context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 0,
            "downloadThroughput": -1,
            "uploadThroughput": 20 << 20,
        },
    )
    page.locator(".upload input[type=file]").first.set_input_files(tmp_path / "large.zip")
    expect(page.locator(".upload .progress")).to_contain_text("MB/s")
    page.get_by_role("button", name="Cancel").click()

    expect(page.locator(".upload .note")).to_contain_text("Nothing was kept")
    for _ in range(50):
        after = sorted((server.workspace / "uploads").glob("*"))
        if after == before:
            break
        time.sleep(0.1)
    assert after == before


def test_a_folder_on_the_server_is_indexed_and_one_outside_is_refused(
    page: Page, server: Server, pictures: Path
) -> None:
    make_pictures(pictures.parent / "second")
    _open(page, server)

    page.get_by_role("textbox", name="Or a folder or zip on the server").fill("/etc")
    page.get_by_role("button", name="Index it").click()

    refusal = page.get_by_test_id("stAlert").filter(has_text="outside the folders")
    expect(refusal).to_contain_text("/etc")
    page.get_by_role("textbox", name="Or a folder or zip on the server").fill(
        str(pictures.parent / "second")
    )
    page.get_by_role("button", name="Index it").click()
    row = card(page, "second")
    expect(row).to_contain_text("30 files found = 30 indexed + 0 skipped", timeout=60_000)


def test_removing_asks_first_and_never_touches_the_pictures(
    page: Page, server: Server, pictures: Path
) -> None:
    folder = make_pictures(pictures.parent / "to go")
    _open(page, server)
    page.get_by_role("textbox", name="Or a folder or zip on the server").fill(str(folder))
    page.get_by_role("button", name="Index it").click()
    row = card(page, "to go")
    expect(row).to_contain_text("30 indexed", timeout=60_000)

    row.get_by_role("button", name="More").click()
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="Remove").click()
    dialog = page.get_by_role("dialog", name="Remove this dataset?")
    expect(dialog).to_contain_text("The pictures themselves are not touched")
    expect(row.get_by_role("progressbar", include_hidden=True)).to_have_count(0, timeout=120_000)
    dialog.get_by_role("button", name="Remove").click()

    expect(page.get_by_text("to go", exact=True)).to_have_count(0)
    assert len(list(folder.iterdir())) == 30


def test_exact_decode_is_chosen_behind_more_and_reads_the_pictures_again(
    page: Page, server: Server, pictures: Path
) -> None:
    _open(page, server)
    row = card(page, pictures.name)

    row.get_by_role("button", name="More").click()
    menu = page.get_by_test_id("stPopoverBody")
    menu.get_by_text("Exact", exact=True).click()

    expect(menu).to_have_count(0)
    expect(row).to_contain_text("exact decode")
    expect(row).to_contain_text("30 files found = 30 indexed + 0 skipped", timeout=60_000)
    expect(row.get_by_test_id("stProgress")).to_have_count(0)


WHERE_THEY_ARE = """nodes => nodes.filter(node => node.innerText).map(node => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return [x, y, width, height];
})"""


def _index_slowly(page: Page, server: Server, folder: Path, *, noise: int = 150) -> None:
    """Begin to index 30 pictures and as much noise as takes a while."""
    make_pictures(folder)
    for number in range(noise):
        Image.effect_noise((1200, 900), 40).save(folder / f"noise-{number}.png")
    _open(page, server)
    page.get_by_role("textbox", name="Or a folder or zip on the server").fill(str(folder))
    page.get_by_role("button", name="Index it").click()


def test_indexing_is_paused_resumed_stopped_and_goes_on_and_nothing_jumps(
    page: Page, server: Server, pictures: Path
) -> None:
    _index_slowly(page, server, pictures.parent / "slow")
    row = card(page, "slow")
    expect(row).to_contain_text("a second")
    seen, acts = [_layout(row)], _acts(row)

    row.get_by_role("button", name="Pause").click()
    expect(row).to_contain_text("Paused")
    seen.append(_layout(row))
    row.get_by_role("button", name="Resume").click()
    expect(row).to_contain_text("Indexing: ")
    seen.append(_layout(row))
    row.get_by_role("button", name="Stop").click()
    expect(row).to_contain_text("Stopped: ")
    seen.append(_layout(row))
    row.get_by_role("button", name="Go on").click()

    assert seen == [seen[0]] * 4
    expect(row).to_contain_text("180 files found = 180 indexed", timeout=60_000)
    assert _acts(row) == acts
    expect(row.get_by_test_id("stProgress")).to_have_count(0, timeout=120_000)  # scenes, too
    assert _acts(row) == acts


def _layout(row: Locator) -> list[object]:
    """Where the card, its bar and its last buttons are, and how large."""
    parts = [part.bounding_box() for part in (row, row.get_by_role("progressbar"))]
    buttons = row.locator("[class*=st-key-progress-]").get_by_role("button")
    # All in one call: the page may draw them anew between two.
    return [*parts, buttons.evaluate_all(WHERE_THEY_ARE)]


def _acts(row: Locator) -> list[tuple[float, float]]:
    """Where the card's own two buttons begin from the left, and how wide they are."""
    again = row.locator("[class*=st-key-again-]").get_by_role("button")
    boxes = [b.bounding_box() for b in (again, row.get_by_role("button", name="More"))]
    return [(box["x"], box["width"]) for box in boxes if box]


def test_an_open_page_shows_what_is_indexed_while_scenes_are_still_looked_for(
    page: Page, server: Server, pictures: Path
) -> None:
    _index_slowly(page, server, pictures.parent / "both", noise=60)
    expect(card(page, "both")).to_contain_text("a second")
    with _nothing_can_be_stored_of_looks(server):
        looking = card(page, "both").filter(has_text="Same scene")

        expect(looking).to_contain_text("90 files found = 90 indexed", timeout=60_000)
        expect(looking).to_contain_text("all other methods are ready")


@contextmanager
def _nothing_can_be_stored_of_looks(server: Server) -> Iterator[None]:
    """While it lasts (30 s at most) no look at scenes ends, however fast the machine is."""
    looks = sqlite3.connect(server.workspace / "looks.sqlite", isolation_level=None)
    looks.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        looks.execute("ROLLBACK")
        looks.close()


def test_indexing_goes_on_without_the_tab(page: Page, server: Server, pictures: Path) -> None:
    _index_slowly(page, server, pictures.parent / "many")
    expect(card(page, "many")).to_contain_text("of 180 files")

    page.goto("about:blank")
    time.sleep(8)
    _open(page, server)

    row = card(page, "many")
    expect(row).to_contain_text("180 indexed", timeout=60_000)
