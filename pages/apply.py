"""Apply: what becomes of each picture, and three safe ways to carry it out."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dedup_core import apply
from dedup_core.apply import Plan
from dedup_core.errors import DedupError
from dedup_core.review import Setting
from dedup_core.store import Dataset
from pages.ui import linked, state, words
from pages.ui.applying import words as said
from pages.ui.applying.choices import show_restore, show_ways
from pages.ui.applying.confirm import show_refused
from pages.ui.applying.progress import show_work
from pages.ui.engine import Engine
from pages.ui.missing import show_missing
from pages.ui.progress import show_progress
from pages.ui.shell import open_page

_SCOPES = {"decided": "Decided groups", "all": "All groups"}
_METRIC_PX = 150


def main() -> None:
    """The page."""
    engine = open_page("Apply")
    datasets = engine.workspace.datasets()
    if not datasets:
        st.title("Apply", anchor=False)
        st.info("There is no dataset yet. Open one on the Datasets page.", icon=":material/info:")
        st.page_link("pages/datasets.py", label="Open a dataset", icon=":material/folder_open:")
        return
    with st.sidebar:
        dataset = state.choose_dataset(datasets)
    if dataset.indexed_at:
        _apply(engine, dataset)
        return
    st.title(words.plain(dataset.name), anchor=False)
    st.info("This dataset is not indexed to its end.", icon=":material/info:")
    show_progress(engine, dataset.id)


def _apply(engine: Engine, dataset: Dataset) -> None:
    opened = engine.open(dataset)
    with st.sidebar:
        method = state.choose_method()
    if show_missing(engine, opened, method):
        return
    with st.sidebar:
        setting = state.choose_setting(method, opened.pairs(method.name))
    top = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        scope = _choose_scope()
        planned = partial(_planned, engine, dataset.id, setting=setting, scope=scope)
        plan = planned()
        _show_undecided(plan)
    with top:
        show_refused()
        _show_numbers(dataset, plan)
    show_progress(engine, dataset.id, quietly=True)
    show_work(engine, dataset)
    show_ways(engine, dataset, plan, planned)
    show_restore(engine, dataset)


def _planned(engine: Engine, dataset: str, *, setting: Setting, scope: str) -> Plan:
    """The plan by what is decided now."""
    opened = engine.open(engine.workspace.dataset(dataset))
    outcome = opened.outcome(setting)
    chosen = (apply.every if scope == "all" else apply.decided)(outcome)
    return apply.plan(outcome, chosen, marked_by=apply.markers(opened.ledger()))


def _choose_scope() -> str:
    linked.before("scope", "scope", "decided", linked.one_of(list(_SCOPES)))
    chosen = st.segmented_control(
        "Carry out",
        list(_SCOPES),
        format_func=_SCOPES.__getitem__,
        required=True,
        key="scope",
        persist_state="session",
        help="All groups also takes the suggestion where nobody has decided yet.",
    )
    return linked.after("scope", chosen or "decided", "decided")


def _show_numbers(dataset: Dataset, plan: Plan) -> None:
    totals = plan.totals
    with st.container(gap=None):
        st.title(words.plain(dataset.name), anchor=False)
        st.caption(said.sums(plan))
    groups = totals.groups + totals.waiting_groups
    with st.grid(4, gap="small", min_column_width=_METRIC_PX):
        st.metric("Kept", f"{totals.kept:,}", border=True)
        st.metric("Removed", f"{totals.removed:,}", border=True)
        st.metric("Space freed", said.size(totals.removed_bytes), border=True)
        st.metric("Groups carried out", f"{totals.groups:,} of {groups:,}", border=True)


def _show_undecided(plan: Plan) -> None:
    about = said.about_groups(plan)
    if about:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":material/pending: {about}", width="content")
            st.page_link("pages/review.py", label="Decide them", icon=":material/stacks:")


try:
    main()
except DedupError as error:
    st.error(words.plain(str(error)), icon=":material/error:")
