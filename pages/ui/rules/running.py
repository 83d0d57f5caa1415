"""The run of a rule: asked once more, done as one entry, and taken back with one press."""

from __future__ import annotations

import secrets

import streamlit as st

from dedup_core.decisions import Act, Entry
from dedup_core.errors import DedupError
from dedup_core.review.rules import Preview, entry
from dedup_core.scan import OpenDataset
from pages.ui import reviewer, words
from pages.ui.engine import Engine
from pages.ui.rules.shown import deed, in_a_sentence

_RAN = "rule that ran"  # (dataset, id of its entry)
_REFUSED = "why a rule did not run"


def offer_run(engine: Engine, opened: OpenDataset, preview: Preview) -> None:
    """The button that runs the rule, once it was confirmed."""
    pressed = st.button(
        f"Run the rule: {deed(preview)}",
        type="primary",
        icon=":material/play_arrow:",
        key="run-rule",
        width="stretch",
        disabled=not preview.matched,
    )
    if pressed:
        _confirm(engine, opened, preview, secrets.token_hex(16))


@st.dialog("Run this rule?")
def _confirm(engine: Engine, opened: OpenDataset, preview: Preview, token: str) -> None:
    """Asks once more; the token makes two presses one run."""
    st.markdown(in_a_sentence(preview))
    st.markdown(
        f"It {deed(preview)}: {words.counted(preview.removed, 'picture')} to remove, "
        f"{preview.kept:,} to keep. No file is touched, and one undo takes all of it back."
    )
    with st.container(horizontal=True):
        run = [engine, opened, preview, token]
        pressed = st.button("Run it", type="primary", key="run-yes", on_click=_run, args=run)
        if st.button("Cancel", key="run-no") or pressed:
            st.rerun()


def _run(engine: Engine, opened: OpenDataset, preview: Preview, token: str) -> None:
    me, dataset = reviewer.name(), opened.dataset.id
    try:
        wanted = entry(
            preview, dataset=dataset, reviewer=me, last=opened.ledger().last, token=token
        )
        stored = engine.workspace.log.append(wanted, seen=preview.last)
    except DedupError as error:
        st.session_state[_REFUSED] = str(error)  # the page says it, beside the new preview
        return
    st.session_state[_RAN] = (dataset, stored.id)


def show_last_run(engine: Engine, opened: OpenDataset) -> None:
    """What the last run of this tab did, with its undo, or why it was not done."""
    refused = st.session_state.pop(_REFUSED, "")
    if refused:
        st.warning(words.plain(refused), icon=":material/sync_problem:")
    dataset, id = st.session_state.get(_RAN, ("", 0))
    if dataset != opened.dataset.id:
        return
    (ran,) = engine.workspace.log.named([id])
    removed = sum(mark.keep is False for mark in ran.marks)
    did = (
        f"{words.counted(len(ran.closings), 'group')} decided, "
        f"{words.counted(removed, 'picture')} to remove"
    )
    if not opened.ledger().active(ran):
        st.info(f"Taken back: {did}.", icon=":material/undo:")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(f"Done: {did}.", icon=":material/check_circle:")
        st.button("Undo", icon=":material/undo:", on_click=_undo, args=[engine, ran])


def _undo(engine: Engine, ran: Entry) -> None:
    turn = Entry(ran.dataset, reviewer.name(), Act.UNDO, target=ran.id)
    try:
        engine.workspace.log.append(turn, seen=ran.id)
    except DedupError as error:
        st.toast(words.plain(str(error)), icon=":material/sync_problem:")
