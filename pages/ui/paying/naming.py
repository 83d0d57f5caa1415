"""Of which campaign, and whether names are hidden: for a screen that others see, too."""

from __future__ import annotations

import streamlit as st

from dedup_core.names import Names, hidden
from dedup_core.pay import Payroll, campaigns
from pages.ui import linked, words
from pages.ui.engine import Engine

_ALL, _CAMPAIGN_PX = "(all)", 240
_HELP = (
    "Calls contributors “Contributor 1” and so on, and pictures by their file names, also in what "
    "is exported from here. Links to Review are left out: it shows the names."
)


def choose_campaign(payroll: Payroll) -> str | None:
    """The campaign that is asked for, None: all; nothing to choose where there is only one."""
    found = campaigns(payroll)
    if len(found) < 2:
        return None
    titles = {_ALL: "All campaigns"} | {
        name: f"{name or '(none)'} · {words.counted(many, 'picture')}"
        for name, many in found.items()
    }
    linked.before("campaign", "campaign", _ALL, linked.one_of(list(titles)))
    if st.session_state["campaign"] not in titles:  # another dataset has others
        st.session_state["campaign"] = _ALL
    chosen = st.selectbox(
        "Campaign",
        list(titles),
        format_func=titles.__getitem__,
        key="campaign",
        label_visibility="collapsed",
        width=_CAMPAIGN_PX,
    )
    linked.after("campaign", chosen, _ALL)
    return None if chosen == _ALL else chosen


def choose_names(engine: Engine, payroll: Payroll) -> Names:
    """How contributors and pictures are called here: the switch; the address holds it."""
    linked.before("hide", "hide", False, lambda text: text == "1")
    hide = st.toggle("Hide names", key="hide", help=_HELP, persist_state="session")
    linked.after("hide", int(hide), 0)
    return hidden(payroll.names, engine.secret) if hide else Names()
