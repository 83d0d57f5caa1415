"""What stands in place of the groups when a method has nothing to show yet, and how to mend it."""

from __future__ import annotations

import streamlit as st

from dedup_core.errors import MethodError
from dedup_core.fingerprints import Method, When
from dedup_core.jobs import Job
from dedup_core.opened import OpenDataset
from pages.ui import words
from pages.ui.engine import Engine
from pages.ui.progress import show_progress


def show_missing(engine: Engine, opened: OpenDataset, method: Method) -> bool:
    """Whether the method has nothing to show; then this says why, and what to do."""
    dataset = opened.dataset
    problem = method.problem() if method.problem is not None else ""
    try:
        if not opened.lacks(method.name):
            return False
    except MethodError as error:  # this dataset is none for it
        problem = str(error)
    st.title(words.plain(dataset.name), anchor=False)
    if problem:
        st.warning(words.plain(problem), icon=":material/info:")
        return True
    job = engine.jobs.of(dataset.id)
    st.info(_why(method, opened), icon=":material/hourglass_top:")
    waits = job is not None and job.active and not _gives_way(job, method)
    if job is not None and (waits or _is_for(job, method)):
        show_progress(engine, dataset.id)
        if job.active and _is_for(job, method):
            return True
    st.button(
        "Compute it now",
        type="primary",
        on_click=engine.compute,
        args=[dataset, method.name],
        disabled=waits,
    )
    return True


def _is_for(job: Job, method: Method) -> bool:
    """Whether a job brings what the method needs: one look serves all that build on it."""
    return job.method == method.name or (job.background and method.when is When.AFTERWARDS)


def _gives_way(job: Job, method: Method) -> bool:
    return job.background and method.when is not When.AFTERWARDS


def _why(method: Method, opened: OpenDataset) -> str:
    pictures = words.counted(len(opened.catalog), "picture")
    if method.when is When.AFTERWARDS:
        return (
            f"**{method.title}** looks at likely pairs of these {pictures} one by one, in the "
            "background. All other methods can be used meanwhile."
        )
    return (
        f"**{method.title}** was not computed for these {pictures} yet. It reads each of them once "
        "more; all other methods can be used meanwhile."
    )
