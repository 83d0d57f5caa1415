"""The pictures of a contributor that are not paid, each beside the one it is a copy of."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from dedup_core.manifest import in_words
from dedup_core.manifest.moments import in_words as moment_in_words
from dedup_core.names import Names
from dedup_core.opened import OpenDataset
from dedup_core.pay import FATES, KINDS, Fate, Kind, Payroll, reason
from dedup_core.review.appeals import reference
from dedup_core.review.phrases import clean
from pages.ui import linked, words
from pages.ui.code import component
from pages.ui.engine import Engine
from pages.ui.http.address import address, base_path

PAGE = 12  # cards at once
_KEY, _AT, _FATE = "unpaid", "unpaid-page", "unpaid-fate"
_ALL = "all"
_TITLES = {Fate.COPY: "Copies", Fate.EXTRA: "Extras", Fate.HELD: "Held"}
_SETTING = ("dataset", "method", "turned", "threshold", "rule", "at_least")


def show_unpaid(
    engine: Engine, opened: OpenDataset, payroll: Payroll, rows: list[int], *, names: Names
) -> None:
    """A page of cards, and what to choose of them."""
    shown = _of_fate(payroll, rows)
    pages = -(-len(shown) // PAGE)
    page = max(1, min(st.session_state.get(_AT, 1), pages))

    def pressed() -> None:
        asked = (st.session_state[_KEY].pressed or {}).get("page")
        if isinstance(asked, int) and asked > 0:
            st.session_state[_AT] = asked

    here = shown[(page - 1) * PAGE : page * PAGE]
    content = {
        "view": "unpaid",
        "cards": [_card(opened, payroll, row, names) for row in here],
        "pictures": address(engine, f"of/{opened.version}/"),
        "page": page,
        "pages": pages,
        "first": (page - 1) * PAGE + 1,
        "all": len(shown),
    }
    component(engine, "paying")(key=_KEY, data=content, on_pressed_change=pressed)


def first_page() -> None:
    """Begin with the first cards again; for callbacks."""
    st.session_state[_AT] = 1


def _of_fate(payroll: Payroll, rows: list[int]) -> list[int]:
    """The rows of one fate, chosen where there are several."""
    by_fate: dict[str, list[int]] = {_ALL: rows}
    for row in rows:
        by_fate.setdefault(FATES[payroll.fate[row]].value, []).append(row)
    if len(by_fate) <= 2:  # all are of one fate
        return rows
    titles = {_ALL: f"All · {len(rows):,}"} | {
        fate.value: f"{title} · {len(by_fate[fate.value]):,}"
        for fate, title in _TITLES.items()
        if fate.value in by_fate
    }
    chosen = st.segmented_control(
        "Which",
        list(titles),
        format_func=titles.__getitem__,
        default=_ALL,
        required=True,
        key=f"{_FATE} {' '.join(titles)}",
        label_visibility="collapsed",
        on_change=first_page,
    )
    return by_fate[chosen or _ALL]


def _card(opened: OpenDataset, payroll: Payroll, row: int, names: Names) -> dict[str, object]:
    """One picture with its original and the reason."""
    head, _, rest = reason(payroll, row, names=names).partition(": ")
    why, _, line = rest.rpartition("; policy: ")
    catalog, original = payroll.outcome.catalog, int(payroll.original[row])
    return {
        "reference": reference(opened.dataset.id, catalog.paths[row], catalog.digests[row]),
        "what": _what(payroll, row),
        "scene": KINDS[payroll.kind[row]] is Kind.EXTRA,
        "held": FATES[payroll.fate[row]] is Fate.HELD,
        "head": clean(head),
        "why": clean(why),
        "line": clean(line),
        "picture": _picture(payroll, row, names),
        "original": _picture(payroll, original, names) if original >= 0 else None,
        "review": "" if names.hidden else review_address(payroll, row),
    }


def _what(payroll: Payroll, row: int) -> str:
    kind = KINDS[payroll.kind[row]]
    said = {Kind.COPY: "Copy", Kind.EXTRA: "One more of the scene", Kind.UNIQUE: ""}[kind]
    if FATES[payroll.fate[row]] is Fate.HELD:
        return f"Held · {said.lower()}" if said else "Held"
    return said


def _picture(payroll: Payroll, row: int, names: Names) -> dict[str, object]:
    catalog, sent = payroll.outcome.catalog, payroll.submissions
    when = int(sent.submitted_at_ms[row])
    return {
        "row": row,
        "name": clean(names.picture(catalog.paths[row], row)),
        "who": clean(names.person(sent.contributor[row])),
        "when": moment_in_words(when) if when >= 0 else "time unknown",
        "price": in_words(int(sent.price[row]), sent.currency) if sent.price[row] else "",
        "fate": _fate(FATES[payroll.fate[row]]),
    }


def _fate(fate: Fate) -> str:
    return {Fate.PAID: "Paid", Fate.HELD: "Held"}.get(fate, "Not paid")


def review_address(payroll: Payroll, row: int) -> str:
    """The link to the picture's group in Review, at the setting on screen; empty where in none."""
    if payroll.member[row] < 0:
        return ""
    asked: Mapping[str, str] = {"text": payroll.outcome.catalog.paths[row], "show": "all"}
    return f"{base_path()}/?{linked.query(_SETTING)}&{urlencode(asked, errors='replace')}"


def counted_fates(payroll: Payroll, rows: list[int]) -> str:
    """`30 pictures not paid · 2 held`."""
    held = sum(FATES[payroll.fate[row]] is Fate.HELD for row in rows)
    said = [f"{words.counted(len(rows) - held, 'picture')} not paid"] if len(rows) > held else []
    return " · ".join([*said, *([f"{words.counted(held, 'picture')} held"] if held else [])])
