"""A statement is downloaded, and an appeal recorded, in real Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.people import SECOND, campaign, open_people, open_person
from tests.browser.screen import metric
from tests.reporting import Page as Read
from tests.reporting import assert_stands_alone


@pytest.fixture(scope="module")
def people(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    return campaign(server, tmp_path_factory.mktemp("people"))


def _download(page: Page, popover: str, label: str, to: Path) -> Path:
    page.get_by_role("button", name=popover).click()
    with page.expect_download() as downloading:
        page.get_by_role("button", name=label).click()
    file = to / downloading.value.suggested_filename
    downloading.value.save_as(file)
    page.keyboard.press("Escape")
    return file


def test_a_statement_comes_as_html_and_pdf_with_the_reasons(
    page: Page, server: Server, people: str, tmp_path: Path
) -> None:
    open_people(page, server, people)
    open_person(page, SECOND)

    html = _download(page, "Statement", "HTML, one file", tmp_path)
    pdf = _download(page, "Statement", "PDF", tmp_path)

    read = Read(html.read_text(encoding="utf-8"))
    assert_stands_alone(read)
    assert SECOND in read.words
    assert read.words.count("Not paid: a copy of") == 2
    assert "Reference" in read.words
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_a_client_report_comes_with_the_numbers_of_the_screen(
    page: Page, server: Server, people: str, tmp_path: Path
) -> None:
    open_people(page, server, people)
    on_screen = metric(page, "To be paid")

    html = _download(page, "Client report", "HTML, one file", tmp_path)

    read = Read(html.read_text(encoding="utf-8"))
    assert_stands_alone(read)
    assert f"To be paid{on_screen}" in read.words


def test_an_appeal_holds_the_price_and_is_listed(page: Page, server: Server, people: str) -> None:
    open_people(page, server, people)
    open_person(page, SECOND)

    page.get_by_role("button", name="Record an appeal").click()
    form = page.get_by_role("dialog")
    form.get_by_role("button", name="Record").last.click()
    expect(form.get_by_text("Write down what the contributor says.")).to_be_visible()
    form.get_by_label("What does the contributor say?").fill("<b>Mine</b>")
    form.get_by_role("button", name="Record").last.click()

    expect(page.get_by_text("Appeals · 1 waiting")).to_be_visible()
    held = page.get_by_test_id("stMetric").filter(has=page.get_by_text("Held", exact=True))
    expect(held.get_by_test_id("stMetricValue")).to_have_text(
        ["0.25 USD"] * 2
    )  # in all, and theirs
