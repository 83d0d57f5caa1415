"""Answering drawn pairs as one Streamlit component; its code lies beside this file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isnan

import streamlit as st

from dedup_core.fingerprints import Method
from dedup_core.review import Setting
from dedup_core.scan import OpenDataset
from pages.ui import linked, reviewer
from pages.ui.answering.goals import FORMS, Form, Kind, offered
from pages.ui.code import component
from pages.ui.engine import Engine
from pages.ui.http.address import address

_KEY = "answering"
_GOAL_PX, _NUMBER_PX = 280, 190


@dataclass(frozen=True, slots=True)
class Aim:
    """What the threshold has to do, and whether the same scene counts as a duplicate."""

    kind: Kind
    value: float
    scene_counts: bool


def choose_aim(opened: OpenDataset) -> Aim:
    """The goal and its number, in one line."""
    kinds = [kind.value for kind in offered(opened.submissions())]
    linked.before("goal", "goal", kinds[0], linked.one_of(kinds))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if st.session_state["goal"] not in kinds:  # another dataset has no prices
            st.session_state["goal"] = kinds[0]
        word = st.selectbox(
            "What the threshold has to do",
            kinds,
            format_func=lambda word: FORMS[Kind(word)].title,
            key="goal",
            persist_state="session",
            width=_GOAL_PX,
        )
        linked.after("goal", word, kinds[0])
        kind = Kind(word)
        value = _choose_value(kind, FORMS[kind], opened.submissions().currency)
        counts = _choose_scene()
    return Aim(kind, value, counts)


def show_sitting(
    engine: Engine,
    opened: OpenDataset,
    method: Method,
    *,
    setting: Setting,
    aim: Aim,
    use: Callable[[float], None],
) -> None:
    """Draw the pairs and what the answers say; `use` is called with a threshold to be used."""

    def used() -> None:
        use(float(st.session_state[_KEY].used["threshold"]))

    id, rows = opened.dataset.id, f"of/{opened.version}/"
    content = {
        "base": address(engine, rows),
        "answers": address(engine, f"{rows}answers"),
        "acts": address(engine, f"acts/{id}"),
        "presence": address(engine, f"presence/{id}"),
        "reviewer": reviewer.name(),
        "method": method.name,
        "unit": method.unit,
        "threshold": setting.threshold,
        "rule": setting.rule.value,
        "at_least": setting.at_least,
        "scene": aim.scene_counts,
        "goal": aim.kind.value,
        "value": aim.value,
    }
    component(engine, "answering")(key=_KEY, data=content, on_used_change=used)


def _choose_value(kind: Kind, form: Form, currency: str) -> float:
    key = f"goal_{kind.value}"
    linked.before(key, key, form.default, _number(form))
    value = st.number_input(
        form.unit or currency or "Amount",
        min_value=form.least,
        max_value=form.most,
        step=form.step,
        key=key,
        format="%g" if form.unit else "%.2f",
        persist_state="session",
        width=_NUMBER_PX,
    )
    return linked.after(key, float(value), form.default)


def _choose_scene() -> bool:
    linked.before("scene_counts", "scene_counts", True, lambda text: text != "0")
    counts = st.toggle(
        "Same scene counts as a duplicate",
        key="scene_counts",
        help="Off: only one shot and its edits count. The answers stay as they are.",
        persist_state="session",
    )
    return bool(linked.after("scene_counts", int(counts), 1))


def _number(form: Form) -> Callable[[str], float | None]:
    def read(text: str) -> float | None:
        try:
            value = float(text)
        except ValueError:
            return None
        return min(form.most, max(form.least, value)) if not isnan(value) else None

    return read
