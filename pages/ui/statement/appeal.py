"""Appeals: recording what a contributor objects to, and what has become of it."""

from __future__ import annotations

from itertools import islice
from urllib.parse import urlencode

import streamlit as st

from dedup_core.manifest import in_words
from dedup_core.names import Names
from dedup_core.opened import OpenDataset
from dedup_core.pay import Payroll, reason, unpaid_of
from dedup_core.pay.objecting import Objection, objection, objections
from dedup_core.review.appeals import reference, rows_of_reference
from pages.ui import linked, reviewer, words
from pages.ui.engine import Engine
from pages.ui.http.address import base_path

_MOST_LETTERS = 2000
_MOST_OFFERED = 200  # pictures in the list at once; what is typed narrows it
_MOST_LISTED = 300  # appeals in the table
_PAIR_PX, _LEAST_PX = 640, 140
_OPEN = "Group"
_SAID, _ICON = "appeal recorded", ":material/gavel:"
_SETTING = ("dataset", "method", "turned", "threshold", "rule", "at_least")
_PROMISE = (
    "The group is open again on Review. Until somebody decides it, the picture’s price is held: "
    "an appeal never costs its contributor anything."
)


def show_appeal(
    engine: Engine, opened: OpenDataset, payroll: Payroll, name: str, *, names: Names
) -> None:
    """A button that opens the form for an appeal about one of their pictures."""
    rows = unpaid_of(payroll, name)
    if st.session_state.pop(_SAID, False):
        st.toast("Appeal recorded. The price is held until the group is decided.", icon=_ICON)
    if st.button("Record an appeal", icon=_ICON, disabled=not rows):
        _form(engine, opened, payroll, rows, names)


def show_appeals(opened: OpenDataset, payroll: Payroll, *, names: Names) -> None:
    """All appeals and how far they are, and to whom a reference belongs; nothing without any."""
    found = objections(opened, payroll)
    waiting = sum(each.waits for each in found)
    title = f"Appeals · {waiting:,} waiting" if waiting else "Appeals"
    with st.expander(title, icon=_ICON):
        _find(opened, payroll, names)
        if not found:
            st.caption("No contributor has objected yet. Appeals are recorded at the contributor.")
            return
        st.caption(f"{words.counted(len(found), 'appeal')}. {_PROMISE}")
        st.dataframe(
            _columns(payroll, found, names),
            column_config={
                _OPEN: st.column_config.LinkColumn(display_text="Review", width="small"),
                "What they say": st.column_config.TextColumn(width="large"),
            },
            hide_index=True,
        )


def _find(opened: OpenDataset, payroll: Payroll, names: Names) -> None:
    """Whose picture a reference of a statement is, and what becomes of it."""
    typed = st.text_input(
        "Reference of a statement", key="appeal reference", placeholder="K7QF-3M2P", width=260
    )
    if not typed.strip():
        return
    rows = rows_of_reference(opened.dataset.id, opened.catalog, typed)
    if not rows:
        st.warning("No picture of this dataset has that reference.", icon=":material/search_off:")
    for row in rows:
        who = names.person(payroll.submissions.contributor[row])
        picture = names.picture(opened.catalog.paths[row], row)
        st.markdown(f"**{words.plain(who)}** · {words.plain(picture)}")
        st.caption(words.plain(reason(payroll, row, names=names)))


def _columns(payroll: Payroll, found: list[Objection], names: Names) -> dict[str, list[object]]:
    shown = list(islice(found, _MOST_LISTED))
    sent, paths = payroll.submissions, payroll.outcome.catalog.paths
    columns: dict[str, list[object]] = {
        "State": [each.standing for each in shown],
        "Reference": [each.reference for each in shown],
        "Contributor": [names.person(sent.contributor[each.row]) for each in shown],
        "Picture": [names.picture(paths[each.row], each.row) for each in shown],
    }
    if not names.hidden:  # people write names into what they say
        columns["What they say"] = [each.appeal.text for each in shown]
        columns[_OPEN] = [_review(paths[each.row]) for each in shown]
        columns["Recorded by"] = [each.appeal.reviewer for each in shown]
    columns["Recorded"] = [words.moment(each.appeal.at) for each in shown]
    return columns


def _review(path: str) -> str:
    """The link to a picture's group, at the setting on screen."""
    asked = urlencode({"text": path, "show": "all"}, errors="replace")
    return f"{base_path()}/?{linked.query(_SETTING)}&{asked}"


@st.dialog("Record an appeal", width="large")
def _form(
    engine: Engine, opened: OpenDataset, payroll: Payroll, rows: list[int], names: Names
) -> None:
    row = _choose(opened, payroll, rows, names)
    if row is None:
        return
    _show_pair(engine, payroll, row, names)
    text = st.text_area(
        "What does the contributor say?",
        key=f"appeal text {row}",
        max_chars=_MOST_LETTERS,
        placeholder="For example: the sign on the left was put up only on the second day.",
    )
    st.caption(_PROMISE)
    # Never disabled: what is typed arrives only with the press.
    if not st.button("Record", type="primary", icon=_ICON):
        return
    if not text.strip():
        st.error("Write down what the contributor says.", icon=":material/edit_note:")
        return
    entry = objection(opened, payroll, row, reviewer=reviewer.name(), text=text)
    engine.workspace.log.append(entry)
    st.session_state[_SAID] = True
    st.rerun()


def _choose(opened: OpenDataset, payroll: Payroll, rows: list[int], names: Names) -> int | None:
    """The picture that it is about."""
    paths, digests = opened.catalog.paths, opened.catalog.digests
    titles = {
        row: f"{reference(opened.dataset.id, paths[row], digests[row])} · "
        f"{names.picture(paths[row], row)}"
        for row in rows
    }
    typed = st.text_input("Reference, or part of the file’s name", key="appeal about").strip()
    fitting = [row for row in rows if typed.casefold() in titles[row].casefold()]
    if not fitting:
        st.warning("None of their unpaid pictures fits.", icon=":material/search_off:")
        return None
    label = f"Picture · {len(fitting):,} not paid or held"
    if len(fitting) > _MOST_OFFERED:
        label += f", the first {_MOST_OFFERED} are listed"
    offered = fitting[:_MOST_OFFERED]
    chosen = st.selectbox(label, offered, format_func=titles.__getitem__, key=f"appeal of {typed}")
    return int(chosen)


def _show_pair(engine: Engine, payroll: Payroll, row: int, names: Names) -> None:
    """The picture beside the one it is a copy of, with the reason."""
    catalog, original = payroll.outcome.catalog, int(payroll.original[row])
    with st.container(width=_PAIR_PX), st.grid(2, gap="small", min_column_width=_LEAST_PX):
        for shown, title in ((row, "This picture"), (original, "The one it is like")):
            jpeg = engine.workspace.thumbnail(catalog.digests[shown]) if shown >= 0 else None
            if jpeg is not None:
                called = words.plain(names.picture(catalog.paths[shown], shown))
                st.image(jpeg, caption=f"{title}: {called}", width="stretch")
    price = int(payroll.price[row])
    money = f"{in_words(price, payroll.submissions.currency)} · " if price else ""
    st.caption(words.plain(f"{money}{reason(payroll, row, names=names)}"))
