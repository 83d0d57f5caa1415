"""Strictness: what every threshold gives, costs and looks like, before one is chosen."""

from __future__ import annotations

import streamlit as st

from dedup_core.errors import DedupError
from dedup_core.fingerprints import Method
from dedup_core.pay import Policy
from dedup_core.review import Setting
from dedup_core.review.queue import priced
from dedup_core.review.rules import BulkRule
from dedup_core.review.rules.conditions import CloseToKept, NothingDiffers
from dedup_core.scan import OpenDataset
from dedup_core.store import Dataset
from pages.ui import paying, reviewer, state, words
from pages.ui.curve import show_curve
from pages.ui.curve.markers import Markers
from pages.ui.engine import Engine
from pages.ui.missing import show_missing
from pages.ui.rules.filled import fill
from pages.ui.shell import open_page
from pages.ui.strictness import explain_end


def main() -> None:
    """The page."""
    engine = open_page("Strictness")
    st.title("Strictness", anchor=False)
    datasets = [dataset for dataset in engine.workspace.datasets() if dataset.indexed_at]
    if not datasets:
        st.info("There is no indexed dataset yet.", icon=":material/info:")
        st.page_link("pages/datasets.py", label="Open a dataset", icon=":material/folder_open:")
        return
    if reviewer.blind():
        st.info(
            "The curve waits while your second look is blind: it shows what others decided. "
            "Switch it off on the Agreement page.",
            icon=":material/visibility_off:",
        )
        return
    with st.sidebar:
        dataset = state.choose_dataset(datasets)
        method = state.choose_method()
    opened = engine.open(dataset)
    if not show_missing(engine, opened, method):
        _strictness(engine, opened, dataset=dataset, method=method)


def _strictness(engine: Engine, opened: OpenDataset, *, dataset: Dataset, method: Method) -> None:
    table = opened.pairs(method.name)
    if len(method.thresholds(table.reach)) < 2:
        _say_why_not(method, opened)
        return
    with st.sidebar:
        rule, at_least = state.choose_grouping()
        policy = paying.choose_policy() if priced(opened.submissions()) else Policy()
    st.caption(
        f"What every threshold gives in {words.plain(dataset.name)}. Move the markers under the "
        "curve: the pictures beside it show what the number means."
    )

    @st.fragment  # a marker that is let go need not draw the sidebar again
    def curve() -> None:
        markers = Markers(method, table)
        setting = Setting(method.name, markers.threshold, rule, at_least)
        if show_curve(engine, opened, setting, markers=markers, policy=policy):
            _open_rule(method, markers)

    curve()
    explain_end(method, table)


def _say_why_not(method: Method, opened: OpenDataset) -> None:
    st.info(
        f"{method.title} has only one strictness here, so there is nothing to choose. "
        "Choose another method on the left.",
        icon=":material/info:",
    )
    explain_end(method, opened.pairs(method.name))


def _open_rule(method: Method, markers: Markers) -> None:
    """Show the Rules page with the rule that decides the automatic band."""
    if markers.automatic is None:
        return
    fill(BulkRule((CloseToKept(method.name, markers.automatic), NothingDiffers())), method)
    st.switch_page("pages/rules.py")


try:
    main()
except DedupError as error:
    st.error(words.plain(str(error)), icon=":material/error:")
