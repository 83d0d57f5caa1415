"""Choices that live in the address under stable words, so that a link shows the same view.

Streamlit's own binding writes the label that people see; ours writes the core's word, and labels
may change. What the address says is taken over when it was changed from outside (a link, the
back button); otherwise the tab's own choice stands and is written to the address.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

T = TypeVar("T", str, int, float)
_WRITTEN = "written to the address"


def before(key: str, parameter: str, default: T, read: Callable[[str], T | None]) -> None:
    """Give the widget `key` its value before it is drawn; `read` is None for nonsense."""
    asked = st.query_params.get(parameter)
    if asked is not None and asked != _written().get(parameter):
        value = read(asked)
        if value is not None:
            st.session_state[key] = value
    if key not in st.session_state:
        st.session_state[key] = default


def after(parameter: str, value: T, default: T | None) -> T:
    """Write a widget's value to the address; the default is left out. The value comes back."""
    text = f"{value:g}" if isinstance(value, float) else str(value)
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


def _written() -> dict[str, str]:
    written: dict[str, str] = st.session_state.setdefault(_WRITTEN, {})
    return written
