"""A statement: what one contributor is told, and what others' names never get into."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup_core.names import hidden
from dedup_core.opened import OpenDataset
from dedup_core.pay.objecting import objection
from dedup_core.report.pages.statement import Statement, statement
from dedup_core.report.pages.statement_html import statement_html
from dedup_core.store import Workspace
from tests.making import picture
from tests.reporting import Page, about, assert_stands_alone, campaign, payroll

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
EVIL_FILE = "bob/<img src=x onerror=alert(3)>\u202egpj.png"
FILES = {
    "zoé/first.png": picture(1),
    "bob/copy.bmp": picture(1, "BMP"),
    EVIL_FILE: picture(1),
    "bob/own.png": picture(2),
    "lone/zoé and bob.png": picture(3),
}
PEOPLE = {
    "zoé/first.png": "zoé",
    "bob/copy.bmp": "bob",
    EVIL_FILE: "bob",
    "bob/own.png": "bob",
    "lone/zoé and bob.png": HOSTILE,
}


@pytest.fixture
def opened(tmp_path: Path, workspace: Workspace) -> OpenDataset:
    """Zoé's picture, which bob sent twice more; one of bob's own; one of somebody hostile."""
    return campaign(workspace, tmp_path / "in", FILES, PEOPLE)


def _page(told: Statement, workspace: Workspace) -> Page:
    return Page("".join(statement_html(told, workspace.thumbnail)))


def test_it_names_the_sums_and_they_add_up(opened: OpenDataset) -> None:
    told = statement(about(opened), "bob")

    sums = told.totals
    assert (sums.pictures, sums.paid_pictures, sums.unpaid_pictures) == (3, 1, 2)
    assert (sums.price, sums.paid, sums.unpaid, sums.held) == (45, 15, 30, 0)
    assert (told.campaign, told.period) == ("Spring", "2025-03-14")


def test_each_unpaid_picture_stands_beside_its_original_with_the_reason(
    workspace: Workspace, opened: OpenDataset
) -> None:
    told = statement(about(opened), "bob")

    cases = list(told.cases())
    page = _page(told, workspace)
    assert [case.picture.name for case in cases] == sorted(["bob/copy.bmp", EVIL_FILE])
    for case in cases:
        assert case.original is not None
        assert case.original.name == "first.png"
        assert case.reason.startswith("Not paid: a copy of “first.png”, which another contributor")
        assert case.reference in page.words
        assert case.state == "Not paid"
        assert case.price == "0.15 USD"
    assert len(page.all("article")) == 2
    assert len(page.all("img")) == 4


def test_it_stands_alone_whatever_files_and_people_are_called(
    workspace: Workspace, opened: OpenDataset
) -> None:
    for who in ("bob", HOSTILE, "zoé"):
        page = _page(statement(about(opened), who), workspace)

        assert_stands_alone(page)
        assert who in page.words
        assert "\u202e" not in page.words


def test_others_are_not_named_unless_that_is_asked_for(
    workspace: Workspace, opened: OpenDataset
) -> None:
    usual = _page(statement(about(opened), "bob"), workspace)
    asked = _page(statement(about(opened), "bob", others_named=True), workspace)

    assert "zoé" not in usual.words
    assert "another contributor" in usual.words
    assert "zoé/first.png" in asked.words


def test_with_hidden_names_nobody_is_named_not_even_in_folders(
    workspace: Workspace, opened: OpenDataset
) -> None:
    names = hidden(payroll(opened).names, "secret")

    told = statement(about(opened, names=names), "bob", others_named=True)

    page = "".join(statement_html(told, workspace.thumbnail))
    assert told.contributor.startswith("Contributor ")
    assert "zoé" not in page
    assert "bob" not in page


def test_an_appeal_that_waits_is_in_it(workspace: Workspace, opened: OpenDataset) -> None:
    row = opened.catalog.paths.index("bob/copy.bmp")
    entry = objection(opened, payroll(opened), row, reviewer="Ana", text="<b>Mine</b>")
    workspace.log.append(entry)

    told = statement(about(opened), "bob")

    case = next(case for case in told.cases() if case.picture.name == "bob/copy.bmp")
    page = _page(told, workspace)
    assert case.state == "Held, under appeal"
    assert "Appeal: <b>Mine</b>" in page.words
    assert told.totals.held == 15


def test_with_hidden_names_an_appeal_is_without_its_words(
    workspace: Workspace, opened: OpenDataset
) -> None:
    row = opened.catalog.paths.index("bob/copy.bmp")
    said = objection(opened, payroll(opened), row, reviewer="Ana", text="I am Bob Jones")
    workspace.log.append(said)

    told = statement(about(opened, names=hidden(payroll(opened).names, "secret")), "bob")

    page = _page(told, workspace)
    assert "Held, under appeal" in page.words
    assert "Jones" not in page.words


def test_who_lost_nothing_is_told_so(workspace: Workspace, opened: OpenDataset) -> None:
    page = _page(statement(about(opened), "zoé"), workspace)

    assert "Every picture is paid." in page.words
    assert page.all("article") == []


def test_whoever_is_unknown_submitted_nothing(opened: OpenDataset) -> None:
    told = statement(about(opened), "nobody")

    assert told.totals.pictures == 0
    assert told.rows == ()


def test_only_one_campaign_is_told_of_when_it_is_asked_for(opened: OpenDataset) -> None:
    assert statement(about(opened), "bob", campaign="Spring").totals.pictures == 3
    assert statement(about(opened), "bob", campaign="Autumn").rows == ()


def test_beyond_the_cap_pictures_are_listed_and_that_is_said(
    workspace: Workspace, opened: OpenDataset
) -> None:
    told = statement(about(opened), "bob")

    page = Page("".join(statement_html(told, workspace.thumbnail, most=1)))

    assert len(page.all("article")) == 1
    assert "The first 1 are shown; all the others are listed below them." in page.words
    assert all(name in page.words for name in ("bob/copy.bmp", "<img src=x onerror=alert(3)>"))


def test_a_thumbnail_that_is_missing_or_damaged_is_a_word(opened: OpenDataset) -> None:
    told = statement(about(opened), "bob")

    for jpeg in (None, b"nonsense", b"\xff\xd8\xff\xe0 cut"):
        page = Page("".join(statement_html(told, lambda _, jpeg=jpeg: jpeg)))

        assert page.all("img") == []
        assert page.words.count("no thumbnail") == 4


def test_pictures_are_described_for_those_who_do_not_see_them(
    workspace: Workspace, opened: OpenDataset
) -> None:
    page = _page(statement(about(opened), "bob"), workspace)

    assert all(image["alt"] for image in page.all("img"))
    assert page.all("html") == [{"lang": "en"}]
    assert len(page.all("h1")) == 1
