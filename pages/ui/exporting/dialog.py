"""The button, and the dialog behind it. A file is made when its button is pressed, not before."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial

import streamlit as st

from dedup_core import bundle
from dedup_core.errors import DedupError
from dedup_core.names import Names
from dedup_core.opened import OpenDataset
from dedup_core.pay import Payroll
from dedup_core.report import exports
from dedup_core.report.exports import Export, plain_name
from dedup_core.report.imagededup import Listing
from dedup_core.report.subject import Subject, subject
from dedup_core.report.tables import Table
from pages.ui import words
from pages.ui.exporting.said import about, totals_line

_HELP = "Pictures, groups, pairs, verdicts or pay as a file: CSV, Excel, JSON or Parquet."


def show_export(
    opened: OpenDataset,
    payroll: Callable[[], Payroll],
    *,
    names: Names | None = None,
    campaign: str | None = None,
    first: str = "pay",
) -> None:
    """The button; what the dialog exports is as it was on screen when it was pressed.

    payroll:  asked for when the button is pressed
    campaign: only its pictures; None: all
    first:    the table that is chosen to begin with
    """
    if st.button("Export", icon=":material/download:", key="export", help=_HELP):
        _dialog(subject(opened, payroll(), names=names), campaign, first)


@st.dialog("Export", icon=":material/download:", width="medium")
def _dialog(subject: Subject, campaign: str | None, first: str) -> None:
    try:
        st.caption(about(subject, campaign))
        st.markdown(totals_line(subject, campaign))
        what = _choose_table(subject, campaign, first)
        export = _choose_format(what)
        _offer(export, subject, campaign)
        _explain(what)
        _offer_bundle(subject)
    except DedupError as error:
        st.error(words.plain(str(error)), icon=":material/error:")


def _choose_table(subject: Subject, campaign: str | None, first: str) -> Table | Listing:
    """Of one campaign there are tables only: the lists for other programs are of a dataset."""
    offered = {
        what.name: what
        for what in exports.TABLES
        if campaign is None or not isinstance(what, Listing)
    }
    names = list(offered)
    chosen = st.selectbox(
        "Table",
        names,
        index=names.index(first) if first in names else 0,
        format_func=lambda name: offered[name].title,
        key="export table",
    )
    what = offered[chosen]
    rows = exports.named(what.name).count(subject, campaign=campaign)
    st.caption(f"**{words.counted(rows, 'row')}.** {what.meaning}")  # ours, and Markdown already
    return what


def _choose_format(what: Table | Listing) -> Export:
    offered = {each.name: each for each in exports.formats_of(what)}
    chosen = st.segmented_control(
        "Format",
        list(offered),
        format_func=lambda name: offered[name].title,
        default=next(iter(offered)),
        required=True,
        key=f"export format {len(offered)}",
    )
    export = exports.named(what.name, chosen or "")
    if not isinstance(what, Listing):
        st.caption(words.plain(export.format.about))
    return export


def _offer(export: Export, subject: Subject, campaign: str | None) -> None:
    rows, most = export.count(subject, campaign=campaign), export.format.most_rows
    fits = most is None or rows <= most
    if not fits:
        st.warning(
            f"A spreadsheet has room for {most:,} rows. Choose CSV or Parquet, or a stricter "
            "setting.",
            icon=":material/grid_off:",
        )
    st.download_button(
        f"Download {export.what.title.lower()} as {export.format.title}",
        data=partial(export.written, subject, campaign=campaign),
        file_name=export.file_name(subject),
        mime=export.format.media_type,
        icon=":material/download:",
        type="primary",
        on_click="ignore",
        key="export download",
        disabled=not fits,
        width="stretch",
    )


def _explain(what: Table | Listing) -> None:
    if isinstance(what, Listing):
        return
    with st.expander(f"What its {len(what.columns)} columns mean", icon=":material/help:"):
        st.markdown(
            "\n".join(
                f"- **{words.plain(column.name)}** ({words.plain(column.kind.value)}): "
                f"{words.plain(column.meaning)}"
                for column in what.columns
            )
        )


def _offer_bundle(subject: Subject) -> None:
    """All that decides who is paid, in one file; it names people, so not while these are hidden."""
    if subject.names.hidden:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", border=True):
        st.caption(
            "**Decision bundle:** the whole dataset’s decisions, policy and pay in one file that "
            "others can verify from the same pictures.",
            width="stretch",
        )
        st.download_button(
            "Bundle",
            data=partial(_bundle, subject),
            file_name=f"{plain_name(subject)} bundle.zip",
            mime="application/zip",
            icon=":material/verified:",
            on_click="ignore",
            key="export bundle",
        )


def _bundle(subject: Subject) -> bytes:
    stream = io.BytesIO()
    bundle.write(subject, stream)
    return stream.getvalue()
