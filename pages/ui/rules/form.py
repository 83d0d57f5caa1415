"""The rule on screen: conditions as lines that can be switched on, and what happens then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dedup_core.fingerprints import Method
from dedup_core.judged import RELATIONS
from dedup_core.review.rules import Action, BulkRule
from dedup_core.review.rules import conditions as conditions_of
from dedup_core.review.rules import keeping as keeping_of
from dedup_core.review.rules.conditions import Condition
from dedup_core.review.rules.keeping import Criterion
from pages.ui.rules.filled import (
    LEAST_PICTURES,
    MOST_PICTURES,
    MOST_SECONDS,
    Distance,
    distance,
    fill,
    filled,
    first_rule,
    key,
    strict,
)

_NUMBER_PX, _TEXT_PX = 104, 220
_ACTIONS = {
    Action.KEEP_ONE.value: "Keep one picture, remove the rest",
    Action.SAME_SCENE.value: "Keep all: they show the same scene",
    Action.NOT_DUPLICATES.value: "Keep all: they are not duplicates",
    Action.SKIP.value: "Skip: leave them for later",
}
_LOOKED = "Same scene looks at pairs one by one. Where it has not looked, this does not hold."
_NEEDS = "Needs to know who submitted what: add a manifest on the Datasets page."


@dataclass(frozen=True, slots=True)
class Form:
    """The rule on screen, with a place below its conditions and one below its action."""

    rule: BulkRule
    below_conditions: DeltaGenerator
    below_action: DeltaGenerator


def choose_rule(method: Method, *, contributors: bool) -> Form:
    """The form, drawn; `contributors`: whether any are known."""
    if key("action") not in st.session_state:
        fill(first_rule(method), method)
    with st.grid(2, gap="small", min_column_width=400):
        with st.container():
            with st.container(border=True):
                changed_too, conditions = _conditions(method, contributors=contributors)
            left = st.container()
        with st.container():
            with st.container(border=True):
                action, keep = _what_happens(contributors=contributors)
            right = st.container()
    return Form(BulkRule(conditions, keep, action, changed_too), left, right)


def _conditions(method: Method, *, contributors: bool) -> tuple[bool, tuple[Condition, ...]]:
    with _line():
        st.markdown("**In all groups that are**")
        st.segmented_control(
            "Groups",
            [False, True],
            format_func=lambda changed: "open or changed since" if changed else "open",
            required=True,
            key=filled("changed_too"),
            label_visibility="collapsed",
            persist_state="session",
        )
    st.markdown("**and where all of this holds**")
    lines = (
        _distance(conditions_of.Closest, method),
        _distance(conditions_of.CloseToKept, method),
        _relation(),
        _contributor(known=contributors),
        _time(),
        _size(),
        _plain("resolution", "The kept picture has the highest resolution"),
        _plain("same file", "All are the same file, byte for byte"),
        _plain("nothing differs", "No part of a picture is known to differ"),
    )
    changed_too = bool(st.session_state[key("changed_too")])
    return changed_too, tuple(line for line in lines if line is not None)


def _line() -> DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment="center", gap="small")


def _switch(name: str, label: str, *, help: str | None = None) -> bool:
    """The switch of a condition; whether it is on comes back."""
    on = st.checkbox(
        label,
        key=filled(name),
        width="content",
        help=help,
        persist_state="session",
    )
    return bool(on)


def _plain(name: str, label: str) -> Condition | None:
    """A condition without a number: its switch is all of it."""
    kinds = {kind.name: kind for kind in conditions_of.ALL}
    return kinds[name]() if _switch(name, label) else None


def _distance(kind: type[Distance], method: Method) -> Condition | None:
    to_kept = " to the kept one" if kind is conditions_of.CloseToKept else ""
    end = "is at most" if not method.is_similarity else "is at least"
    what = "distance" if not method.is_similarity else method.unit
    number = key(distance(kind, method))
    with _line():
        on = _switch(kind.name, f"Every {what}{to_kept} {end}")
        whole = not method.is_similarity
        st.session_state.setdefault(number, strict(method))  # a method chosen since
        threshold = st.number_input(
            f"Distance{to_kept}",
            min_value=0 if whole else 0.0,
            max_value=int(method.scale) if whole else 1.0,
            step=int(method.step) if whole else method.step,
            format=None if whole else "%.3f",
            key=filled(distance(kind, method)),
            label_visibility="collapsed",
            width=_NUMBER_PX,
            disabled=not on,
            persist_state="session",
        )
        if whole:
            st.caption(method.unit, width="content")
    return kind(method.name, threshold) if on else None


def _relation() -> Condition | None:
    with _line():
        on = _switch("relation", "Every picture is to the kept one", help=_LOOKED)
        chosen = st.pills(
            "Relations",
            list(reversed(RELATIONS)),
            selection_mode="multi",
            key=filled("relations"),
            label_visibility="collapsed",
            disabled=not on,
            persist_state="session",
        )
    words = tuple(word for word in RELATIONS if word in chosen)
    return conditions_of.Related(words) if on else None


def _contributor(*, known: bool) -> Condition | None:
    # Never disabled: a saved rule that lost this condition would match more than it says, and
    # Streamlit takes no change of a switch that is disabled in the run that the change begins.
    with _line():
        on = _switch("contributor", "All are from", help=None if known else _NEEDS)
        one = st.segmented_control(
            "Contributors",
            [True, False],
            format_func=lambda one: "the same contributor" if one else "different contributors",
            required=True,
            key=filled("one"),
            label_visibility="collapsed",
            disabled=not on,
            persist_state="session",
        )
    if on and not known:
        st.caption(_NEEDS)
    return conditions_of.Contributors(bool(one)) if on else None


def _time() -> Condition | None:
    with _line():
        on = _switch("time", "All were taken within")
        seconds = _whole("Seconds", "seconds", least=0, most=MOST_SECONDS, disabled=not on)
        st.caption("seconds", width="content")
    return conditions_of.TakenWithin(seconds) if on else None


def _size() -> Condition | None:
    with _line():
        on = _switch("size", "Pictures")
        least = _whole(
            "Fewest pictures", "least", least=LEAST_PICTURES, most=MOST_PICTURES, disabled=not on
        )
        st.caption("to", width="content")
        most = _whole(
            "Most pictures", "most", least=LEAST_PICTURES, most=MOST_PICTURES, disabled=not on
        )
    return conditions_of.Sized(least, most) if on else None


def _whole(label: str, name: str, *, least: int, most: int, disabled: bool) -> int:
    number = st.number_input(
        label,
        min_value=least,
        max_value=most,
        key=filled(name),
        label_visibility="collapsed",
        width=_NUMBER_PX,
        disabled=disabled,
        persist_state="session",
    )
    return int(number)


def _what_happens(*, contributors: bool) -> tuple[Action, tuple[Criterion, ...]]:
    word = st.selectbox(
        "**Do this**",
        list(_ACTIONS),
        format_func=_ACTIONS.__getitem__,
        key=filled("action"),
        persist_state="session",
    )
    action = Action(word)
    one = action is Action.KEEP_ONE
    names = st.multiselect(
        "**Keep**" if one else "**Compare with**",
        list(_CRITERIA),
        format_func=lambda name: _CRITERIA[name][0],
        key=filled("keep"),
        placeholder="the first path",
        help="The first one decides. The next ones decide where it finds no difference, and then "
        "the path.",
        persist_state="session",
    )
    keep = tuple(_CRITERIA[name][1]() for name in names)
    if "suggested" in names[:-1]:
        st.caption("There is one suggested picture, so what stands behind it never counts.")
    if "reputation" in names:
        st.caption(
            "The record of a contributor: the share of their decided pictures in this dataset "
            f"that were kept, from {keeping_of.ENOUGH_DECIDED} decided pictures on. Before that, "
            "and without a contributor, the average of all counts."
            if contributors
            else _NEEDS
        )
    return action, keep


def _formats() -> Criterion:
    text = st.text_input(
        "Formats, the best first", key=filled("formats"), width=_TEXT_PX, persist_state="session"
    )
    parts = (part.strip().lstrip(".").casefold() for part in text.replace(";", ",").split(","))
    return keeping_of.Formats(tuple(part for part in parts if part))


def _pattern() -> Criterion:
    text = st.text_input(
        "Path like",
        key=filled("pattern"),
        width=_TEXT_PX,
        help="`*` stands for any letters, `?` for one: `*/final/*`.",
        persist_state="session",
    )
    return keeping_of.PathLike(text)


_CRITERIA: dict[str, tuple[str, Callable[[], Criterion]]] = {
    "suggested": ("the suggested picture", keeping_of.Suggested),
    "resolution": ("the highest resolution", keeping_of.Resolution),
    "sharpness": ("the sharpest", keeping_of.Sharpness),
    "taken": ("the one taken first", keeping_of.TakenFirst),
    "submitted": ("the one submitted first", keeping_of.SubmittedFirst),
    "format": ("the best format", _formats),
    "path": ("a path like …", _pattern),
    "reputation": ("the contributor with the best record", keeping_of.Reputation),
    "bytes": ("the largest file", keeping_of.MostBytes),
}
