"""What a tab has chosen. It lives in the address, so that a link shows the same view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from dedup_core.fingerprints import ALL, Method, method_named
from dedup_core.groups import Rule
from dedup_core.pairs import PairTable
from dedup_core.review import Order, Queue, Setting, Show
from dedup_core.store import Dataset
from pages.ui import words

_ORDERS = {
    Order.LARGEST: "Largest",
    Order.LOOSEST: "Loosest",
    Order.CLOSEST: "Closest",
    Order.PATH: "Path",
}
_SHOWS = {Show.ALL: "All", Show.UNTOUCHED: "Untouched", Show.CHANGED: "Changed"}
_LINKED: Final = "query-params"


@dataclass(frozen=True, slots=True)
class Session:
    """The choices of one tab as the core wants them."""

    setting: Setting
    queue: Queue


def choose_dataset(datasets: list[Dataset]) -> Dataset:
    """The dataset picker; `?dataset=` in the address picks, too."""
    by_id = {dataset.id: dataset for dataset in datasets}
    asked = st.query_params.get("dataset", "")
    if asked in by_id and "dataset_choice" not in st.session_state:
        st.session_state.dataset_choice = asked
    chosen = st.selectbox(
        "Dataset",
        list(by_id),
        format_func=lambda id: by_id[id].name if id in by_id else "",
        key="dataset_choice",
    )
    if st.query_params.get("dataset") != chosen:
        st.query_params["dataset"] = chosen
    return by_id[chosen]


def choose_method() -> Method:
    """The method picker."""
    name = st.selectbox(
        "Method",
        [method.name for method in ALL],
        format_func=lambda name: method_named(name).title,
        key="method",
        bind=_LINKED,
    )
    method = method_named(name)
    st.caption(method.summary)
    return method


def choose_setting(method: Method, table: PairTable) -> Setting:
    """Threshold, rule and group size. The slider ends where the pairs are still few enough."""
    threshold = _choose_threshold(method, table)
    rule = st.selectbox(
        "Grouping",
        [rule.value for rule in Rule],
        format_func=lambda value: Rule(value).title,
        key="rule",
        bind=_LINKED,
    )
    st.caption(Rule(rule).sentence)
    at_least = st.number_input(
        "Smallest group", min_value=2, max_value=1000, value=2, key="at_least", bind=_LINKED
    )
    return Setting(method.name, threshold, Rule(rule), int(at_least))


def _choose_threshold(method: Method, table: PairTable) -> int:
    if table.reach <= 0:
        st.caption("There is one strictness only.")
        return 0
    threshold = st.slider(
        "Strictness",
        min_value=0,
        max_value=table.reach,
        value=min(method.default, table.reach),
        key="threshold",
        bind=_LINKED,
        format=f"%d {method.unit}",
        help="The largest distance at which two pictures count as duplicates. Left is strict.",
    )
    notch = method.notch(threshold)
    st.caption(f"**{notch.word.capitalize()}**: {notch.meaning}.")
    if table.reach < method.loosest:
        beyond = int(table.counts[: table.reach + 2].sum())
        st.caption(
            f"The slider ends at {table.reach}: at {table.reach + 1} there would be "
            f"{words.counted(beyond, 'pair')}, more than fit into memory."
        )
    return int(threshold)


def choose_queue() -> Queue:
    """Order, filter and search of the groups, in one line."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        order = st.segmented_control(
            "Sort",
            [order.value for order in Order],
            format_func=lambda value: _ORDERS[Order(value)],
            default=Order.LARGEST.value,
            required=True,
            key="order",
            bind=_LINKED,
        )
        show = st.segmented_control(
            "Show",
            [show.value for show in Show],
            format_func=lambda value: _SHOWS[Show(value)],
            default=Show.ALL.value,
            required=True,
            key="show",
            bind=_LINKED,
        )
        text = st.text_input(
            "Path contains", key="text", bind=_LINKED, width=240, placeholder="a name or a folder"
        )
    return Queue(Order(order), Show(show), text.strip())
