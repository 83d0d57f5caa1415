"""What a self-test found, as a table that follows a slider; the component's code lies beside."""

from __future__ import annotations

import base64
from collections import defaultdict

import streamlit as st

from dedup_core.evidence.distances import value_in_words
from dedup_core.fingerprints import ALL, Method
from dedup_core.opened import OpenDataset
from dedup_core.pairs import PairTable
from dedup_core.review.phrases import clean
from dedup_core.selftest import LeftOut, MethodResult, SelfTest
from pages.ui import words
from pages.ui.code import component
from pages.ui.engine import Engine
from pages.ui.http.address import address
from pages.ui.strictness import held_threshold, hold_threshold

_KEY = "selftest"
_MOST_NAMED = 5  # pictures that could not be copied
_UPRIGHT = {method.turned.name: method.title for method in ALL if method.turned is not None}


def show_result(engine: Engine, opened: OpenDataset, result: SelfTest, method: Method) -> None:
    """Draw it; the slider of the chosen method is that of all pages."""
    table = opened.pairs(method.name)
    stops = len(method.thresholds(table.reach))
    threshold = held_threshold(method, table) if stops > 1 else method.threshold_of(0)
    content = {
        "base": address(engine, f"of/{opened.version}/"),
        "chosen": method.name,
        "originals": len(result.rows),
        "others": result.others,
        "changes": [
            {"title": change.title, "meaning": change.meaning} for change in result.changes
        ],
        "methods": [
            _method(found, result, (threshold, stops) if found.method == method else None)
            for found in result.methods
        ],
        "examples": [
            {
                "row": int(result.rows[example.original]),
                "path": clean(opened.catalog.paths[int(result.rows[example.original])]),
                "copy": "data:image/jpeg;base64," + base64.b64encode(example.jpeg).decode(),
            }
            for example in result.examples
        ],
    }
    key = f"{_KEY} {opened.version} {result.seed} {len(result.rows)} {method.name}"

    def moved() -> None:
        _hold(method, table, st.session_state[key].moved)

    component(engine, "selftest")(key=key, data=content, on_moved_change=moved)
    _show_left_out(result)


def _hold(method: Method, table: PairTable, told: object) -> None:
    """Take over the place at which somebody let the slider of the chosen method go."""
    stops = method.thresholds(table.reach)
    if isinstance(told, int | float) and len(stops) > 1:
        hold_threshold(method, table, stops[min(max(int(told), 0), len(stops) - 1)])


def _method(
    found: MethodResult, result: SelfTest, held: tuple[float, int] | None
) -> dict[str, object]:
    """What the component must know of a method. held: its threshold, and how many are on offer."""
    method, stops = found.method, found.stops
    threshold, offered = held or (method.default, len(stops.thresholds))
    apart = [
        float(found.apart[number, example.original])
        for number, example in enumerate(result.examples)
    ]
    return {
        "name": method.name,
        "title": _UPRIGHT.get(method.name, method.title),
        "turned": method.name in _UPRIGHT,
        "at": min(stops.nearest(threshold), offered - 1),
        "stops": [
            {"value": method.said(each), "word": method.notch(each).word}
            for each in stops.thresholds[:offered]
        ],
        "found": found.found[:, :offered].tolist(),
        "false": found.false[:, :offered].tolist(),
        "others": found.others,
        "silent": int((found.apart == float("inf")).all(axis=0).sum()),
        "apart": [_value(method, distance) for distance in apart],
        "first": stops.first(found.apart)[
            range(len(apart)), [example.original for example in result.examples]
        ].tolist(),
    }


def _value(method: Method, distance: float) -> str:
    return "not compared" if distance == float("inf") else value_in_words(method, distance)


def _show_left_out(result: SelfTest) -> None:
    for skipped in result.unread[:_MOST_NAMED]:
        st.caption(f"Not copied: {words.plain(skipped.path)}: {words.plain(skipped.reason)}.")
    if len(result.unread) > _MOST_NAMED:
        more = words.counted(len(result.unread) - _MOST_NAMED, "more picture")
        st.caption(f"{more} could not be copied. Index the dataset again.")
    with st.expander("What was not tested, and how the numbers come about"):
        st.markdown(_explained(result.left_out))


def _explained(left_out: tuple[LeftOut, ...]) -> str:
    titles: dict[str, list[str]] = defaultdict(list)
    for each in left_out:
        titles[each.reason].append(each.title)
    lines = [
        f"- {words.plain(reason if reason.startswith(names[0]) else _because(names, reason))}"
        for reason, names in titles.items()
    ]
    return "\n".join(
        [
            *lines,
            "- **Found** is a copy within the threshold of its own original. Pictures with too "
            "little detail are compared by few methods; their copies count as missed.",
            "- A **false hit** is a picture that a copy meets although its original does not, no "
            "verdict joins the two, and looking closer found no common scene.",
            "- **Same scene** and **All evidence** look at each copy beside its original and the "
            "three others that Layout finds the most alike, as if these pairs were likely ones.",
        ]
    )


def _because(titles: list[str], reason: str) -> str:
    return f"{'; '.join(titles)}: {reason.rstrip('.')}."
