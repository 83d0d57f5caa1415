"""The line above the groups: how they are sorted and filtered, saved views, how far one is."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dedup_core.decisions import Verdict
from dedup_core.fingerprints import Method
from dedup_core.manifest import Submissions
from dedup_core.opened import OpenDataset
from dedup_core.review import Ledger, Outcome
from dedup_core.review.pace import pace
from dedup_core.review.queue import Order, Queue, Show, priced
from pages.ui import linked, reviewer, words
from pages.ui.engine import Engine
from pages.ui.queue.filter import Filter, chips, filters_for, forget_other_spread, spread_of
from pages.ui.queue.menu import Menu
from pages.ui.queue.views import show_views

_ORDERS = {
    Order.LARGEST: "Largest first",
    Order.LOOSEST: "Loosest first",
    Order.CLOSEST: "Closest first",
    Order.MONEY: "Most money first",
    Order.NEWEST: "Newest first",
    Order.PATH: "By path",
}
_SHOWS = {
    Show.ALL: "All",
    Show.OPEN: "Open",
    Show.DECIDED: "Decided",
    Show.CHANGED: "Changed since",
    Show.SKIPPED: "Skipped",
}
_NO_PRICES = "Most money first (no prices known)"
_SORT_PX = 170


def choose_queue(engine: Engine, opened: OpenDataset, method: Method) -> Queue:
    """Order and filters of the groups, in one line; below it the filters that are active."""
    filters, submissions = filters_for(method), opened.submissions()
    for each in filters:
        each.begin()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        show = _choose_show()
        order = _choose_order(submissions)
        Menu(filters, opened, method=method, submissions=submissions).show()
        show_views(engine, opened.dataset)
        text = _choose_text()
    for each in filters:
        each.end()
    forget_other_spread(method)
    chips(filters)
    return _asked(order, show, text, filters=filters, method=method)


def show_pace(outcome: Outcome, ledger: Ledger, *, shown: int) -> None:
    """How far the review is, and how long the rest takes; `shown`: groups that the filter shows."""
    if not len(outcome.groups):
        return
    now = pace(outcome.status, ledger, reviewer.name())
    said = now.sentence
    if shown != now.groups:
        said += f" · {words.counted(shown, 'group')} shown"
    st.progress(now.share, text=said)


def _asked(
    order: Order, show: Show, text: str, *, filters: Sequence[Filter], method: Method
) -> Queue:
    value = {each.parameter: each.value for each in filters}
    spread = spread_of(method)
    return Queue(
        order=order,
        show=show,
        text=text,
        spread=(value[f"{spread}_from"], value[f"{spread}_to"]),
        size=(value["size_from"], value["size_to"]),
        across=value["across"],
        folder=value["folder"],
        contributor=value["contributor"],
        camera=value["camera"],
        taken=(value["taken_from"], value["taken_to"]),
        relation=value["relation"],
        verdict=Verdict(value["verdict"]) if value["verdict"] else None,
    )


def _choose_order(submissions: Submissions) -> Order:
    options = [order.value for order in Order]
    linked.before("order", "order", options[0], linked.one_of(options))
    titles = _ORDERS if priced(submissions) else _ORDERS | {Order.MONEY: _NO_PRICES}
    chosen = st.selectbox(
        "Sort",
        options,
        format_func=lambda value: titles[Order(value)],
        key="order",
        width=_SORT_PX,
        label_visibility="collapsed",
        persist_state="session",
    )
    return Order(linked.after("order", chosen, options[0]))


def _choose_show() -> Show:
    options = [show.value for show in Show]
    linked.before("show", "show", options[0], linked.one_of(options))
    chosen = st.segmented_control(
        "Show",
        options,
        format_func=lambda value: _SHOWS[Show(value)],
        required=True,
        key="show",
        label_visibility="collapsed",
        persist_state="session",
    )
    return Show(linked.after("show", chosen or options[0], options[0]))


def _choose_text() -> str:
    linked.before("text", "text", "", str)
    text = st.text_input(
        "Path contains",
        key="text",
        icon=":material/search:",
        placeholder="Path contains …",
        label_visibility="collapsed",
        persist_state="session",
    )
    return linked.after("text", text.strip(), "")
