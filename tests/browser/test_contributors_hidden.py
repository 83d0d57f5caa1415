"""With hidden names nobody's name reaches the browser, and what is sent holds what it should."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, WebSocket, expect

from tests.browser.conftest import Server
from tests.browser.people import FIRST, SECOND, campaign, names_in_order, open_people, open_person

ALL_TEXT = """() => {
    const roots = [document, ...[...document.querySelectorAll('*')]
        .filter(node => node.shadowRoot).map(node => node.shadowRoot)];
    return roots.map(root => (root.documentElement ?? root).innerHTML).join('\\n')
        + [...document.querySelectorAll('input')].map(input => input.value).join('\\n');
}"""
NAMES = re.compile(f"{FIRST}|{SECOND}".encode(), re.IGNORECASE)


@pytest.fixture(scope="module")
def people(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    return campaign(server, tmp_path_factory.mktemp("people"))


def _listen(page: Page) -> list[bytes]:
    """All that comes to this tab from now on: pages, answers and messages."""
    heard: list[bytes] = []

    def message(payload: bytes | str) -> None:
        heard.append(payload.encode() if isinstance(payload, str) else payload)

    def answer(response: Response) -> None:
        if "image" not in response.headers.get("content-type", ""):
            heard.append(f"{response.url} {response.headers}".encode())

    def socket(opened: WebSocket) -> None:
        opened.on("framereceived", message)

    page.on("websocket", socket)
    page.on("response", answer)
    return heard


def test_no_name_reaches_the_browser(page: Page, server: Server, people: str) -> None:
    heard = _listen(page)

    open_people(page, server, people, "&hide=1&undecided_pay=hold")
    for alias in ("Contributor 1", "Contributor 2"):
        open_person(page, alias)
        expect(page.locator(".card").first).to_contain_text("Held")
    page.get_by_role("button", name="Extras").click()
    expect(page.locator("th[aria-sort]")).to_contain_text("Extras")

    assert sorted(names_in_order(page)) == ["Contributor 1", "Contributor 2"]
    assert not NAMES.search(page.evaluate(ALL_TEXT).encode())
    assert not [told for told in heard if NAMES.search(told)]
    assert any(b"Contributor 2" in told for told in heard), "messages were heard at all"
    assert page.locator(".card").get_by_role("link").count() == 0


def test_the_switch_keeps_the_person_and_the_link_says_the_alias(
    page: Page, server: Server, people: str
) -> None:
    open_people(page, server, people)
    open_person(page, SECOND)

    page.get_by_text("Hide names", exact=True).click()
    page.wait_for_url("**who=Contributor**")

    assert not NAMES.search(page.url.encode())
    expect(page.get_by_role("heading", name=re.compile("^Contributor [12]$"))).to_be_visible()
    expect(page.locator(".card")).to_have_count(2)


def _statement(page: Page, kind: str, into: Path) -> bytes:
    page.get_by_role("button", name="Statement").click()
    with page.expect_download() as started:
        page.get_by_role("button", name=kind).click()
    started.value.save_as(into)
    return into.read_bytes()


def test_a_statement_says_what_is_paid_and_why_not_the_rest(
    page: Page, server: Server, people: str, tmp_path: Path
) -> None:
    open_people(page, server, people, f"&who={SECOND}")

    written = _statement(page, "HTML, one file", tmp_path / "statement.html").decode()

    assert SECOND in written
    assert "0.75" in written
    assert "0.50" in written
    assert written.count("taken-0.png") >= 1
    assert "data:image/jpeg;base64," in written
    assert FIRST not in written, "others are not named unless that is asked for"


def test_a_statement_with_hidden_names_names_nobody(
    page: Page, server: Server, people: str, tmp_path: Path
) -> None:
    open_people(page, server, people, "&hide=1")
    open_person(page, "Contributor 1")

    written = _statement(page, "HTML, one file", tmp_path / "statement.html")

    assert b"Contributor 1" in written
    assert not NAMES.search(written)


def test_a_statement_comes_as_a_pdf_too(
    page: Page, server: Server, people: str, tmp_path: Path
) -> None:
    open_people(page, server, people, f"&who={SECOND}")

    written = _statement(page, "PDF", tmp_path / "statement.pdf")

    assert written.startswith(b"%PDF-")
    assert written.rstrip().endswith(b"%%EOF")
