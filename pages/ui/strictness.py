"""The strictness slider: thresholds of any method, strict ones on the left."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan

import streamlit as st

from dedup_core.fingerprints import Method
from dedup_core.pairs import PairTable
from pages.ui import linked

_BITS_HELP = "The largest distance at which two pictures count as duplicates. Left is strict."
_LIKE_HELP = "The least {unit} at which two pictures count as duplicates. Left is strict."


def choose_threshold(method: Method, table: PairTable) -> float:
    """The threshold, in the method's unit. The slider ends where the pairs are still few enough."""
    stops = method.thresholds(table.reach)
    if len(stops) < 2:
        st.caption(f"**{method.notches[0].word}** is the only strictness here.")
        explain_end(method, table)
        return method.threshold_of(0)
    default, key = _default(method, stops), _key(method, stops)
    linked.before(key, "threshold", default, nearest(stops))
    threshold = (
        _similarity(method, stops, key) if method.is_similarity else _bits(method, stops, key)
    )
    linked.after("threshold", threshold, default)
    _explain_threshold(method, table, threshold)
    return threshold


def held_threshold(method: Method, table: PairTable) -> float:
    """The same for a page that draws a slider of its own; there must be two stops or more."""
    stops = method.thresholds(table.reach)
    default, key = _default(method, stops), _key(method, stops)
    linked.before(key, "threshold", default, nearest(stops))
    threshold: float = st.session_state[key]
    return linked.after("threshold", threshold, default)


def hold_threshold(method: Method, table: PairTable, threshold: float) -> None:
    """Move the slider of every page; for callbacks."""
    st.session_state[_key(method, method.thresholds(table.reach))] = threshold


def _default(method: Method, stops: list[float]) -> float:
    return min(stops, key=lambda stop: abs(stop - method.default))


def _key(method: Method, stops: list[float]) -> str:
    return f"threshold of {method.name} to {stops[-1]:g}"  # a new range is a new slider


def _bits(method: Method, stops: list[float], key: str) -> float:
    return st.slider(
        "Strictness",
        min_value=stops[0],
        max_value=stops[-1],
        step=stops[1] - stops[0],
        key=key,
        format=f"%d {method.unit}",
        help=_BITS_HELP,
        persist_state="session",
    )


def _similarity(method: Method, stops: list[float], key: str) -> float:
    return st.select_slider(
        "Strictness",
        stops,
        key=key,
        format_func=method.said,
        help=_LIKE_HELP.format(unit=method.unit),
        persist_state="session",
    )


def nearest(stops: list[float]) -> Callable[[str], float | None]:
    """Reads a number and takes the stop that is nearest to it."""

    def read(text: str) -> float | None:
        try:
            asked = float(text)
        except ValueError:
            return None
        return None if isnan(asked) else min(stops, key=lambda stop: abs(stop - asked))

    return read


def _explain_threshold(method: Method, table: PairTable, threshold: float) -> None:
    notch = method.notch(threshold)
    st.caption(" · ".join(f"**{n.word}**" if n is notch else n.word for n in method.notches))
    st.caption(f"{notch.meaning[0].upper()}{notch.meaning[1:]}.")
    explain_end(method, table)


def explain_end(method: Method, table: PairTable) -> None:
    """Why the slider ends before the loosest threshold of the method, where it does."""
    if table.reach >= method.limit_of(method.loosest):
        return
    if table.reach < 0:
        st.caption("Identical pairs are more than are kept; none are shown.")
        return
    end = method.said(method.thresholds(table.reach)[-1])
    st.caption(
        f"The slider ends at {end}: beyond it there would be more pairs than are kept for a "
        "dataset of this size."
    )
