"""Review: move the strictness, see the groups, decide, export."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dedup_core import report
from dedup_core.decisions import Entry
from dedup_core.errors import DedupError
from dedup_core.jobs import State
from dedup_core.pay import Policy
from dedup_core.review import Outcome, queued
from dedup_core.review.words import pictures_of, said
from dedup_core.scan import OpenDataset
from dedup_core.store import Dataset
from pages.ui import reviewer, second_look, state, words
from pages.ui.engine import Engine
from pages.ui.exporting import show_export
from pages.ui.grid import Desk, show_grid
from pages.ui.missing import show_missing
from pages.ui.notices import show_notices
from pages.ui.presets import show_presets
from pages.ui.progress import show_progress
from pages.ui.queue import choose_queue, show_pace
from pages.ui.shell import open_page

_NAMED = 20  # pictures of an entry whose names may be needed to say what it was


def main() -> None:
    """The page."""
    engine = open_page("Review")
    datasets = engine.workspace.datasets()
    if not datasets:
        st.title("Review")
        st.info("There is no dataset yet. Open one on the Datasets page.", icon=":material/info:")
        st.page_link("pages/datasets.py", label="Open a dataset", icon=":material/folder_open:")
        return
    with st.sidebar:
        dataset = state.choose_dataset(datasets)
    if dataset.indexed_at:
        _review(engine, dataset)
        return
    st.title(words.plain(dataset.name))
    show_progress(engine, dataset.id)
    job = engine.jobs.of(dataset.id)
    if job is None or job.state is State.FINISHED:  # it ended well, but another run changed things
        st.info("This dataset is not indexed to its end.", icon=":material/info:")
        st.button("Index it now", on_click=engine.index, args=[dataset], type="primary")


def _review(engine: Engine, dataset: Dataset) -> None:
    opened = second_look.as_seen(engine.open(dataset))
    with st.sidebar:
        method = state.choose_method()
    if show_missing(engine, opened, method):
        return
    with st.sidebar:
        table = opened.pairs(method.name)
        setting = state.choose_setting(method, table)
        show_presets(engine, opened, setting)
    top = st.container()
    queue = choose_queue(engine, opened, method)

    @st.fragment
    def groups() -> None:
        now = engine.workspace.dataset(dataset.id)
        if now.indexed_at != dataset.indexed_at:
            st.rerun()  # it was indexed anew meanwhile, here or elsewhere
        whole = second_look.outcome_of(opened, setting)
        asked = f"{opened.version} {setting} {queue} {second_look.named(opened)}"
        slots = state.held(
            asked,
            whole,
            lambda: whole.groups.only(queued(whole, queue, submissions=opened.submissions())),
        )
        with top:
            _show_top(engine, opened, dataset, whole)
            second_look.show_banner(opened, whole)
        show_pace(whole, opened.ledger(), shown=len(slots.groups))
        show_grid(
            engine,
            opened,
            opened.outcome(setting, groups=slots.groups),
            setting=asked,
            empty=second_look.why_empty(opened) or _why_empty(whole),
            desk=_desk(opened, whole.seen),
            slot_kind=slots.gone,
        )

    groups()


def _desk(opened: OpenDataset, seen: int) -> Desk:
    me, ledger = reviewer.name(), opened.ledger()
    undo, redo = ledger.undoable(me), ledger.redoable(me)
    return Desk(
        reviewer=me,
        seen=seen,
        blind=reviewer.blind(),
        undo=_in_words(opened, undo),
        redo=_in_words(opened, redo),
    )


def _in_words(opened: OpenDataset, entry: Entry | None) -> str:
    return said(entry, names=opened.names(pictures_of(entry)[:_NAMED])) if entry else ""


def _show_top(engine: Engine, opened: OpenDataset, dataset: Dataset, outcome: Outcome) -> None:
    headline, setting = outcome.headline, outcome.setting
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(gap=None, width="stretch"):
            st.title(words.plain(dataset.name), anchor=False)
            st.caption(
                f"{words.counted(headline.found, 'file')} found = "
                f"{headline.pictures:,} indexed + {headline.skipped:,} skipped"
            )
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            show_notices(outcome)
            if not reviewer.blind():  # a file of what changes nothing would mislead
                _offer_exports(f"{dataset.name} {setting.method} {setting.threshold:g}", outcome)
                pay = partial(engine.accountant(dataset).payroll, setting, Policy())
                show_export(opened, pay, first="groups")
    with st.grid(2, gap="small", min_column_width=330):  # four in a line, or two and two
        with st.grid(2, gap="small", min_column_width=150):
            st.metric("Pictures", f"{headline.pictures:,}", border=True)
            st.metric("Groups", f"{headline.groups:,}", border=True)
        with st.grid(2, gap="small", min_column_width=150):
            st.metric("Flagged to remove", f"{headline.flagged:,}", border=True)
            st.metric("Share flagged", words.percent(headline.share), border=True)


def _offer_exports(name: str, outcome: Outcome) -> None:
    for exporter in report.FLAGGED:
        st.download_button(
            f"Flagged as {exporter.title}",
            data=partial(exporter.write, outcome),
            file_name=f"{name}{exporter.ending}",
            mime=exporter.media_type,
            icon=":material/download:",
            on_click="ignore",
            key=exporter.name,
        )


def _why_empty(whole: Outcome) -> str:
    if len(whole.groups):
        return "No group matches the filter.\nTake a filter away, or show all."
    if whole.setting.at_least > 2:
        return "No group of this size.\nLower the smallest group, or move the slider to the right."
    return "No duplicates at this strictness.\nMove the slider to the right to look more loosely."


try:
    main()
except DedupError as error:
    st.error(words.plain(str(error)), icon=":material/error:")
