"""Rules: decide many groups at once, after a look at what would happen."""

from __future__ import annotations

import streamlit as st

from dedup_core.errors import DedupError
from dedup_core.review import Setting
from dedup_core.review.rules import Material, Preview, preview
from dedup_core.scan import OpenDataset
from pages.ui import reviewer, state, words
from pages.ui.engine import Engine
from pages.ui.missing import show_missing
from pages.ui.rules import show_sample
from pages.ui.rules.form import choose_rule
from pages.ui.rules.running import offer_run, show_last_run
from pages.ui.rules.saved import choose_saved, offer_saving
from pages.ui.rules.shown import in_a_sentence, show_counts, show_reasons, show_warnings
from pages.ui.shell import open_page


def main() -> None:
    """The page."""
    engine = open_page("Rules")
    datasets = [dataset for dataset in engine.workspace.datasets() if dataset.indexed_at]
    if not datasets:
        st.title("Rules", anchor=False)
        st.info("There is no indexed dataset yet.", icon=":material/info:")
        st.page_link("pages/datasets.py", label="Open a dataset", icon=":material/folder_open:")
        return
    if reviewer.blind():
        st.title("Rules", anchor=False)
        st.info(
            "Rules wait while your second look is blind: they would decide for everybody. "
            "Switch it off on the Agreement page.",
            icon=":material/visibility_off:",
        )
        return
    with st.sidebar:
        opened = engine.open(state.choose_dataset(datasets))
        method = state.choose_method()
    if show_missing(engine, opened, method):
        return
    with st.sidebar:
        setting = state.choose_setting(method, opened.pairs(method.name))
    _rules(engine, opened, setting)


def _rules(engine: Engine, opened: OpenDataset, setting: Setting) -> None:
    outcome = opened.outcome(setting)
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(gap=None, width="stretch"):
            st.title("Rules", anchor=False)
            st.caption("Decide many groups at once. First see what would happen.")
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            choose_saved(engine, outcome.method)
            saving = st.container(horizontal=True, width="content")
    known = any(opened.submissions().contributor)
    form = choose_rule(outcome.method, contributors=known)
    with saving:
        offer_saving(engine, form.rule)
    busy = engine.presence.others(opened.dataset.id, "")
    material = Material(
        outcome,
        opened.submissions(),
        opened.of_pairs(setting.method),
        opened.ledger().marks,
        {digest for one in busy if one.reviewer != reviewer.name() for digest in one.digests},
    )
    found = preview(form.rule, material)
    with form.below_conditions:
        show_reasons(found)
    with form.below_action:
        _show_counts(engine, opened, found)
    _show_sample(engine, opened, found)


def _show_counts(engine: Engine, opened: OpenDataset, found: Preview) -> None:
    with st.container(border=True):
        st.markdown(in_a_sentence(found))
        offer_run(engine, opened, found)
        show_last_run(engine, opened)
    show_counts(found)
    show_warnings(found)


def _show_sample(engine: Engine, opened: OpenDataset, found: Preview) -> None:
    st.subheader("Look at a sample first", anchor=False)
    if not found.matched:
        st.info(
            "No open group matches. Loosen a condition, or move the slider.", icon=":material/info:"
        )
        return
    whole = len(found.sample) == found.matched
    part = "" if whole else f"{len(found.sample)} of "
    random = "" if whole else ", then some at random"
    st.caption(
        f"{part}{words.counted(found.matched, 'group')}: the loosest come first, where a rule errs "
        f"most{random}. Press a picture to see it large."
    )
    show_sample(engine, opened, found)


try:
    main()
except DedupError as error:
    st.error(words.plain(str(error)), icon=":material/error:")
