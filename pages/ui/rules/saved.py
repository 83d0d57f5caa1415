"""Rules that have a name: choose one, save this one, forget one."""

from __future__ import annotations

import streamlit as st

from dedup_core.errors import DedupError
from dedup_core.fingerprints import Method
from dedup_core.review.rules import BulkRule, conditions, read, written
from pages.ui import reviewer, words
from pages.ui.engine import Engine
from pages.ui.rules.filled import fill

_CHOSEN, _NAME, _SAVE = "saved rule", "name of the rule", "save the rule"
_MOST_LETTERS = 60


def choose_saved(engine: Engine, method: Method) -> None:
    """The picker of rules with a name; choosing one fills the form."""
    names = list(engine.workspace.saved_rules.all())
    if st.session_state.get(_CHOSEN) not in names:
        st.session_state[_CHOSEN] = None
    st.selectbox(
        "Saved rules",
        names,
        key=_CHOSEN,
        placeholder="Choose a saved rule" if names else "None yet",
        disabled=not names,
        on_change=_load,
        args=[engine, method],
        label_visibility="collapsed",
        width=260,
    )


def offer_saving(engine: Engine, rule: BulkRule) -> None:
    """Save this rule under a name, or forget the chosen one."""
    chosen = st.session_state.get(_CHOSEN)
    menu = st.popover("Save", icon=":material/bookmark_add:", key=_SAVE, on_change="rerun")
    # A form sends what is typed with the press; its hint about Enter would lie over the text.
    with menu, st.form("save this rule", border=False, enter_to_submit=False):
        st.text_input("Name", key=_NAME, placeholder="Bursts of one contributor")
        st.form_submit_button("Save this rule", on_click=_save, args=[engine, rule])
    if chosen:
        st.button("Forget", on_click=_forget, args=[engine, chosen], icon=":material/delete:")


def _load(engine: Engine, method: Method) -> None:
    chosen = st.session_state[_CHOSEN]
    if chosen is None:
        return
    try:
        rule = read(engine.workspace.saved_rules.all().get(chosen, ""))
    except DedupError as error:
        st.session_state[_CHOSEN] = None
        _say(str(error))
        return
    fill(rule, method)
    other = any(
        isinstance(part, conditions.Closest | conditions.CloseToKept) and part.method != method.name
        for part in rule.conditions
    )
    if other:
        st.toast("Its distance was for another method: set it anew.", icon=":material/straighten:")


def _save(engine: Engine, rule: BulkRule) -> None:
    name = " ".join(st.session_state[_NAME].split())[:_MOST_LETTERS]
    if name:
        try:
            engine.workspace.saved_rules.save(name, written(rule), reviewer=reviewer.name())
        except DedupError as error:
            _say(f"The rule was not saved. {error}")
            return  # with what was typed, so that it can be tried again
        st.session_state[_CHOSEN], st.session_state[_NAME] = name, ""
    st.session_state[_SAVE] = False


def _forget(engine: Engine, name: str) -> None:
    try:
        engine.workspace.saved_rules.remove(name)
    except DedupError as error:
        _say(f"The rule is still there. {error}")
        return
    st.session_state[_CHOSEN] = None


def _say(problem: str) -> None:
    st.toast(words.plain(problem), icon=":material/error:")
