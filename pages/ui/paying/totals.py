"""The numbers above the table, and where the screen and the policy differ."""

from __future__ import annotations

import streamlit as st

from dedup_core.manifest import in_words
from dedup_core.pay import Payroll, differences, totals
from pages.ui import words

_METRIC_PX = 170


def show_totals(payroll: Payroll) -> None:
    """Paid, unpaid and held: money, or pictures where no price is known."""
    whole, currency = totals(payroll), payroll.submissions.currency
    parts = (
        ("To be paid", whole.paid, whole.paid_pictures),
        ("Not paid", whole.unpaid, whole.unpaid_pictures),
        ("Held", whole.held, whole.held_pictures),
        ("Submitted", whole.price, whole.pictures),
    )
    with st.grid(4, gap="small", min_column_width=_METRIC_PX):
        for label, units, pictures in parts:
            counted = words.counted(pictures, "picture")
            with st.container(border=True, gap=None):
                st.metric(label, in_words(units, currency) if whole.price else f"{pictures:,}")
                st.caption(counted if whole.price else "no prices known")


def show_differences(payroll: Payroll) -> None:
    """Each reason for which a flagged picture is paid, or one that stays is not."""
    found = differences(payroll)
    if not found:
        return
    count = words.counted(sum(part.pictures for part in found), "picture")
    with st.expander(f"Flagged and unpaid are not the same for {count}", icon=":material/info:"):
        for part in found:
            start = "Flagged, but paid" if part.flagged else "Stays, but not paid"
            st.markdown(
                f"**{start}: {words.counted(part.pictures, 'picture')}.** "
                f"{part.words[0].upper()}{part.words[1:]}."
            )
