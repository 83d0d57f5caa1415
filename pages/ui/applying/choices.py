"""The ways to carry decisions out, side by side; each asks again before it touches a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import streamlit as st

from dedup_core import apply
from dedup_core.apply import Plan
from dedup_core.store import Dataset
from pages.ui.applying import confirm
from pages.ui.applying.words import pictures, size
from pages.ui.engine import Engine
from pages.ui.exporting import offer_kept

_CARD_PX = 300
_WHY_LINK = (
    "No room is needed: each file gets a second name. But a change of one changes both, so use "
    "it only where nobody edits the pictures."
)


def show_ways(engine: Engine, dataset: Dataset, plan: Plan, planned: Callable[[], Plan]) -> None:
    """Three cards: list, copy, quarantine; `planned`: the plan as it is when files are touched."""
    busy = _is_busy(engine, dataset)
    with st.grid(3, gap="small", min_column_width=_CARD_PX):
        _offer_lists(dataset, plan)
        asked = confirm.Asked(engine, dataset, plan, planned)
        _offer_copy(asked, busy)
        _offer_quarantine(asked, busy)


def show_restore(engine: Engine, dataset: Dataset) -> None:
    """The way back from any quarantine."""
    with st.expander("Put pictures back from a quarantine", icon=":material/undo:"):
        folder = _folder(engine, "restore-from", "Quarantine folder")
        pressed = st.button("Put back …", key="restore", disabled=_is_busy(engine, dataset))
        if pressed:
            confirm.ask(partial(confirm.ask_restore, engine, dataset, folder))


def _offer_lists(dataset: Dataset, plan: Plan) -> None:
    with _card("list", ":material/list_alt:", "Action list"):
        st.caption(
            f"A line for each of the {plan.totals.found:,} files: keep or remove, its group, the "
            "picture kept for it, and who decided. Nothing is touched."
        )
        st.space("stretch")
        with st.container(horizontal=True, gap="small"):
            for written in apply.LISTS:
                st.download_button(
                    written.title,
                    data=partial(written.write, plan),
                    file_name=f"{dataset.name} actions{written.ending}",
                    mime=written.media_type,
                    icon=":material/download:",
                    on_click="ignore",
                    key=f"list{written.ending}",
                )


def _offer_copy(asked: confirm.Asked, busy: bool) -> None:
    totals, is_folder = asked.plan.totals, apply.folder_of(asked.dataset) is not None
    with _card("copy", ":material/file_copy:", "Copy what is kept"):
        st.caption(
            f"{pictures(totals.kept)}, {size(totals.kept_bytes)}, into a new folder with the same "
            "sub-folders. The originals stay as they are."
        )
        folder = _folder(asked.engine, "copy-to", "New folder on the server")
        link = st.toggle(
            "Hard links instead of copies",
            key="link",
            disabled=not is_folder,
            help=_WHY_LINK if is_folder else "Only pictures in a folder can be linked.",
        )
        st.space("stretch")
        with st.container(horizontal=True, gap="small"):
            pressed = st.button("Copy …", key="copy", disabled=busy or not totals.kept)
            offer_kept(asked.engine, asked.engine.open(asked.dataset), asked.plan)
        if pressed:
            confirm.ask(partial(confirm.ask_copy, asked, folder, link=link and is_folder))


def _offer_quarantine(asked: confirm.Asked, busy: bool) -> None:
    totals = asked.plan.totals
    with _card("quarantine", ":material/inventory_2:", "Move what is removed"):
        if apply.folder_of(asked.dataset) is None:
            st.caption(
                "Only pictures in a folder on the server can be moved. These came as a zip or an "
                "upload: copy what is kept instead."
            )
            return
        if not totals.removed:
            st.caption("Nothing is to be removed: there is no group to carry out.")
            return
        st.caption(
            f"{pictures(totals.removed)}, {size(totals.removed_bytes)}, out of the folder into a "
            "quarantine. Nothing is deleted; one command puts everything back."
        )
        folder = _folder(asked.engine, "move-to", "Quarantine folder on the server")
        st.space("stretch")
        if st.button("Move …", key="move", disabled=busy):
            confirm.ask(partial(confirm.ask_quarantine, asked, folder))


@contextmanager
def _card(key: str, icon: str, title: str) -> Iterator[None]:
    with st.container(border=True, height="stretch", key=f"way-{key}"):
        st.markdown(f"##### {icon} {title}")
        yield


def _folder(engine: Engine, key: str, label: str) -> str:
    roots = engine.settings.roots
    return st.text_input(
        label,
        key=key,
        placeholder=f"{roots[0]}/…" if roots else "",
        help="Allowed: " + (", ".join(map(str, roots)) or "nothing") + " (DEDUP_ROOTS).",
        persist_state="session",
    )


def _is_busy(engine: Engine, dataset: Dataset) -> bool:
    work = engine.applying.of(dataset.id)
    return work is not None and work.active
