"""A run as it goes on, redrawn every second while it does."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dedup_core.jobs import Job, State
from pages.ui import words
from pages.ui.engine import Engine

_BUTTON_PX = 84  # as wide for each word, so that nothing moves when one takes another's place
_STAYS = "It goes on when you leave this page or close the tab."
_READY = "all other methods are ready"


def show_progress(engine: Engine, dataset: str, *, quietly: bool = False) -> None:
    """The run of a dataset: moving while it goes on, and why it ended when it did not finish.

    Nothing when there is nothing to say. The page is drawn again when the end comes, and when
    indexing gives way to what is computed afterwards: from then on there is something to review.

    quietly: the end of what is computed afterwards takes the frame away and no more: a page that is
             drawn again would close the dialog that somebody has open
    """
    job = engine.jobs.of(dataset)
    if job is None or job.state is State.FINISHED:
        return
    if job.active:
        _moving(engine, dataset, job.method, quietly)
    else:
        _show(engine, job)


@st.fragment(run_every=1.0)
def _moving(engine: Engine, dataset: str, method: str, quietly: bool) -> None:
    job = engine.jobs.of(dataset)
    stays = quietly and method
    if job is None or job.method != method or not (job.active or stays):
        st.rerun()
    if job.state is not State.FINISHED:
        _show(engine, job)


def _show(engine: Engine, job: Job) -> None:
    """The same frame in every state: the bar with its words, two buttons, a line below."""
    done, total = job.progress.done, job.progress.total
    with st.container(gap="xxsmall", key=f"progress-{job.dataset}"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.progress(done / total if total else 0.0, text=words.standing(job))
            with st.container(horizontal=True, width="content", gap="small"):
                _show_buttons(engine, job)
        running = job.state is State.RUNNING and job.method
        pace = f"{words.pace(job)} · {_READY}" if running else words.pace(job)
        st.caption(pace, help=_STAYS if job.active else None)
    if job.state is State.FAILED:
        st.error(words.plain(job.message), icon=":material/error:")


def _show_buttons(engine: Engine, job: Job) -> None:
    if not job.active:
        _button("Go on", engine.resume, job)
    elif job.state is State.PAUSED:
        _button("Resume", engine.jobs.resume, job)
    else:
        _button("Pause", engine.jobs.pause, job)
    _button("Stop", engine.jobs.stop, job, disabled=not job.active)


def _button(label: str, act: Callable[[str], None], job: Job, *, disabled: bool = False) -> None:
    st.button(
        label,
        key=f"{label}-{job.dataset}",
        on_click=act,
        args=[job.dataset],
        width=_BUTTON_PX,
        disabled=disabled,
    )
