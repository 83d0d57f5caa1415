"""A self-test before it began and while it goes on."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dedup_core.model import Progress
from pages.ui import words
from pages.ui.engine import Engine

_STOP_PX = 84
_STEPS = {
    "copies": "Making copies",
    "methods": "Measuring distances",
    "scenes": "Looking closer",
}


def show_run(engine: Engine, key: str, *, start: Callable[[], None]) -> bool:
    """Whether there is no result to show yet; then this shows why, with what to press."""
    run, other = engine.self_tests.of(key), engine.self_tests.active()
    if run is not None and run.active:
        _moving(engine, key)
        return True
    if run is not None and run.error:
        st.error(words.plain(run.error), icon=":material/error:")
    if run is not None and run.result is not None:
        return False
    if other is not None:
        st.info("Another self-test goes on. This one can begin when it has ended.")
        _waiting(engine)
    st.button("Start the test", type="primary", on_click=start, disabled=other is not None)
    st.caption("It takes about a second for each picture, and goes on when you leave this page.")
    return True


@st.fragment(run_every=1.0)
def _waiting(engine: Engine) -> None:
    if engine.self_tests.active() is None:
        st.rerun()


@st.fragment(run_every=1.0)
def _moving(engine: Engine, key: str) -> None:
    run = engine.self_tests.of(key)
    if run is None or not run.active:
        st.rerun()
    progress = run.progress
    with st.container(border=True, key="self-test"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            share = progress.done / progress.total if progress.total else 0.0
            st.progress(share, text=_standing(progress))
            st.button("Stop", key="stop-test", on_click=engine.self_tests.stop, width=_STOP_PX)
        left = progress.seconds_left
        st.caption(
            "Starting" if left is None else words.time_left(left),
            help="It goes on when you leave this page. Stopped, it leaves nothing behind.",
        )


def _standing(progress: Progress) -> str:
    if not progress.total:
        return "Starting …"
    step = list(_STEPS).index(progress.stage) + 1
    what = "method" if progress.stage == "methods" else "picture"
    done = f"{progress.done:,} of {words.counted(progress.total, what)}"
    return f"{_STEPS[progress.stage]}: step {step} of {len(_STEPS)}, {done}"
