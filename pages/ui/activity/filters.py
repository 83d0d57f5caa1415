"""What of the log is shown: who, what, when and which words, all of it in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta

import streamlit as st

from dedup_core.decisions import Act
from dedup_core.store.log_reading import LogFilter, LogReading
from pages.ui import linked

_ACTS = {
    Act.ACCEPT: "Groups decided",
    Act.NOT_DUPLICATES: "Not duplicates",
    Act.SPLIT: "Split off",
    Act.VERDICT: "Verdicts on pairs",
    Act.MARK: "Keep and remove",
    Act.RULE: "Rules",
    Act.NOTE: "Notes",
    Act.SKIP: "Left for later",
    Act.REOPEN: "Opened again",
    Act.SETTLE: "Contradictions settled",
    Act.ANSWER: "Answers on drawn pairs",
    Act.APPEAL: "Appeals",
    Act.UNDO: "Undone",
    Act.REDO: "Redone",
}
_NAMELESS = "Without a name"
_DATE_PX = 150
_ASKED = "what the activity page was asked, and how often that was another filter"


def choose_entries(reading: LogReading, dataset: str) -> LogFilter:
    """The line of filters; the entries that it asks for. `dataset` is empty for all of them."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        people = reading.reviewers(dataset)
        reviewers = _several("by", "Reviewer", people, lambda name: name or _NAMELESS)
        acts = _several("act", "What", [a.value for a in _ACTS], lambda v: _ACTS[Act(v)])
        first, last = _day("from", "From"), _day("to", "Until")
        linked.before("says", "says", "", str)
        text = st.text_input(
            "Contains",
            key="says",
            placeholder="a path, a note or a reason",
            width=220,
            persist_state="session",
        )
        text = linked.after("says", text.strip(), "")
    return LogFilter(
        dataset,
        reviewers,
        tuple(map(Act, acts)),
        since=_midnight(first) if first else "",
        until=_midnight(last + timedelta(days=1)) if last and last < date.max else "",
        text=text,
        contents=reading.contents_named(text, dataset) if text else frozenset(),
    )


def choose_page(asked: LogFilter, pages: int) -> int:
    """The page number, from 1 on, below the list; another filter begins at the first page."""
    before, turns = st.session_state.get(_ASKED, (asked, 0))
    if before != asked:
        turns += 1
    st.session_state[_ASKED] = asked, turns
    if pages < 2:
        return 1
    return int(st.pagination(pages, key=f"activity-page-{turns}", width="stretch"))


def _several(
    key: str, label: str, options: Sequence[str], title: Callable[[str], str]
) -> tuple[str, ...]:
    """Any of some words; none stands for all. As `linked` does it for one."""
    asked, written = st.query_params.get_all(key), f"{key} as written to the address"
    if asked and asked != st.session_state.get(written):
        st.session_state[key] = asked
    st.session_state[key] = [word for word in st.session_state.get(key, ()) if word in options]
    chosen: list[str] = st.multiselect(
        label, options, format_func=title, key=key, placeholder="All", persist_state="session"
    )
    st.session_state[written] = chosen
    if chosen and chosen != asked:
        st.query_params[key] = chosen
    elif asked and not chosen:
        del st.query_params[key]
    return tuple(chosen)


def _day(key: str, label: str) -> date | None:
    linked.before(key, key, None, _read_day)
    chosen: date | None = st.date_input(
        label, key=key, width=_DATE_PX, format="DD/MM/YYYY", persist_state="session"
    )
    return linked.after(key, chosen, None)


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date) -> str:
    """When a day begins in the server's own zone, as the log writes times."""
    begins = datetime.combine(day, time()).astimezone(UTC)
    return begins.isoformat(timespec="milliseconds")
