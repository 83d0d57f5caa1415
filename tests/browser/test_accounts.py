"""Accounts that share pictures, on the Contributors page in real Chromium."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from dedup_core.manifest import guess_mapping, read_sheet, understand
from dedup_core.store import Workspace
from tests.browser.conftest import Server, indexed, make_pictures
from tests.browser.screen import WAIT_MS

WHO = ("willa", "<img src=x onerror='document.title=1'>", "yusuf")  # of the copies of each scene
SHARED = (9, 6)  # scenes with a second copy, and with a third


@pytest.fixture(scope="module")
def dataset(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Twelve scenes: willa sent each first, the two others sent copies on the days after."""
    folder = make_pictures(tmp_path_factory.mktemp("accounts"))
    lines = ["file,contributor,submitted_at"]
    for file in sorted(folder.iterdir()):
        copy = int(file.stem[-1])
        lines.append(f'{file.name},"{WHO[copy % len(WHO)]}",2025-03-0{1 + copy}T12:00:00Z')
    dataset = indexed(server.workspace, folder)
    store = Workspace(server.workspace)
    sheet = read_sheet("manifest.csv", "\n".join(lines).encode())
    store.manifests.attach(dataset, understand(sheet, guess_mapping(sheet.names)))
    store.close()
    return dataset


def _open(page: Page, server: Server, dataset: str, asked: str = "") -> Locator:
    expect.set_options(timeout=WAIT_MS)
    page.goto(f"{server.url}/contributors?dataset={dataset}{asked}")
    accounts = page.locator(".accounts")
    expect(accounts.locator(".arrow")).to_have_count(2)
    return accounts


def _drawn(accounts: Locator) -> list[tuple[str, str]]:
    """Each arrow's name and number."""
    return [
        (str(arrow.get_attribute("aria-label")), arrow.locator(".count").text_content() or "")
        for arrow in accounts.locator(".arrow").all()
    ]


def test_the_drawing_and_the_table_tell_the_same(page: Page, server: Server, dataset: str) -> None:
    accounts = _open(page, server, dataset)

    for at, (label, number) in enumerate(_drawn(accounts)):
        assert number == str(SHARED[at])
        assert label.startswith(f"willa to {WHO[at + 1]}. {number} pictures of {WHO[at + 1]} are")
        assert f"All {number} are known to be submitted later" in label
    rows = accounts.locator("tbody tr")
    assert rows.locator("th").all_inner_texts() == [f"willa → {who}" for who in WHO[1:]]
    assert rows.locator("td:first-of-type").all_inner_texts() == [str(many) for many in SHARED]
    assert page.title() != "1"


def test_the_keyboard_goes_from_arrow_to_arrow_and_shows_the_pictures_of_one(
    page: Page, server: Server, dataset: str
) -> None:
    accounts = _open(page, server, dataset)

    accounts.locator(".arrow").first.focus()
    expect(accounts.locator(".tip")).to_contain_text("9 pictures")
    page.keyboard.press("ArrowRight")
    expect(accounts.locator(".tip")).to_contain_text("6 pictures")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")

    closely = accounts.get_by_role("region", name=re.compile("^willa to <img"))
    expect(closely.locator(".twin")).to_have_count(8)
    expect(closely.locator(".where")).to_have_text("1 – 8 of 9 pictures")
    expect(accounts.locator(".arrow[aria-pressed=true]")).to_be_focused()
    closely.get_by_role("button", name="Next pictures").click()
    expect(closely.locator(".twin")).to_have_count(1)
    first, copy = closely.locator(".twin figcaption").all_inner_texts()
    assert first.startswith("First · willa")
    assert copy.startswith(f"Copy · {WHO[1]}")
    expect(closely.locator(".twin")).to_contain_text("Submitted 24 h later")


def test_a_link_shows_the_pair_and_a_second_press_lets_go_of_it(
    page: Page, server: Server, dataset: str
) -> None:
    accounts = _open(page, server, dataset)
    accounts.get_by_role("button", name="willa → yusuf").click()
    expect(accounts.locator(".twin")).to_have_count(6)

    page.reload()

    expect(accounts.locator(".twin")).to_have_count(6)
    expect(accounts.locator("tr.chosen")).to_have_text(re.compile("willa → yusuf"))
    accounts.get_by_role("button", name="Close this pair").click()
    expect(accounts.locator(".twin")).to_have_count(0)
    expect(accounts.get_by_role("button", name="willa → yusuf")).to_be_focused()
    page.wait_for_url(re.compile("^(?!.*pair=)"))


def test_a_picture_is_enlarged_and_its_group_reviewed(
    page: Page, server: Server, dataset: str
) -> None:
    accounts = _open(page, server, dataset)
    accounts.get_by_role("button", name="willa → yusuf").click()
    twin = accounts.locator(".twin").first

    twin.get_by_role("button", name=re.compile("^Enlarge .*copy-2")).click()
    expect(page.locator("dialog.enlarged[open]")).to_contain_text("copy-2.jpg")
    page.keyboard.press("Escape")
    twin.get_by_role("link", name="Review").click()

    expect(page.locator(".grid[data-groups='1']")).to_be_attached()


def test_with_hidden_names_accounts_have_aliases_and_no_way_to_review(
    page: Page, server: Server, dataset: str
) -> None:
    accounts = _open(page, server, dataset, "&hide=1")

    accounts.locator(".who").first.click()
    expect(accounts.locator(".twin")).to_have_count(8)

    said = accounts.inner_text()
    assert not [who for who in WHO if who in said]
    assert "Contributor 1" in said
    assert accounts.get_by_role("link").count() == 0


def test_on_a_telephone_nothing_is_wider_than_the_screen(
    page: Page, server: Server, dataset: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    accounts = _open(page, server, dataset)

    accounts.locator(".who").first.click()
    expect(accounts.locator(".twin")).to_have_count(8)

    assert accounts.evaluate("root => root.scrollWidth <= root.clientWidth")
    right = accounts.evaluate("root => root.getBoundingClientRect().right")
    for name in accounts.locator(".dot .name").all():
        box = name.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= right
