"""Choices that live in the address under stable words, so that a link shows the same view.

Streamlit's own binding writes the label that people see; ours writes the core's word, and labels
may change. What the address says is taken over when it was changed from outside (a link, the
back button); otherwise the tab's own choice stands and is written to the address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

import streamlit as st

T = TypeVar("T")
_WRITTEN = "written to the address"
_PAGE, _DRAWN = "page on screen", "widgets of the page on screen"


def arrive(page: str) -> None:
    """Say which page is drawn now."""
    if st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE], st.session_state[_DRAWN] = page, set()


def take_over(key: str) -> None:
    """Let the widget `key` begin with what an earlier page had.

    Streamlit does so for what somebody chose by hand, not for what we or a link had set.
    """
    drawn: set[str] = st.session_state.setdefault(_DRAWN, set())
    if key not in drawn and key in st.session_state:
        st.session_state[key] = st.session_state[key]
    drawn.add(key)


def before(key: str, parameter: str, default: T, read: Callable[[str], T | None]) -> None:
    """Give the widget `key` its value before it is drawn; `read` is None for nonsense.

    A parameter that is there but empty asks for the default.
    """
    asked = st.query_params.get(parameter)
    if asked is not None and asked != _written().get(parameter):
        value = read(asked) if asked else default
        if value is not None:
            st.session_state[key] = value
    if key not in st.session_state:
        st.session_state[key] = default
    take_over(key)


def after(parameter: str, value: T, default: T | None) -> T:
    """Write a widget's value to the address; the default is left out. The value comes back."""
    text = _text(value)
    _written()[parameter] = text
    if value == default:
        if parameter in st.query_params:
            del st.query_params[parameter]
    elif st.query_params.get(parameter) != text:
        st.query_params[parameter] = text
    return value


def one_of(options: list[str]) -> Callable[[str], str | None]:
    """Reads a word of a list."""
    return lambda text: text if text in options else None


def whole(low: int, high: int) -> Callable[[str], int | None]:
    """Reads a whole number and brings it into a range."""
    return lambda text: min(high, max(low, int(text))) if text.isdecimal() else None


def query(parameters: Iterable[str]) -> str:
    """What the tab shows now as the query of an address, with the defaults said."""
    written = _written()
    return urlencode({name: written[name] for name in parameters if name in written})


def follow(query: str, parameters: Iterable[str]) -> None:
    """Show what a query says; of these parameters, what it does not say is the default.

    Only in callbacks: widgets take their values before they are drawn.
    """
    said, written = dict(parse_qsl(query, keep_blank_values=True)), _written()
    for name in parameters:
        written.pop(name, None)
        st.query_params[name] = said.get(name, "")


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _written() -> dict[str, str]:
    written: dict[str, str] = st.session_state.setdefault(_WRITTEN, {})
    return written
