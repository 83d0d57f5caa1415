"""Pairs of accounts that share pictures, with what is known: facts, not accusations."""

from __future__ import annotations

import streamlit as st

from dedup_core.pay import Payroll, across

_MOST = 200  # pairs in the page; the ones that share most come first


def show_sharing(payroll: Payroll) -> None:
    """A table of the pairs; a sentence where there is none."""
    st.subheader("Accounts that share pictures", anchor=False)
    found = across(payroll)
    if not len(found):
        st.caption("No picture of one contributor is a copy of another contributor’s.")
        return
    st.caption(
        "Copies that one account submitted of what another had submitted first. There can be good "
        "reasons: one person with two accounts, or a shared telephone."
        + (f" The {_MOST} pairs that share most." if len(found) > _MOST else "")
    )
    facts = {
        "Pictures": found.pictures,
        "Known to be later": found.earlier,
        "Same camera": found.same_camera,
        "Another camera": found.other_camera,
        "Dated otherwise": found.other_date,
    }
    st.dataframe(
        {
            "Submitted first by": list(found.first[:_MOST]),
            "Copies by": list(found.other[:_MOST]),
            **{title: column[:_MOST].tolist() for title, column in facts.items()},
        },
        column_config={
            "Same camera": st.column_config.Column(help="Both files name the same camera model"),
            "Dated otherwise": st.column_config.Column(
                help="Both files say when they were taken, and not the same; a copy’s date is "
                "its original’s, unless something changed it"
            ),
        },
        hide_index=True,
    )
