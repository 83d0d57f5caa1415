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
    "Strictness": (
        Entry("strictness", "Strictness", "tune"),
        Entry("answers", "Answer pairs", "quiz"),
        Entry("against", "Two settings", "compare"),
        Entry("chain", "Chain inspector", "linked_services"),
        Entry("selftest", "Self-test", "science"),
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
CLIENT = Entry("client", "Shared view", "visibility")  # by a link; in no menu
ENTRIES = tuple(entry for entries in SECTIONS.values() for entry in entries)


def show_menu(engine: Engine, title: str) -> None:
    """The links to all pages; the section of the page with that title is open.

    Closed, a section is one line, so that the pickers below stay on the first screen.
    """
    for section, entries in SECTIONS.items():
        if not section:
            _links(engine, entries)
            continue
        here = any(entry.title == title for entry in entries)
        with st.expander(_heading(engine, section, entries), expanded=here, type="compact"):
            _links(engine, entries)


def _heading(engine: Engine, section: str, entries: tuple[Entry, ...]) -> str:
    many = sum(_waiting(engine, entry) for entry in entries)
    return f"{section} ({many:,})" if many else section


def _links(engine: Engine, entries: tuple[Entry, ...]) -> None:
    with st.container(gap=None):
        for entry in entries:
            many = _waiting(engine, entry)
            st.page_link(
                f"pages/{entry.file}.py",
                label=f"{entry.title} ({many:,})" if many else entry.title,
                icon=f":material/{entry.icon}:",
            )


def _waiting(engine: Engine, entry: Entry) -> int:
    """How many things on a page wait for somebody."""
    return contradictions_in(engine) if entry.file == "contradictions" else 0
