"""Saved views behind one button: open, save, rename, delete. All reviewers share them."""

from __future__ import annotations

import streamlit as st

from dedup_core.errors import DedupError
from dedup_core.store import Dataset
from dedup_core.store.views import LONGEST_NAME, View
from pages.ui import linked, reviewer, words
from pages.ui.engine import Engine
from pages.ui.queue.filter import SPREADS

# Everything that shapes the groups on the Review page, apart from the dataset.
PARAMETERS = (
    *("method", "turned", "threshold", "rule", "at_least", "order", "show", "text"),
    *("contributor", "across", "relation", "verdict", "camera", "folder"),
    *(f"{name}_{end}" for name in (*SPREADS, "size", "taken") for end in ("from", "to")),
)
_MENU_PX, _NAME_PX = 340, 280  # two small buttons stand beside the name
_LIST_PX, _ROWS_SHOWN = 260, 5
_MENU, _RENAMED, _DELETED, _PROBLEM = "views", "views-renamed", "views-deleted", "views-problem"
_NAME, _NEW_NAME, _EVERYWHERE = "views-name", "views-new-name", "views-everywhere"


def show_views(engine: Engine, dataset: Dataset) -> None:
    """Draw the button and the menu of saved views."""
    views = engine.workspace.views.of(dataset.id)
    with (
        st.popover("Views", icon=":material/bookmark:", key=_MENU, on_change="rerun"),
        st.container(width=_MENU_PX, gap="small"),
    ):
        if not views:
            st.caption("Nothing is saved yet. A view is the method, the slider and all filters.")
        many = len(views) > _ROWS_SHOWN
        with st.container(
            height=_LIST_PX if many else "content", border=False, gap="xsmall", key="views-list"
        ):
            for view in views:
                _show_view(engine, view)
        _show_deleted(engine)
        _show_saving(engine, dataset)


def _show_view(engine: Engine, view: View) -> None:
    if st.session_state.get(_RENAMED) == view.id:
        _show_renaming(engine, view)
        return
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", key=f"row-{view.id}"
    ):
        everywhere = "" if view.dataset else " In every dataset."
        st.button(
            words.plain(view.name),
            width=_NAME_PX,
            help=f"Saved by {words.plain(view.by)}, {words.moment(view.at)}.{everywhere}",
            on_click=_open,
            args=[view],
            key=f"view-{view.id}",
        )
        for icon, title, act in (("edit", "Rename", _begin_rename), ("delete", "Delete", _delete)):
            st.button(
                "",
                icon=f":material/{icon}:",
                type="tertiary",
                help=f"{title} this view",
                on_click=act,
                args=[engine, view],
                key=f"{title}-{view.id}",
            )


def _show_renaming(engine: Engine, view: View) -> None:
    """A form, so that Enter ends it whether the name was changed or not."""
    with (
        st.form("views-renaming", border=False),
        st.container(horizontal=True, vertical_alignment="center", gap="small"),
    ):
        st.text_input(
            "New name", key=_NEW_NAME, max_chars=LONGEST_NAME, label_visibility="collapsed"
        )
        st.form_submit_button("Rename", on_click=_rename, args=[engine, view], key="views-rename")


def _show_deleted(engine: Engine) -> None:
    deleted: View | None = st.session_state.get(_DELETED)
    if deleted is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{words.plain(deleted.name)} was deleted.", width=_NAME_PX)
        st.button("Undo", type="tertiary", on_click=_restore, args=[engine, deleted])


def _show_saving(engine: Engine, dataset: Dataset) -> None:
    with st.form("views-saving", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.text_input(
                "Save what is shown now as",
                key=_NAME,
                max_chars=LONGEST_NAME,
                placeholder="a name",
            )
            st.form_submit_button("Save", on_click=_save, args=[engine, dataset], key="views-save")
        st.checkbox("Offer it in every dataset", key=_EVERYWHERE)
    problem = st.session_state.pop(_PROBLEM, "")
    if problem:
        st.error(words.plain(problem), icon=":material/error:")


def _open(view: View) -> None:
    linked.follow(view.query, PARAMETERS)
    st.session_state[_MENU] = False  # so that the groups are seen
    st.session_state.pop(_DELETED, None)


def _save(engine: Engine, dataset: Dataset) -> None:
    state = st.session_state
    try:
        engine.workspace.views.save(
            state[_NAME],
            linked.query(PARAMETERS),
            dataset="" if state[_EVERYWHERE] else dataset.id,
            by=reviewer.name(),
        )
        state[_NAME] = ""
    except DedupError as error:
        state[_PROBLEM] = str(error)


def _begin_rename(_: Engine, view: View) -> None:
    st.session_state[_RENAMED], st.session_state[_NEW_NAME] = view.id, view.name


def _rename(engine: Engine, view: View) -> None:
    try:
        engine.workspace.views.rename(view, st.session_state[_NEW_NAME])
        st.session_state.pop(_RENAMED)
    except DedupError as error:
        st.session_state[_PROBLEM] = str(error)


def _delete(engine: Engine, view: View) -> None:
    try:
        engine.workspace.views.remove(view)
        st.session_state[_DELETED] = view
    except DedupError as error:
        st.session_state[_PROBLEM] = str(error)


def _restore(engine: Engine, view: View) -> None:
    try:
        engine.workspace.views.restore(view)
        st.session_state.pop(_DELETED, None)
    except DedupError as error:
        st.session_state[_PROBLEM] = str(error)
