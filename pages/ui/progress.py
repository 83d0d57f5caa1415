"""Indexing as it goes on, redrawn every second while it does."""

from __future__ import annotations

import streamlit as st

from dedup_core.jobs import Job, State
from pages.ui import words
from pages.ui.engine import Engine


def show_progress(engine: Engine, dataset: str) -> None:
    """The indexing of a dataset: moving while it goes on, and why it ended when it did not finish.

    Nothing when there is nothing to say. The page is drawn again when the end comes.
    """
    job = engine.jobs.of(dataset)
    if job is None or job.state is State.FINISHED:
        return
    if job.active:
        _moving(engine, dataset)
    else:
        _show_end(engine, job)


@st.fragment(run_every=1.0)
def _moving(engine: Engine, dataset: str) -> None:
    job = engine.jobs.of(dataset)
    if job is None or not job.active:
        st.rerun()
    _show_active(engine, job)


def _show_active(engine: Engine, job: Job) -> None:
    total = job.progress.total
    with st.container(horizontal=True, vertical_alignment="center"):
        text = f"Indexing: {words.progress(job)}"
        st.progress(job.progress.done / total if total else 0.0, text=text)
        st.button("Stop", key=f"stop-{job.dataset}", on_click=engine.jobs.stop, args=[job.dataset])
    st.caption("It goes on when you leave this page or close the tab.")


def _show_end(engine: Engine, job: Job) -> None:
    if job.state is State.FAILED:
        st.error(words.plain(job.message), icon=":material/error:")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info("Indexing was stopped. What was finished is kept.", icon=":material/pause_circle:")
        st.button("Go on", key=f"go-on-{job.dataset}", on_click=engine.resume, args=[job.dataset])
