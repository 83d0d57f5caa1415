"""The name of a reviewer: what is left of what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.reviewer import MOST_LETTERS, tidy


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Ana  Müller ", "Ana Müller"),
        ("Ana\nBen\tCleo", "Ana Ben Cleo"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("\x00\x1b[31mAna", "[31mAna"),
        ("李 娜", "李 娜"),
        ("a\u200db", "a\u200db"),  # scripts and signs that are written with it
        ("\u200b\u200d\ufeff", ""),
        ("half \ud800 sign", "half sign"),
        ("x" * 100, "x" * MOST_LETTERS),
        (None, ""),
        (7, ""),
    ],
)
def test_a_name_is_one_line_that_can_be_seen(typed: object, name: str) -> None:
    assert tidy(typed) == name


@given(st.text())
def test_a_tidy_name_stays_as_it_is_and_can_be_stored(typed: str) -> None:
    once = tidy(typed)

    assert tidy(once) == once
    assert len(once) <= MOST_LETTERS
    assert once.encode().decode() == once
