"""The strictness that a client looks at: the official one, or another that changes nothing."""

from __future__ import annotations

import streamlit as st

from dedup_core.access import Allow, ClientDataset
from dedup_core.fingerprints import Method, method_named
from dedup_core.review import Setting

_HELP = "Move it to see what another strictness would flag. A reload brings the official one back."


def choose_look(seen: ClientDataset) -> Setting:
    """The setting to look at. It lives in this tab only, so a reload shows the official one."""
    method, official = method_named(seen.official.method), seen.official.threshold
    key = f"look {seen.share.id} {seen.version}"
    if not seen.share.allows(Allow.SANDBOX):
        st.markdown(_in_words(method, official, official))
        return seen.official
    chosen = _slider(method, sorted({*seen.stops(), official}, key=method.limit_of), official, key)
    _say(method, official, chosen, key)
    return seen.at(chosen)


def _slider(method: Method, stops: list[float], official: float, key: str) -> float:
    st.session_state.setdefault(key, official)
    return st.select_slider(
        "Try another strictness", stops, key=key, format_func=method.said, help=_HELP
    )


def _say(method: Method, official: float, chosen: float, key: str) -> None:
    """Which strictness is on screen, and the way back to the official one.

    The button is always there, so that nothing jumps when the slider leaves the official place.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(_in_words(method, official, chosen), width="stretch")
        st.button(
            "Back to the official setting",
            icon=":material/undo:",
            disabled=chosen == official,
            on_click=_back,
            args=[key, official],
        )


def _in_words(method: Method, official: float, chosen: float) -> str:
    notch = method.notch(chosen)
    if chosen == official:
        meaning = f"{notch.meaning[0].upper()}{notch.meaning[1:]}"
        return f"**Official setting: {method.said(official)}** ({notch.word}). {meaning}."
    return (
        f":material/science: Official setting: **{method.said(official)}**. You are looking at "
        f"**{method.said(chosen)}** ({notch.word}). Nothing is changed."
    )


def _back(key: str, official: float) -> None:
    st.session_state[key] = official
