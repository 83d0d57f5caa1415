"""The statement as PDF: whole, in any script, whatever files and people are called."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup_core.opened import OpenDataset
from dedup_core.report.pages.pdf_text import writing
from dedup_core.report.pages.statement import statement
from dedup_core.report.pages.statement_pdf import statement_pdf
from dedup_core.store import Workspace
from tests.making import picture
from tests.reporting import about, campaign

FILES = {"ann/1.png": picture(1), "bob/1.bmp": picture(1, "BMP"), "bob/2.png": picture(1)}
PEOPLE = {"ann/1.png": "ann", "bob/1.bmp": "bob", "bob/2.png": "bob"}
SCRIPTS = (
    "Żółć Иван Ελένη 王小明 山田たろう 김철수 محمد देव ไทย 😀 \U00020000 <b>&amp;</b> \x00 \udc80"
)


@pytest.fixture
def opened(tmp_path: Path, workspace: Workspace) -> OpenDataset:
    return campaign(workspace, tmp_path / "in", FILES, PEOPLE)


def test_it_is_a_whole_document_with_its_thumbnails(
    workspace: Workspace, opened: OpenDataset
) -> None:
    with_pictures = statement_pdf(statement(about(opened), "bob"), workspace.thumbnail)
    without = statement_pdf(statement(about(opened), "bob"), lambda _: None)

    assert with_pictures.startswith(b"%PDF-")
    assert with_pictures.rstrip().endswith(b"%%EOF")
    assert with_pictures.count(b"/DCTDecode") > 0
    assert b"/DCTDecode" not in without


def test_no_script_and_no_sign_is_too_much_for_it(
    workspace: Workspace, opened: OpenDataset
) -> None:
    told = replace(statement(about(opened), "bob"), contributor=SCRIPTS, campaign=SCRIPTS)

    assert statement_pdf(told, lambda _: b"nonsense").startswith(b"%PDF-")


@given(text=st.text(st.characters(), max_size=40))
@settings(max_examples=60)
def test_any_text_becomes_a_paragraph_that_can_be_set(text: str) -> None:
    paragraph = writing().paragraph(text, "title")

    wide, high = paragraph.wrap(300, 10_000)
    assert wide <= 300
    assert high >= 0


def test_markup_in_a_name_is_shown_and_not_followed() -> None:
    paragraph = writing().paragraph("<b>bold</b> &lt; <img src='file:///x'/>", "text")

    assert paragraph.getPlainText() == "<b>bold</b> &lt; <img src='file:///x'/>"


def test_letters_of_far_scripts_find_a_font_that_readers_have() -> None:
    fonts = writing()

    assert fonts.font_of("王", bold=False) == "STSong-Light"
    assert fonts.font_of("た", bold=False) == "HeiseiMin-W3"
    assert fonts.font_of("김", bold=True) == "HYSMyeongJo-Medium"
    assert fonts.font_of("\U00020000", bold=False) == ""


def test_beyond_the_cap_pictures_are_listed_without_thumbnails(
    workspace: Workspace, opened: OpenDataset
) -> None:
    told = statement(about(opened), "bob")

    every, one, none = (statement_pdf(told, workspace.thumbnail, most=most) for most in (2, 1, 0))

    assert every.count(b"/DCTDecode") >= one.count(b"/DCTDecode") > 0
    assert b"/DCTDecode" not in none


def test_a_path_that_is_longer_than_a_page_is_torn_by_its_end(
    tmp_path: Path, workspace: Workspace
) -> None:
    deep = "bob/" + "/".join(["folder " * 25] * 15) + "/2.png"
    people = {"ann/1.png": "ann", deep: "bob"}
    opened = campaign(workspace, tmp_path / "in", dict.fromkeys(people, picture(1)), people)

    told = statement_pdf(statement(about(opened), "bob"), workspace.thumbnail)

    assert told.startswith(b"%PDF-")
