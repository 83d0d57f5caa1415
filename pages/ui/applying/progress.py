"""A run on files while it goes on, and what came of it, with the way back."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from dedup_core import apply
from dedup_core.apply import Done, Work
from dedup_core.store import Dataset
from pages.ui import words
from pages.ui.applying import confirm
from pages.ui.applying import words as said
from pages.ui.engine import Engine

_STOP_PX = 84
_MOST_ROWS = 1000  # of refused files on screen


def show_work(engine: Engine, dataset: Dataset) -> None:
    """The last run of a dataset: moving while it goes on; nothing when there was none."""
    work = engine.applying.of(dataset.id)
    if work is None:
        return
    if work.active:
        _moving(engine, dataset.id)
    else:
        _show_end(engine, dataset, work)


@st.fragment(run_every=1.0)
def _moving(engine: Engine, dataset: str) -> None:
    work = engine.applying.of(dataset)
    if work is None or not work.active:
        st.rerun()
    progress = work.progress
    of = f": {progress.done:,} of {said.pictures(progress.total)}" if progress.total else " …"
    with st.container(border=True, key="work"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            share = progress.done / progress.total if progress.total else 0.0
            st.progress(share, text=f"{said.under_way(progress.stage)}{of}")
            st.button("Stop", key="stop-work", on_click=engine.applying.stop, width=_STOP_PX)
        left = progress.seconds_left
        speed = f"{progress.bytes_per_second / 1e6:,.1f} MB/s"
        st.caption(
            f"{speed} · {words.time_left(left)}" if left is not None else "Starting",
            help="It goes on when you leave this page. What is finished stays when you stop it.",
        )


def _show_end(engine: Engine, dataset: Dataset, work: Work) -> None:
    with st.container(border=True, key="work"):
        if work.done is None:
            st.error(words.plain(work.error), icon=":material/error:")
        else:
            _show_done(work.done)
        with st.container(horizontal=True, gap="small"):
            st.button("Hide", key="put-away", on_click=engine.applying.put_away, args=[dataset.id])
            if work.done is not None and work.done.way == "quarantine":
                _offer_way_back(engine, dataset, work.done)
            if work.done is not None and work.done.way in ("quarantine", "restore"):
                st.button(
                    "Look for changes",
                    key="again",
                    on_click=_index_again,
                    args=[engine, dataset],
                    help="Indexes the folder as it is now; decisions are kept.",
                )


def _offer_way_back(engine: Engine, dataset: Dataset, done: Done) -> None:
    if st.button("Put them back …", key="back", disabled=not (done.done or done.already)):
        confirm.ask(partial(confirm.ask_restore, engine, dataset, done.folder))


def _show_done(done: Done) -> None:
    fine = not done.refused and not done.problem
    (st.success if fine else st.warning)(
        said.ended(done), icon=":material/check_circle:" if fine else ":material/warning:"
    )
    if done.problem == apply.STOPPED:
        st.caption(done.problem)
    elif done.problem:
        st.error(words.plain(done.problem), icon=":material/error:")
    if done.refused:
        _show_refused(done)
    if done.way == "quarantine" and (done.done or done.already):
        st.caption(
            "The numbers here count them until you look for changes. To put everything back: the "
            "button below, or this command on the server."
        )
        st.code(apply.command_to_restore(done.folder), language="bash", wrap_lines=True)
    else:
        st.caption(words.plain(done.folder))


def _show_refused(done: Done) -> None:
    shown = done.refused[:_MOST_ROWS]
    of = f"the first {len(shown):,} of " if len(shown) < len(done.refused) else ""
    st.caption(f"Left as they were, {of}{words.counted(len(done.refused), 'file')}:")
    st.dataframe(
        pd.DataFrame({"Path": [row.path for row in shown], "Why": [row.reason for row in shown]}),
        hide_index=True,
    )


def _index_again(engine: Engine, dataset: Dataset) -> None:
    engine.applying.put_away(dataset.id)
    engine.index(dataset)
