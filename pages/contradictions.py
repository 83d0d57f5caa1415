"""Contradictions: verdicts that cannot all be true, shown one by one and settled."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dedup_core.errors import DedupError
from dedup_core.review.contradictions import chains, entries_of, settling
from dedup_core.scan import OpenDataset
from pages.ui import reviewer, state, words
from pages.ui.contradictions import show_contradictions
from pages.ui.engine import Engine
from pages.ui.shell import open_page

_MOST = 20  # are sent to the page at once; the next ones follow as these are settled
_SAID = "what settling answered"


def main() -> None:
    """The page."""
    engine = open_page("Contradictions")
    datasets = engine.workspace.datasets()
    st.title("Contradictions", anchor=False)
    if not datasets:
        st.info("There is no dataset yet. Open one on the Datasets page.", icon=":material/info:")
        st.page_link("pages/datasets.py", label="Open a dataset", icon=":material/folder_open:")
        return
    st.caption(
        "Verdicts that cannot all be true: pictures that are linked with each other, and two of "
        "them that somebody called different. Take back the one that is wrong."
    )
    with st.sidebar:
        dataset = state.choose_dataset(datasets)
    if dataset.indexed_at:
        _show(engine, engine.open(dataset))
    else:
        st.info("This dataset is not indexed to its end.", icon=":material/info:")
        st.page_link("pages/review.py", label="Open it in Review", icon=":material/stacks:")


def _show(engine: Engine, opened: OpenDataset) -> None:
    if problem := st.session_state.pop(_SAID, ""):
        st.error(words.plain(problem), icon=":material/error:")
    found = opened.constraints().contradictions
    if not found:
        st.success("All verdicts fit together.", icon=":material/check_circle:")
        return
    first = found[:_MOST]
    entries = {entry.id: entry for entry in engine.workspace.log.named(entries_of(first))}
    show_contradictions(
        engine,
        opened,
        chains(first, entries),
        total=len(found),
        settle=partial(_settle, engine, opened.dataset.id),
    )


def _settle(engine: Engine, dataset: str, left: str, right: str, token: str) -> None:
    """Take back what was said of two contents; what stands in its way is said on the page."""
    try:
        engine.workspace.log.append(
            settling(dataset, reviewer=reviewer.name(), left=left, right=right, token=token)
        )
        st.toast("Taken back. The Activity page shows it, and can undo it.")
    except DedupError as error:
        st.session_state[_SAID] = str(error)


try:
    main()
except DedupError as error:
    st.error(words.plain(str(error)), icon=":material/error:")
