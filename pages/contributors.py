"""Contributors: who is paid for what under a policy, and why not for the rest."""

from __future__ import annotations

import streamlit as st

from dedup_core.errors import DedupError
from dedup_core.store import Dataset
from pages.ui import paying, reviewer, state, words
from pages.ui.engine import Engine
from pages.ui.missing import show_missing
from pages.ui.shell import open_page


def main() -> None:
    """The page."""
    engine = open_page("Contributors")
    datasets = [dataset for dataset in engine.workspace.datasets() if dataset.indexed_at]
    if not datasets:
        st.title("Contributors", anchor=False)
        st.info("There is no indexed dataset yet.", icon=":material/info:")
        st.page_link("pages/datasets.py", label="Open a dataset", icon=":material/folder_open:")
        return
    if reviewer.blind():
        st.title("Contributors", anchor=False)
        st.info(
            "Pay waits while your second look is blind: it shows what others decided. Switch it "
            "off on the Agreement page.",
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
        policy = paying.choose_policy()
    st.title("Contributors", anchor=False)
    if _nobody_known(engine, dataset):
        return
    payroll = engine.accountant(dataset).payroll(setting, policy)
    paying.show_totals(payroll)
    paying.show_differences(payroll)
    chosen = paying.show_table(payroll)
    if chosen is not None:
        paying.show_person(opened, payroll, chosen)
    paying.show_sharing(payroll)


def _nobody_known(engine: Engine, dataset: Dataset) -> bool:
    """Whether nothing says who submitted what; then the page says what to do."""
    if engine.open(dataset).manifest() is not None:
        st.caption(
            f"Who is paid for what in {words.plain(dataset.name)}, at the strictness and under "
            "the policy in the sidebar."
        )
        return False
    st.info(
        "Nobody is known to have submitted these pictures. Attach a manifest, or say which folder "
        "belongs to whom: “Manifest” on the dataset’s card.",
        icon=":material/badge:",
    )
    st.page_link("pages/datasets.py", label="Attach a manifest", icon=":material/folder_open:")
    return True


try:
    main()
except DedupError as error:
    st.error(words.plain(str(error)), icon=":material/error:")
