"""The dialog in which a dataset gets a manifest: who sent which picture, when and for how much."""

from __future__ import annotations

import streamlit as st

from dedup_core.errors import DedupError
from dedup_core.scan import OpenDataset
from dedup_core.store import Dataset
from dedup_core.store.submissions import Attached
from pages.ui import words
from pages.ui.engine import Engine
from pages.ui.manifest.file import forget_draft, show_file
from pages.ui.manifest.folders import show_folders
from pages.ui.manifest.found import show_found, show_problems

_FILE, _FOLDERS = "A file", "Folder names"
_HELP = "Who sent which picture, when and for how much. Everything else works without it."


def show_manifest(engine: Engine, dataset: Dataset, *, enabled: bool) -> None:
    """The button that opens the dialog."""
    if st.button("Manifest", key=f"manifest-{dataset.id}", disabled=not enabled, help=_HELP):
        forget_draft()
        _dialog(engine, dataset)


def about_manifest(attached: Attached | None) -> str:
    """What a dataset's card says of it, as Markdown; empty without one."""
    if attached is None:
        return ""
    name = words.plain(attached.name)
    if attached.is_pattern:
        return f"contributors from folder names ({name})"
    return f"contributors from {name} ({words.counted(attached.rows, 'row')})"


@st.dialog("Who sent which picture?", width="large", on_dismiss=forget_draft)
def _dialog(engine: Engine, dataset: Dataset) -> None:
    try:
        opened = engine.open(dataset)
        attached = _show_attached(engine, opened)
        way = st.segmented_control(
            "Replace it with" if attached else "Take it from",
            [_FILE, _FOLDERS],
            default=_FILE,
            required=True,
            key=f"manifest-way-{dataset.id}",
        )
        show = show_file if way == _FILE else show_folders
        content = show(opened)
        if content is not None and st.button("Use it", type="primary", key="manifest-use"):
            engine.workspace.manifests.attach(dataset.id, content)
            forget_draft()
            st.rerun()
    except DedupError as error:
        st.error(words.plain(str(error)), icon=":material/error:")


def _show_attached(engine: Engine, opened: OpenDataset) -> bool:
    """Draw what is in use now and what does not fit in it; whether there is anything."""
    dataset = opened.dataset
    attached, matched = engine.workspace.manifests.about(dataset.id), opened.manifest()
    if attached is None or matched is None:
        st.markdown(f"**{words.plain(dataset.name)}** has no manifest yet.")
        return False
    with st.container(border=True, key="manifest-attached"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"In use: **{words.plain(attached.name)}**", width="stretch")
            if st.button("Remove manifest", key="manifest-remove"):
                engine.workspace.manifests.detach(dataset.id)
                st.rerun()
        show_found(matched, is_pattern=attached.is_pattern)
        show_problems(matched)
    return True
