"""Two settings: what both find, what only one finds, and how right each part is."""

from __future__ import annotations

import streamlit as st

from dedup_core.against import Joined
from dedup_core.errors import DedupError
from dedup_core.opened import OpenDataset
from dedup_core.two_settings import TwoSettings, join
from pages.ui import reviewer, state, words
from pages.ui.against import named, show_against
from pages.ui.against.choose import choose_second_method, choose_second_setting
from pages.ui.missing import show_missing
from pages.ui.shell import open_page

_TABLES_KEPT = 4


def main() -> None:
    """The page."""
    engine = open_page("Two settings")
    datasets = [dataset for dataset in engine.workspace.datasets() if dataset.indexed_at]
    if not datasets or reviewer.blind():
        st.title("Two settings", anchor=False)
        _say_why_not(blind=bool(datasets))
        return
    with st.sidebar:
        dataset = state.choose_dataset(datasets)
        st.markdown("**A**")
        method = state.choose_method()
    opened = engine.open(dataset)
    if show_missing(engine, opened, method):
        return
    with st.sidebar:
        first = state.choose_setting(method, opened.pairs(method.name))
        st.markdown("**B**")
        other = choose_second_method(method)
    if show_missing(engine, opened, other):
        return
    with st.sidebar:
        second = choose_second_setting(other, opened.pairs(other.name), first)
    st.title("Two settings", anchor=False)
    st.caption(f"**A** {named(first)} · **B** {named(second)} · {first.rule.title}")
    tables = _joined(opened.version, first.method, second.method, opened)

    @st.fragment
    def shown() -> None:
        show_against(engine, TwoSettings(opened, first, second, tables))

    shown()


def _say_why_not(*, blind: bool) -> None:
    if blind:
        st.info(
            "Verdicts stand beside these pairs, so this page waits while your second look is "
            "blind. Switch it off on the Agreement page.",
            icon=":material/visibility_off:",
        )
        return
    st.info("There is no indexed dataset yet.", icon=":material/info:")
    st.page_link("pages/datasets.py", label="Open a dataset", icon=":material/folder_open:")


@st.cache_resource(max_entries=_TABLES_KEPT, show_spinner=False)
def _joined(version: str, first: str, second: str, _opened: OpenDataset) -> Joined:
    """The pairs of two methods; the same until the dataset is indexed anew."""
    return join(_opened, first, second)


try:
    main()
except DedupError as error:
    st.error(words.plain(str(error)), icon=":material/error:")
