"""Chain inspector: what holds a large group together, and where it would best be split."""

from __future__ import annotations

import secrets
from functools import partial

import streamlit as st

from dedup_core.errors import DedupError
from dedup_core.inspected import Inspected, inspected, splitting
from dedup_core.opened import OpenDataset
from dedup_core.review import Setting
from dedup_core.review.acts import entry_of
from dedup_core.review.phrases import clean
from pages.ui import linked, reviewer, state, words
from pages.ui.chain import show_chain
from pages.ui.engine import Engine
from pages.ui.missing import show_missing
from pages.ui.shell import open_page

_MOST_OFFERED = 100  # groups in the picker, the largest first
_SAID = "what splitting answered"
_TOKEN = "token of the next split"


def main() -> None:
    """The page."""
    engine = open_page("Chain inspector")
    datasets = [dataset for dataset in engine.workspace.datasets() if dataset.indexed_at]
    if not datasets or reviewer.blind():
        st.title("Chain inspector", anchor=False)
        _say_why_not(blind=bool(datasets))
        return
    with st.sidebar:
        dataset = state.choose_dataset(datasets)
        method = state.choose_method()
    opened = engine.open(dataset)
    if show_missing(engine, opened, method):
        return
    with st.sidebar:
        setting = state.choose_setting(method, opened.pairs(method.name))
    st.title("Chain inspector", anchor=False)
    st.caption(
        "What holds a group together: its links, the two pictures that are least alike, and the "
        "place where it would best be split."
    )
    if problem := st.session_state.pop(_SAID, ""):
        st.error(words.plain(problem), icon=":material/error:")
    digest = _choose_group(opened, setting)
    found = inspected(opened, setting, digest) if digest else None
    if found is None:
        st.info("There is no group at this strictness.", icon=":material/info:")
        return
    seen = opened.ledger().last
    show_chain(engine, opened, found, split=partial(_split, engine, opened, found, seen))


def _say_why_not(*, blind: bool) -> None:
    if blind:
        st.info(
            "Groups are not taken apart while your second look is blind. Switch it off on the "
            "Agreement page.",
            icon=":material/visibility_off:",
        )
        return
    st.info("There is no indexed dataset yet.", icon=":material/info:")
    st.page_link("pages/datasets.py", label="Open a dataset", icon=":material/folder_open:")


def _choose_group(opened: OpenDataset, setting: Setting) -> str:
    """The group that the address names, by any of its contents; the largest one otherwise."""
    groups, catalog = opened.groups(setting), opened.catalog
    if not len(groups):
        return ""
    largest = sorted(range(len(groups)), key=lambda group: -int(groups.sizes[group]))
    names = {
        catalog.digests[row]: f"{size:,} pictures · {clean(catalog.paths[row])}"
        for row, size in (
            (int(groups.keeper[group]), int(groups.sizes[group]))
            for group in largest[:_MOST_OFFERED]
        )
    }
    asked = st.query_params.get("group", "")
    keeper = _keeper_of(opened, setting, asked) if asked else ""
    if keeper and keeper not in names:
        row = catalog.digests.index(keeper)
        names[keeper] = clean(catalog.paths[row])
    if asked and keeper and keeper != asked:
        st.query_params["group"] = keeper  # the keeper stands for its group
    key = "group inspected"
    if st.session_state.get(key) not in names:
        st.session_state.pop(key, None)
    linked.before(key, "group", next(iter(names)), linked.one_of(list(names)))
    chosen = st.selectbox("Group", list(names), format_func=names.__getitem__, key=key)
    return linked.after("group", chosen, None)


def _keeper_of(opened: OpenDataset, setting: Setting, digest: str) -> str:
    found = inspected(opened, setting, digest)
    return "" if found is None else opened.catalog.digests[int(found.chain.rows[0])]


def _split(engine: Engine, opened: OpenDataset, found: Inspected, seen: int) -> None:
    """Store the split; what stands in its way is said on the page."""
    token = st.session_state.setdefault(_TOKEN, secrets.token_hex(16))
    try:
        asked = splitting(found, opened, reviewer=reviewer.name(), token=token)
        if asked is None:
            return
        engine.workspace.log.append(entry_of(asked, opened.ledger()), seen=seen)
        st.session_state.pop(_TOKEN)
        st.toast("Split. The Activity page shows it, and can undo it.")
    except DedupError as error:
        st.session_state.pop(_TOKEN)
        st.session_state[_SAID] = str(error)


try:
    main()
except DedupError as error:
    st.error(words.plain(str(error)), icon=":material/error:")
