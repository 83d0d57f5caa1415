"""Answer pairs: some drawn pairs are judged, and every threshold says what it is worth."""

from __future__ import annotations

import streamlit as st

from dedup_core.errors import DedupError
from pages.ui import linked, reviewer, state, words
from pages.ui.answering import choose_aim, show_sitting
from pages.ui.missing import show_missing
from pages.ui.presets import show_presets
from pages.ui.shell import open_page


def main() -> None:
    """The page."""
    engine = open_page("Answer pairs")
    datasets = [dataset for dataset in engine.workspace.datasets() if dataset.indexed_at]
    if not datasets:
        st.title("Answer pairs", anchor=False)
        st.info("There is no indexed dataset yet.", icon=":material/info:")
        st.page_link("pages/datasets.py", label="Open a dataset", icon=":material/folder_open:")
        return
    if reviewer.blind():
        st.title("Answer pairs", anchor=False)
        st.info(
            "Answers wait while your second look is blind: they are shared with everybody. Switch "
            "it off on the Agreement page.",
            icon=":material/visibility_off:",
        )
        return
    with st.sidebar:
        dataset = state.choose_dataset(datasets)
        method = state.choose_method()
    opened = engine.open(dataset)
    if show_missing(engine, opened, method):
        return
    with st.sidebar:
        setting = state.choose_setting(method, opened.pairs(method.name))
        show_presets(engine, opened, setting)
    st.title("Answer pairs", anchor=False)
    st.caption(
        f"Which threshold fits {words.plain(dataset.name)}? Say of some pairs, drawn at random, "
        "what they are. How close the method finds them is not shown: it would sway you."
    )
    aim = choose_aim(opened)
    show_sitting(engine, opened, method, setting=setting, aim=aim, use=_use)


def _use(threshold: float) -> None:
    """The threshold on every page from now on, as if the slider had been moved."""
    linked.follow(f"threshold={threshold:g}", ["threshold"])
    st.toast("This threshold is used from now on, on every page.", icon=":material/check:")


try:
    main()
except DedupError as error:
    st.error(words.plain(str(error)), icon=":material/error:")
