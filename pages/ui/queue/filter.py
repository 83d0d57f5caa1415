"""Each filter as a value: its name in the address, how it is read there, and its chip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from math import isfinite
from typing import Any

import streamlit as st

from dedup_core.decisions import Verdict
from dedup_core.fingerprints import Method
from dedup_core.judged import RELATIONS
from pages.ui import linked, words

MOST_PICTURES = 1_000_000  # in a group: more than any dataset has
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
SPREADS = ("spread", "likeness")  # a range of distances is none of similarities


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: its name in the address, and how its value is said on a chip.

    kind: differs where the same name asks for other values, which need a widget of their own
    """

    parameter: str
    default: Any
    read: Callable[[str], Any]
    said: Callable[[Any], str]
    kind: str = ""

    @property
    def key(self) -> str:
        """The key of its widget."""
        return f"queue-{self.parameter}{self.kind}"

    @property
    def value(self) -> Any:
        """What its widget holds."""
        return st.session_state[self.key]

    @property
    def active(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.value != self.default)

    def begin(self) -> None:
        """Take over what the address says, before the widget is drawn."""
        linked.before(self.key, self.parameter, self.default, self.read)

    def end(self) -> None:
        """Write to the address what the widget holds."""
        value, default = self.value, self.default
        if isinstance(default, bool):
            value, default = int(value), int(default)
        linked.after(self.parameter, value, default)

    def clear(self) -> None:
        """Ask for nothing any more; for callbacks."""
        st.session_state[self.key] = self.default


def filters_for(method: Method) -> list[Filter]:
    """All filters, in the order of their chips."""
    return [
        Filter("contributor", "", str, partial(_named, "Contributor")),
        Filter("across", False, lambda text: text == "1", lambda _: "Several contributors"),
        Filter("relation", "", linked.one_of(list(RELATIONS)), partial(_named, "Relation")),
        Filter(
            "verdict", "", linked.one_of([v.value for v in Verdict]), partial(_named, "Verdict")
        ),
        Filter("camera", "", str, partial(_named, "Camera")),
        Filter("folder", "", str, partial(_named, "Folder")),
        *_range(
            spread_of(method),
            _number(method),
            lambda end: f"Farthest from {method.said(end)}",
            lambda end: f"Farthest up to {method.said(end)}",
            kind=f" of {method.scale} by {method.step:g}",
        ),
        *_range(
            "size",
            linked.whole(0, MOST_PICTURES),
            lambda end: f"From {words.counted(end, 'picture')}",
            lambda end: f"Up to {words.counted(end, 'picture')}",
        ),
        *_range("taken", _day, partial(_named, "Taken from"), partial(_named, "Taken up to")),
    ]


def spread_of(method: Method) -> str:
    """What the range of a method's unit is called in the address."""
    return SPREADS[method.is_similarity]


def forget_other_spread(method: Method) -> None:
    """Take the range of the other unit out of the address."""
    other = SPREADS[not method.is_similarity]
    for end in ("from", "to"):
        linked.after(f"{other}_{end}", "", "")


def chips(filters: Sequence[Filter]) -> None:
    """A chip for each filter that is active; a click on it takes it away."""
    active = [each for each in filters if each.active]
    if not active:
        return
    with st.container(horizontal=True, gap="small", key="queue-chips"):
        for each in active:
            st.button(
                words.plain(each.said(each.value)),
                icon=":material/close:",
                icon_position="right",
                help="Take this filter away",
                on_click=each.clear,
                key=f"chip-{each.parameter}",
            )


def _range(
    name: str,
    read: Callable[[str], Any],
    said_from: Callable[[Any], str],
    said_to: Callable[[Any], str],
    *,
    kind: str = "",
) -> tuple[Filter, Filter]:
    return (
        Filter(f"{name}_from", None, read, said_from, kind),
        Filter(f"{name}_to", None, read, said_to, kind),
    )


def _named(what: str, value: object) -> str:
    return f"{what}: {value}"


def _number(method: Method) -> Callable[[str], float | None]:
    """Reads a threshold of a method: whole where its unit is."""
    if not method.is_similarity:
        return linked.whole(0, method.scale)

    def read(text: str) -> float | None:
        try:
            asked = float(text)
        except ValueError:
            return None
        return min(float(method.scale), max(0.0, asked)) if isfinite(asked) else None

    return read


def _day(text: str) -> date | None:
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return None
    return min(LAST_DAY, max(FIRST_DAY, asked))
