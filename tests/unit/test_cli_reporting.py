"""`report` and `statement` as people and scripts see them: files, errors, exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.making import folder_of, picture
from tests.reporting import Page, assert_stands_alone

FILES = {"ann/2.png": picture(2), "bob/1.bmp": picture(1, "BMP"), "bob/1.png": picture(1)}


@pytest.fixture
def folder(dedup: Run, tmp_path: Path) -> Path:
    """Three pictures; folders say whose they are. Two of them are copies, both bob’s."""
    folder = folder_of(tmp_path / "in", FILES)
    done = dedup("manifest", "attach", folder, "--folder-pattern", "{contributor}/...")
    assert done.returncode == 0, done.stderr
    return folder


def test_the_report_is_one_page_and_says_what_came_out(
    dedup: Run, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "client.html"

    done = dedup("report", folder, "--out", out, "--hide-names")

    assert done.returncode == 0
    assert "3 found = 3 indexed + 0 skipped; 1 groups, 1 flagged" in done.stderr
    page = Page(out.read_text(encoding="utf-8"))
    assert_stands_alone(page)
    assert "Contributor 1" in page.words
    assert "bob" not in page.words


def test_a_statement_is_html_or_pdf_by_the_file_s_name(
    dedup: Run, folder: Path, tmp_path: Path
) -> None:
    for name in ("s.html", "s.pdf"):
        done = dedup("statement", folder, "--contributor", "bob", "--out", tmp_path / name)

        assert done.returncode == 0, done.stderr
        assert "1 of 2 pictures paid" in done.stderr
    page = Page((tmp_path / "s.html").read_text(encoding="utf-8"))
    assert_stands_alone(page)
    assert "bob/1" in page.words
    assert (tmp_path / "s.pdf").read_bytes().startswith(b"%PDF-")
    assert not list(tmp_path.glob("*.part"))


def test_a_contributor_who_is_unknown_is_refused_with_those_who_are_known(
    dedup: Run, folder: Path, tmp_path: Path
) -> None:
    done = dedup("statement", folder, "--contributor", "eve", "--out", tmp_path / "s.pdf")

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "error: 'eve' submitted none of these pictures. Known are: ann, bob."
    )
    assert not (tmp_path / "s.pdf").exists()
