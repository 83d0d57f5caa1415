"""Datasets: open one, watch it being indexed, see what was skipped, remove it."""

from __future__ import annotations

from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dedup_core.errors import DedupError
from dedup_core.jobs import State
from dedup_core.scan import add_path
from dedup_core.store import Counts, Dataset
from pages.ui import words
from pages.ui.engine import SAMPLE, Engine
from pages.ui.notices import show_skipped
from pages.ui.progress import show_progress
from pages.ui.shell import open_page
from pages.ui.upload import show_upload


def main() -> None:
    """The page."""
    engine = open_page("Datasets")
    st.title("Datasets", anchor=False)
    st.caption("Open pictures here, then look for duplicates on the Review page.")
    show_upload(engine)
    _folder_on_the_server(engine)
    datasets = engine.workspace.datasets()
    st.subheader(words.counted(len(datasets), "dataset"), anchor=False)
    if not datasets:
        st.info("Nothing is open yet. Upload something above.", icon=":material/info:")
    for dataset in datasets:
        _show_dataset(engine, dataset)
    sample_is_open = any(dataset.place == str(SAMPLE) for dataset in datasets)
    if SAMPLE.is_dir() and not sample_is_open:
        st.button("Open the sample", icon=":material/photo_library:", on_click=engine.open_sample)


def _folder_on_the_server(engine: Engine) -> None:
    roots = engine.settings.roots
    with st.form("folder", border=False), _line("bottom"):
        place = st.text_input(
            "Or a folder or zip on the server",
            placeholder=f"{roots[0]}/…" if roots else "",
            help="Allowed: " + (", ".join(map(str, roots)) or "nothing") + " (DEDUP_ROOTS).",
            key="place",
        )
        pressed = st.form_submit_button("Index it")
    if not pressed:
        return
    try:
        dataset = add_path(engine.workspace, engine.settings.permitted(place))
    except DedupError as error:
        st.error(words.plain(str(error)), icon=":material/error:")
        return
    engine.index(dataset)


def _line(
    vertical: Literal["center", "bottom"], horizontal_alignment: Literal["left", "right"] = "left"
) -> DeltaGenerator:
    return st.container(
        horizontal=True,
        vertical_alignment=vertical,
        horizontal_alignment=horizontal_alignment,
        gap="small",
    )


def _show_dataset(engine: Engine, dataset: Dataset) -> None:
    counts = engine.workspace.counts(dataset.id)
    with st.container(border=True, key=f"card-{dataset.id}"):
        about, acts = st.columns([3, 2], vertical_alignment="center")
        with about, st.container(gap=None):
            st.markdown(f"**{words.plain(dataset.name)}**")
            st.caption(_about(dataset, counts))
        with acts, _line("center", horizontal_alignment="right"):
            if counts.skipped:
                show_skipped(engine.workspace.skipped(dataset.id))
            st.page_link(
                "pages/review.py",
                label="Review",
                icon=":material/stacks:",
                query_params={"dataset": dataset.id},
                disabled=not (dataset.indexed_at and counts.indexed),
            )
            if not (dataset.kind == "upload" and dataset.indexed_at):
                _offer_indexing(engine, dataset)
            if st.button("Remove", key=f"remove-{dataset.id}"):
                _confirm_removal(engine, dataset)
        show_progress(engine, dataset.id)


def _offer_indexing(engine: Engine, dataset: Dataset) -> None:
    job = engine.jobs.of(dataset.id)
    st.button(
        "Look for changes" if dataset.indexed_at else "Index",
        key=f"again-{dataset.id}",
        help="Reads new and changed files; what is known is not read again.",
        on_click=engine.index,
        args=[dataset],
        disabled=job is not None and job.state is not State.FINISHED,  # its own buttons are below
    )


def _about(dataset: Dataset, counts: Counts) -> str:
    numbers = (
        f"{words.counted(counts.found, 'file')} found = {counts.indexed:,} indexed + "
        f"{counts.skipped:,} skipped"
    )
    place = "uploaded" if dataset.kind == "upload" else words.plain(dataset.place)
    return f"{numbers} · {place} · indexed {words.moment(dataset.indexed_at)}"


@st.dialog("Remove this dataset?")
def _confirm_removal(engine: Engine, dataset: Dataset) -> None:
    st.markdown(f"**{words.plain(dataset.name)}** disappears from this list.")
    if dataset.kind == "upload":
        st.markdown(
            "The server's copy of the uploaded files is deleted, and with it the way to the "
            "decisions on them: export first what you need. Your own files stay."
        )
    else:
        st.markdown(
            "The pictures themselves are not touched. Decisions are kept: opening the same place "
            "again brings them back."
        )
    with st.container(horizontal=True):
        if st.button("Remove", type="primary", key="removal-yes"):
            engine.remove(dataset)
            st.rerun()
        if st.button("Cancel", key="removal-no"):
            st.rerun()


try:
    main()
except DedupError as error:
    st.error(words.plain(str(error)), icon=":material/error:")
