"""The pickers of the second setting; the first is the one of every other page."""

from __future__ import annotations

from math import isnan

import streamlit as st

from dedup_core.fingerprints import DEFAULT, OFFERED, Method, method_named
from dedup_core.pairs import PairTable
from dedup_core.review import Setting
from pages.ui import linked

_OTHER = "layout"  # what most people want to hold against a hash


def choose_second_method(first: Method) -> Method:
    """Another way to compare, or the same one with another threshold."""
    options = [method.name for method in OFFERED]
    default = _OTHER if first.name != _OTHER else DEFAULT.name
    linked.before("method of B", "method_b", default, linked.one_of(options))
    chosen = st.selectbox(
        "Method of B",
        options,
        format_func=lambda name: method_named(name).title,
        key="method of B",
        persist_state="session",
    )
    return method_named(linked.after("method_b", chosen, default))


def choose_second_setting(method: Method, table: PairTable, first: Setting) -> Setting:
    """The threshold of B; rule and smallest group are those of A."""
    stops = method.thresholds(table.reach)
    if len(stops) < 2:
        return Setting(method.name, method.threshold_of(0), first.rule, first.at_least)
    default = min(stops, key=lambda stop: abs(stop - method.default))
    key = f"threshold of B for {method.name} to {stops[-1]:g}"  # a new range is a new slider

    def read(text: str) -> float | None:
        try:
            asked = float(text)
        except ValueError:
            return None
        return None if isnan(asked) else min(stops, key=lambda stop: abs(stop - asked))

    linked.before(key, "threshold_b", default, read)
    chosen = st.select_slider(
        "Strictness of B",
        stops,
        key=key,
        format_func=method.said,
        help="Left is strict. Rule and smallest group are those of A.",
        persist_state="session",
    )
    linked.after("threshold_b", chosen, default)
    return Setting(method.name, chosen, first.rule, first.at_least)
