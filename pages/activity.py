"""Activity: who decided what and when; look through it, undo, export."""

from __future__ import annotations

from functools import partial
from math import ceil

import streamlit as st

from dedup_core import report
from dedup_core.decisions import Act, Entry
from dedup_core.errors import DedupError
from dedup_core.store.log_reading import LogFilter
from pages.ui import linked, reviewer, state, words
from pages.ui.activity import show_activity, shown
from pages.ui.activity.filters import choose_entries, choose_page
from pages.ui.engine import Engine
from pages.ui.shell import open_page

_A_PAGE = 50
_SAID = "what an undo answered"


def main() -> None:
    """The page."""
    engine = open_page("Activity")
    datasets = engine.workspace.datasets()
    st.title("Activity", anchor=False)
    if not datasets:
        st.info("There is no dataset yet. Open one on the Datasets page.", icon=":material/info:")
        st.page_link("pages/datasets.py", label="Open a dataset", icon=":material/folder_open:")
        return
    st.caption("Every decision, the newest first. Nothing is erased: an undo is a new entry.")
    with st.sidebar:
        everywhere = _choose_everywhere()
        dataset = "" if everywhere else state.choose_dataset(datasets).id
    _show(engine, choose_entries(engine.workspace.log_reading, dataset))


def _choose_everywhere() -> bool:
    linked.before("everywhere", "everywhere", False, lambda text: text == "1")
    chosen = st.toggle("All datasets", key="everywhere", persist_state="session")
    linked.after("everywhere", int(chosen), 0)
    return chosen


def _show(engine: Engine, asked: LogFilter) -> None:
    reading, datasets = engine.workspace.log_reading, engine.workspace.datasets()
    count = reading.count(asked)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{words.counted(count, 'entry', 'entries')}**", width="stretch")
        _offer_exports(engine, asked, count)
    if problem := st.session_state.pop(_SAID, ""):
        st.error(words.plain(problem), icon=":material/error:")
    if not count:
        st.info(_why_empty(asked), icon=":material/info:")
        return
    rows = st.container()
    page = choose_page(asked, ceil(count / _A_PAGE))
    entries = reading.page(asked, limit=_A_PAGE, offset=(page - 1) * _A_PAGE)
    with rows:
        show_activity(
            engine,
            shown(reading, entries, asked.dataset),
            datasets={dataset.id: dataset for dataset in datasets},
            several=not asked.dataset,
            page=page,
            turn=partial(_turn, engine),
        )


def _turn(engine: Engine, act: Act, target: int, token: str) -> None:
    """Write an undo or a redo; what stands in its way is said above the list."""
    try:
        about = engine.workspace.log.named([target])
        if about:
            turn = Entry(about[0].dataset, reviewer.name(), act, token=token, target=target)
            engine.workspace.log.append(turn)
    except DedupError as error:
        st.session_state[_SAID] = str(error)


def _offer_exports(engine: Engine, asked: LogFilter, count: int) -> None:
    for exporter in report.LOG:
        st.download_button(
            f"Export as {exporter.title}",
            data=partial(exporter.written, engine.workspace.log_reading, asked),
            file_name=f"decisions{exporter.ending}",
            mime=exporter.media_type,
            icon=":material/download:",
            on_click="ignore",
            key=exporter.name,
            disabled=not count,
            help="The entries that the filters show, on all pages.",
        )


def _why_empty(asked: LogFilter) -> str:
    if asked == LogFilter(asked.dataset):
        return "Nothing was decided yet. Decide a group on the Review page, and it stands here."
    return "No entry matches the filters. Clear one of them."


try:
    main()
except DedupError as error:
    st.error(words.plain(str(error)), icon=":material/error:")
