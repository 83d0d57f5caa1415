"""The menu: every page with its place in it. A new page is a file and a line in `SECTIONS`."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages.ui.contradictions import contradictions_in
from pages.ui.engine import Engine


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the menu; `file` without its ending is the page's address."""

    file: str
    title: str
    icon: str


SECTIONS = {
    "": (
        Entry("review", "Review", "stacks"),
        Entry("datasets", "Datasets", "folder_open"),
    ),
    "Judge": (
        Entry("rules", "Rules", "bolt"),
        Entry("contradictions", "Contradictions", "rule"),
        Entry("agreement", "Agreement", "group"),
        Entry("activity", "Activity", "history"),
    ),
    "Settle": (
        Entry("contributors", "Contributors", "badge"),
        Entry("apply", "Apply", "done_all"),
    ),
}
ENTRIES = tuple(entry for entries in SECTIONS.values() for entry in entries)


def show_menu(engine: Engine) -> None:
    """The links to all pages, one section below the other."""
    for section, entries in SECTIONS.items():
        if section:
            st.caption(section)
        with st.container(gap=None):
            for entry in entries:
                st.page_link(
                    f"pages/{entry.file}.py",
                    label=_label(engine, entry),
                    icon=f":material/{entry.icon}:",
                )


def _label(engine: Engine, entry: Entry) -> str:
    many = contradictions_in(engine) if entry.file == "contradictions" else 0
    return f"{entry.title} ({many:,})" if many else entry.title
