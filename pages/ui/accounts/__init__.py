"""Accounts that share pictures as dots and arrows, as a table, and one pair closely."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dedup_core.manifest.moments import in_words as moment_in_words
from dedup_core.names import Names
from dedup_core.opened import OpenDataset
from dedup_core.pay import FACTS, Payroll, Shared, network, of_accounts, of_pictures
from dedup_core.review.phrases import clean
from pages.ui.code import component
from pages.ui.engine import Engine
from pages.ui.http.address import address

LISTED = 200  # pairs in the table; the ones that share most come first
PAGE = 8  # pairs of pictures at once
_KEY = "accounts"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The pair of accounts that is shown closely.

    at:       its place among the pairs
    pictures: rows of what was first, and of its copy
    page:     which part of these is asked for, from 1 on
    """

    at: int
    pictures: list[tuple[int, int]]
    page: int


def show_accounts(
    engine: Engine,
    opened: OpenDataset,
    payroll: Payroll,
    found: Shared,
    *,
    names: Names,
    chosen: Chosen | None,
    take: Callable[[dict[str, object]], None],
    review: Callable[[int], str],
) -> None:
    """Draw it; `take` is called with what is pressed, `review` gives the link for a row."""

    def pressed() -> None:
        take(st.session_state[_KEY].pressed or {})

    content = {
        **_drawing(payroll, found, names),
        **_table(found, names),
        "chosen": chosen and _closely(payroll, found, chosen, names=names, review=review),
        "thumbnails": address(engine, f"of/{opened.version}/"),
    }
    component(engine, "accounts")(key=_KEY, data=content, on_pressed_change=pressed)


def called(found: Shared, at: int, names: Names) -> str:
    """A pair of accounts in a word: `mei → ivy`."""
    return f"{clean(names.person(found.first[at]))} → {clean(names.person(found.other[at]))}"


def _drawing(payroll: Payroll, found: Shared, names: Names) -> dict[str, object]:
    """Dots [name, pictures, part, x, y], and arrows [from, to] in the order of the pairs."""
    drawn = network(payroll, found)
    places = zip(
        drawn.account,
        drawn.pictures.tolist(),
        drawn.part.tolist(),
        drawn.place.tolist(),
        strict=True,
    )
    return {
        "dots": [
            [clean(names.person(name)), pictures, part, *place]
            for name, pictures, part, place in places
        ],
        "arrows": list(zip(drawn.first.tolist(), drawn.other.tolist(), strict=True)),
    }


def _table(found: Shared, names: Names) -> dict[str, object]:
    """The columns in which any pair has something, and the pairs: names, counts and facts."""
    columns = [told for told in FACTS if getattr(found, told.column).any()]
    return {
        "columns": [[told.title, f"{told.meaning}. {told.innocent}"] for told in columns],
        "pairs": [
            {
                "first": clean(names.person(found.first[at])),
                "other": clean(names.person(found.other[at])),
                "counts": [int(getattr(found, told.column)[at]) for told in columns],
                "facts": [words for _, words in of_accounts(found, at, names)],
            }
            for at in range(min(len(found), LISTED))
        ],
        "all": len(found),
    }


def _closely(
    payroll: Payroll,
    found: Shared,
    chosen: Chosen,
    *,
    names: Names,
    review: Callable[[int], str],
) -> dict[str, object]:
    pages = -(-len(chosen.pictures) // PAGE)
    page = max(1, min(chosen.page, pages))
    here = chosen.pictures[(page - 1) * PAGE : page * PAGE]
    return {
        "at": chosen.at,
        "facts": [[words, told.innocent] for told, words in of_accounts(found, chosen.at, names)],
        "cards": [
            {
                "original": _picture(payroll, original, names),
                "copy": _picture(payroll, copy, names),
                "facts": [
                    [fact.words, fact.differs]
                    for fact in of_pictures(payroll, original, copy, names=names)
                ],
                "review": "" if names.hidden else review(copy),
            }
            for original, copy in here
        ],
        "page": page,
        "pages": pages,
        "first": (page - 1) * PAGE + 1,
        "all": len(chosen.pictures),
    }


def _picture(payroll: Payroll, row: int, names: Names) -> dict[str, object]:
    when = int(payroll.submissions.submitted_at_ms[row])
    return {
        "row": row,
        "name": clean(names.picture(payroll.outcome.catalog.paths[row], row)),
        "who": clean(names.person(payroll.submissions.contributor[row])),
        "when": moment_in_words(when) if when >= 0 else "time unknown",
    }
