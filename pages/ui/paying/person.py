"""One contributor closely: every picture that is not paid, with its reason."""

from __future__ import annotations

from itertools import islice

import streamlit as st

from dedup_core.manifest import in_words
from dedup_core.opened import OpenDataset
from dedup_core.pay import FATES, Payroll, reason, unpaid_of
from pages.ui import words
from pages.ui.paying.table import UNKNOWN

_ROW_PX, _REASON_PX, _TABLE_PX = 74, 640, 480  # four lines hold most reasons whole
_MOST = 300  # reasons in the page at once; 0.1 ms each, and more is not read


def show_person(opened: OpenDataset, payroll: Payroll, name: str) -> None:
    """The unpaid and held pictures of a contributor, and a way to their groups."""
    rows = unpaid_of(payroll, name)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(words.plain(name or UNKNOWN), anchor=False, width="content")
        if name:
            st.page_link(
                "pages/review.py",
                label="Open all their groups",
                icon=":material/stacks:",
                query_params={"dataset": opened.dataset.id, "contributor": name},
            )
    if not rows:
        st.success("Every picture is paid.", icon=":material/check_circle:")
        return
    first = "" if len(rows) <= _MOST else f" The first {_MOST} are listed."
    st.caption(f"{words.counted(len(rows), 'picture')} not paid or held.{first}")
    st.dataframe(
        {
            "Picture": [payroll.outcome.catalog.paths[row] for row in islice(rows, _MOST)],
            "What": [FATES[payroll.fate[row]].value for row in islice(rows, _MOST)],
            "Price": [
                in_words(int(payroll.price[row]), payroll.submissions.currency)
                for row in islice(rows, _MOST)
            ],
            "Reason": [reason(payroll, row) for row in islice(rows, _MOST)],
        },
        column_config={
            "What": st.column_config.TextColumn(width="small"),
            "Price": st.column_config.TextColumn(width="small"),
            "Reason": st.column_config.TextColumn(width=_REASON_PX),
        },
        hide_index=True,
        row_height=_ROW_PX,
        height=min(_TABLE_PX, _ROW_PX * (min(len(rows), _MOST) + 1)),
    )
