"""Indexing as it goes on, redrawn every second while it does."""

from __future__ import annotations

import streamlit as st

from dedup_core.jobs import Job, State
from pages.ui import words
from pages.ui.engine import Engine


def show_jobs(engine: Engine, *, only: str = "") -> None:
    """Every active or failed job (or only that of one dataset); nothing when there is none."""
    shown = [job for job in engine.jobs.all() if not only or job.dataset == only]
    if any(job.active for job in shown):
        _moving(engine, only)
    else:
        for job in shown:
            _show_end(engine, job)


@st.fragment(run_every=1.0)
def _moving(engine: Engine, only: str) -> None:
    jobs = [job for job in engine.jobs.all() if not only or job.dataset == only]
    if not any(job.active for job in jobs):
        st.rerun()
    for job in jobs:
        if job.active:
            _show_active(engine, job)
        else:
            _show_end(engine, job)


def _show_active(engine: Engine, job: Job) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/hourglass_top: **Indexing** {words.plain(job.name)}")
            st.space("stretch")
            st.button(
                "Stop", key=f"stop-{job.dataset}", on_click=engine.jobs.stop, args=[job.dataset]
            )
        total = job.progress.total
        st.progress(job.progress.done / total if total else 0.0, text=words.progress(job))
        st.caption("It goes on when you leave this page or close the tab.")


def _show_end(engine: Engine, job: Job) -> None:
    if job.state is State.FAILED:
        st.error(
            f"Indexing {words.plain(job.name)} failed. {words.plain(job.message)}",
            icon=":material/error:",
        )
    elif job.state is State.STOPPED:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"Indexing {words.plain(job.name)} was stopped. What was finished is kept.")
            st.space("stretch")
            st.button(
                "Go on", key=f"go-on-{job.dataset}", on_click=_start, args=[engine, job.dataset]
            )


def _start(engine: Engine, dataset: str) -> None:
    engine.jobs.start(engine.workspace.dataset(dataset))
