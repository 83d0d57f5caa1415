"""One contributor closely: the course of time, and every picture that is not paid."""

from __future__ import annotations

import streamlit as st

from dedup_core.manifest import in_words
from dedup_core.names import Names
from dedup_core.opened import OpenDataset
from dedup_core.pay import Contributors, Payroll, unpaid_of
from pages.ui import words
from pages.ui.engine import Engine
from pages.ui.paying.people import Chosen, choose_person
from pages.ui.paying.unpaid import counted_fates, first_page, show_unpaid
from pages.ui.statement import show_appeal, show_statement
from pages.ui.timeline import show_shots, show_trend

_METRIC_PX = 150


def show_person(
    engine: Engine,
    opened: OpenDataset,
    payroll: Payroll,
    *,
    found: Contributors,
    chosen: Chosen,
    names: Names,
    campaign: str | None,
) -> None:
    """Their numbers, the course of time, their shots, and what is not paid of them."""
    at = found.name.index(chosen.name)
    with st.container(key=f"person-{at}", border=True):
        _show_head(chosen, names)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            show_statement(engine, opened, payroll, chosen.name, names=names, campaign=campaign)
            show_appeal(engine, opened, payroll, chosen.name, names=names)
            if chosen.name and not names.hidden:
                _link_to_groups(opened, chosen.name)
        _show_numbers(found, at, payroll.submissions.currency)
        show_trend(engine, payroll, chosen.name)
        show_shots(engine, opened, payroll, chosen.name, names=names)
        if campaign is not None:
            st.caption("The charts are of all campaigns.")
        _show_unpaid(engine, opened, payroll, chosen.name, names=names, campaign=campaign)


def _show_head(chosen: Chosen, names: Names) -> None:
    """Who it is, and the ways to the next one and back."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(words.plain(names.person(chosen.name)), anchor=False, width="stretch")
        _show_step("Previous", chosen.before, ":material/chevron_left:")
        _show_step("Next", chosen.after, ":material/chevron_right:")
        st.button("Close", icon=":material/close:", on_click=choose_person, args=[None])


def _link_to_groups(opened: OpenDataset, name: str) -> None:
    st.page_link(
        "pages/review.py",
        label="Open all their groups",
        icon=":material/stacks:",
        query_params={"dataset": opened.dataset.id, "contributor": name},
        width="content",
    )


def _show_step(label: str, to: str | None, icon: str) -> None:
    """A button to the next one in the list."""

    def go() -> None:
        choose_person(to)
        first_page()

    st.button(label, icon=icon, on_click=go, disabled=to is None)


def _show_numbers(found: Contributors, at: int, currency: str) -> None:
    priced = bool(found.price[at])

    def money(units: int, pictures: int) -> str:
        return in_words(units, currency) if priced else f"{pictures:,}"

    submitted, paid = int(found.submitted[at]), int(found.payable[at])
    unpaid, held = int(found.unpaid_pictures[at]), int(found.held_pictures[at])
    band = f"{words.percent(float(found.low[at]))} – {words.percent(float(found.high[at]))}"
    parts = [
        (
            "To be paid",
            money(int(found.amount[at]), paid),
            f"{paid:,} of {words.counted(submitted, 'picture')}",
        ),
        ("Not paid", money(int(found.unpaid[at]), unpaid), words.counted(unpaid, "picture")),
        ("Held", money(int(found.held[at]), held), words.counted(held, "picture")),
        ("Duplicates", words.percent(float(found.rate[at])), f"95 % band {band}"),
    ]
    with st.grid(4, gap="small", min_column_width=_METRIC_PX):
        for label, value, below in parts:
            with st.container(border=False, gap=None):
                st.metric(label, value)
                st.caption(below)
    st.caption(_sum(found, at))


def _sum(found: Contributors, at: int) -> str:
    """`44 submitted = 13 unique + 31 extras`, and what else is known."""
    parts = (
        (found.own_copies, "own copies"),
        (found.extras, "more of a scene"),
        (found.copied_from, "copies of others’ pictures"),
    )
    said = [f"{found.submitted[at]:,} submitted = {found.unique[at]:,} unique"]
    said += [f"{column[at]:,} {title}" for column, title in parts if column[at]]
    more = [f"{found.undecided[at]:,} undecided"] if found.undecided[at] else []
    if found.copied_by[at]:
        more.append(
            f"{words.counted(int(found.copied_by[at]), 'copy', 'copies')} of theirs by others"
        )
    return " · ".join([" + ".join(said), *more])


def _show_unpaid(
    engine: Engine,
    opened: OpenDataset,
    payroll: Payroll,
    name: str,
    *,
    names: Names,
    campaign: str | None,
) -> None:
    of = payroll.submissions.campaign
    rows = [row for row in unpaid_of(payroll, name) if campaign is None or of[row] == campaign]
    st.markdown("**Not paid or held**")
    if not rows:
        st.success("Every picture is paid.", icon=":material/check_circle:")
        return
    st.caption(f"{counted_fates(payroll, rows)}. Press a picture to see it large.")
    show_unpaid(engine, opened, payroll, rows, names=names)
