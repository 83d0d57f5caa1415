"""The numbers above the table, the policy line by line, and where screen and policy differ."""

from __future__ import annotations

import streamlit as st

from dedup_core.manifest import in_words
from dedup_core.pay import Payroll, Totals, by_line, differences, lines
from dedup_core.pay.members import Flags
from pages.ui import words

_METRIC_PX = 170


def show_totals(whole: Totals, currency: str) -> None:
    """Paid, unpaid and held: money, or pictures where no price is known."""
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


def show_lines(payroll: Payroll, chosen: Flags | None) -> None:
    """The policy line by line, each with what it withholds now of the chosen pictures."""
    withheld, currency = by_line(payroll, chosen), payroll.submissions.currency
    with st.expander("The policy line by line", icon=":material/contract:"):
        for line, said in lines(payroll.policy).items():
            found = withheld[line]
            money = f", {in_words(found.units, currency)}" if found.units else ""
            count = words.counted(found.pictures, "picture")
            makes = (
                f"**Withholds {count}{money}**" if found.pictures else ":gray[Withholds nothing]"
            )
            st.markdown(f"{said}  \n{makes}")
        st.caption("A price is paid whole or not at all, so nothing is rounded.")


def show_differences(payroll: Payroll, *, several: bool = False) -> None:
    """Each reason for which a flagged picture is paid, or one that stays is not.

    several: whether these are more campaigns than the one on screen
    """
    found = differences(payroll)
    if not found:
        return
    count = words.counted(sum(part.pictures for part in found), "picture")
    count += " of all campaigns" if several else ""
    with st.expander(f"Flagged and unpaid are not the same for {count}", icon=":material/info:"):
        for part in found:
            start = "Flagged, but paid" if part.flagged else "Stays, but not paid"
            st.markdown(
                f"**{start}: {words.counted(part.pictures, 'picture')}.** "
                f"{part.words[0].upper()}{part.words[1:]}."
            )
