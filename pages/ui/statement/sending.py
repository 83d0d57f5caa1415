"""Files to be sent, made when somebody presses for them."""

from __future__ import annotations

import re
from collections.abc import Callable

import streamlit as st

from dedup_core.names import Names
from dedup_core.opened import OpenDataset
from dedup_core.pay import Payroll
from dedup_core.report.pages.client import client_html
from dedup_core.report.pages.client_groups import USUAL
from dedup_core.report.pages.statement import MOST_SHOWN, Statement, statement
from dedup_core.report.pages.statement_html import statement_html
from dedup_core.report.pages.statement_pdf import statement_pdf
from dedup_core.report.subject import subject
from pages.ui.engine import Engine

_WIDE_PX = 380  # of a popover: it is as wide as the line it stands in, otherwise
_MOST_LETTERS = 40  # of a name in a file's name


def show_statement(
    engine: Engine,
    opened: OpenDataset,
    payroll: Payroll,
    name: str,
    *,
    names: Names,
    campaign: str | None = None,
) -> None:
    """A button that opens the ways to get one contributor's statement, of one campaign or all."""
    with st.popover("Statement", icon=":material/description:"), st.container(width=_WIDE_PX):
        st.caption(
            "What is paid, and for each other picture the reason beside the picture that it is a "
            f"copy of, with a reference for an appeal. The first {MOST_SHOWN} come with thumbnails."
        )
        others = not names.hidden and st.toggle(
            "Name the other contributors",
            key="statement others",
            help="Otherwise they are “another contributor”, their files have no folders, and "
            "reviewers are not named.",
        )

        def told() -> Statement:
            about = subject(opened, payroll, names=names)
            return statement(about, name, campaign=campaign, others_named=others)

        def as_pdf() -> bytes:
            return statement_pdf(told(), engine.workspace.thumbnail)

        def as_html() -> bytes:
            return "".join(statement_html(told(), engine.workspace.thumbnail)).encode()

        file = f"statement-{_for_a_file(names.person(name))}"
        _download("PDF", as_pdf, f"{file}.pdf", "application/pdf")
        _download("HTML, one file", as_html, f"{file}.html", "text/html")


def show_client_report(
    engine: Engine, opened: OpenDataset, payroll: Payroll, *, names: Names
) -> None:
    """A button that opens the way to get the report for a client."""
    with st.popover("Client report", icon=":material/summarize:"), st.container(width=_WIDE_PX):
        st.caption(
            "What was delivered and what was flagged, in one HTML file that needs no network. The "
            f"{USUAL.groups} largest groups come with thumbnails; notes and appeals stay here. "
            "“Hide names” holds for it, too."
        )
        amounts = st.toggle("With amounts", value=True, key="client report amounts")

        def report() -> bytes:
            about = subject(opened, payroll, names=names)
            return "".join(client_html(about, engine.workspace.thumbnail, amounts=amounts)).encode()

        file = f"report-{_for_a_file(opened.dataset.name)}.html"
        _download("HTML, one file", report, file, "text/html")


def _download(label: str, data: Callable[[], bytes], file: str, kind: str) -> None:
    st.download_button(
        label, data, file, kind, icon=":material/download:", on_click="ignore", width="stretch"
    )


def _for_a_file(name: str) -> str:
    """A name of letters, digits and hyphens, whatever it was."""
    return re.sub(r"[^\w]+", "-", name).strip("-")[:_MOST_LETTERS] or "unknown"
