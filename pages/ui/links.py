"""Which tab came by a client's link; everything but the shared view is closed to it."""

from __future__ import annotations

import streamlit as st

_OPENED = "opened a client's link"


def came() -> None:
    """Say that a client's link was opened in this tab."""
    st.session_state[_OPENED] = True


def opened_here() -> bool:
    """Whether it was."""
    return bool(st.session_state.get(_OPENED))


def refuse(title: str) -> None:
    """Say what this page is for, and end the run.

    It keeps people who follow a link to where they belong. What keeps strangers out is the guard
    of our routes, and a dashboard of its own for clients.
    """
    st.title(title, anchor=False)
    st.info(
        "This page is for reviewers. You opened a link that was shared with a client in this tab; "
        "review in a new one.",
        icon=":material/visibility:",
    )
    st.stop()
