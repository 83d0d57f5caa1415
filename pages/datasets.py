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
from pages.ui.manifest import about_manifest, show_manifest
from pages.ui.notices import show_skipped
from pages.ui.progress import show_progress
from pages.ui.shell import open_page
from pages.ui.upload import show_upload

_AGAIN_PX = 124  # as wide for each word, so that nothing moves when one takes another's place
_MORE_PX = 330


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
    vertical: Literal["center", "bottom"], width: Literal["stretch", "content"] = "stretch"
) -> DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment=vertical, width=width, gap="small")


def _show_dataset(engine: Engine, dataset: Dataset) -> None:
    counts, job = engine.workspace.counts(dataset.id), engine.jobs.of(dataset.id)
    ended = job is None or job.state is State.FINISHED or bool(job.method)
    with st.container(border=True, key=f"card-{dataset.id}"):
        with _line("center"):
            with st.container(gap=None, width="stretch"):
                st.markdown(f"**{words.plain(dataset.name)}**")
                attached = about_manifest(engine.workspace.manifests.about(dataset.id))
                st.caption(_about(dataset, counts, attached, under_way=not ended))
            with _line("center", "content"):
                _show_acts(engine, dataset, counts, ended=ended)
        show_progress(engine, dataset.id, quietly=True)


def _show_acts(engine: Engine, dataset: Dataset, counts: Counts, *, ended: bool) -> None:
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
        st.button(
            "Look for changes" if dataset.indexed_at else "Index",
            key=f"again-{dataset.id}",
            help="Reads new and changed files; what is known is not read again.",
            on_click=engine.index,
            args=[dataset],
            width=_AGAIN_PX,
            disabled=not ended,  # its own buttons are below
        )
    show_manifest(engine, dataset, enabled=bool(dataset.indexed_at and counts.indexed))
    _show_more(engine, dataset)


def _show_more(engine: Engine, dataset: Dataset) -> None:
    """What is seldom wanted, behind one button: how pictures are decoded, and the removal."""
    job, menu, choice = engine.jobs.of(dataset.id), f"more-{dataset.id}", f"decode-{dataset.id}"
    st.session_state[choice] = dataset.exact  # as it is, whoever changed it
    opened = st.popover("More", key=menu, on_change="rerun")  # tracked, so that it can be closed
    with opened, st.container(width=_MORE_PX):
        st.segmented_control(
            "Decode",
            [False, True],
            format_func=words.decode,
            required=True,
            key=choice,
            on_change=_change_decode,
            args=[engine, dataset],
            disabled=job is not None and job.active,
        )
        st.caption(words.DECODE)
        pressed = st.button("Remove", key=f"remove-{dataset.id}", on_click=_close, args=[menu])
    if pressed:
        _confirm_removal(engine, dataset)


def _close(menu: str) -> None:
    st.session_state[menu] = False


def _change_decode(engine: Engine, dataset: Dataset) -> None:
    _close(f"more-{dataset.id}")  # what happens now is shown below it
    job = engine.jobs.of(dataset.id)
    if job is not None and job.active:
        return  # begun in another tab meanwhile
    engine.workspace.use_exact_decode(dataset.id, st.session_state[f"decode-{dataset.id}"])
    engine.index(dataset)


def _about(dataset: Dataset, counts: Counts, attached: str, *, under_way: bool) -> str:
    said = []
    if dataset.indexed_at or not under_way:  # else the bar below counts, and ahead of the store
        found = words.counted(counts.found, "file")
        so_far = "" if dataset.indexed_at else " so far"
        said.append(
            f"{found} found{so_far} = {counts.indexed:,} indexed + {counts.skipped:,} skipped"
        )
    said.append(_place(dataset))
    if dataset.indexed_at:
        said.append(f"indexed {words.moment(dataset.indexed_at)}")
    if dataset.exact:
        said.append("exact\N{NO-BREAK SPACE}decode")
    if attached:
        said.append(attached)
    return " · ".join(said)


def _place(dataset: Dataset) -> str:
    if dataset.kind == "upload":
        return "uploaded"
    return "comes with this program" if dataset.place == str(SAMPLE) else words.plain(dataset.place)


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
