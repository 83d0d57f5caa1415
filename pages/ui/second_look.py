"""The desk in a blind second look: what it knows, what it shows, and that it says so."""

from __future__ import annotations

import streamlit as st

from dedup_core.blind import BlindDataset
from dedup_core.review import Outcome, Setting
from dedup_core.scan import OpenDataset
from pages.ui import reviewer, words


def as_seen(opened: OpenDataset) -> OpenDataset:
    """The dataset as this tab may know it: in a blind second look nobody else has decided."""
    return BlindDataset(opened, reviewer.name()) if reviewer.blind() else opened


def outcome_of(opened: OpenDataset, setting: Setting) -> Outcome:
    """All groups, or those that are drawn for a blind second look."""
    if isinstance(opened, BlindDataset):
        return opened.drawn(setting, share=reviewer.share())
    return opened.outcome(setting)


def named(opened: OpenDataset) -> str:
    """A word that differs when a tab begins or ends a second look, or changes its share."""
    blind = isinstance(opened, BlindDataset)
    return f"blind {reviewer.name()} {reviewer.share():g}" if blind else ""


def show_banner(opened: OpenDataset, outcome: Outcome) -> None:
    """Say that this is a second look, how far it is, and the way out."""
    if not isinstance(opened, BlindDataset):
        return
    groups = opened.second_look(reviewer.share())
    left = sum(not one.done for one in groups)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":material/visibility_off: **Blind second look**: {len(groups) - left:,} of "
            f"{words.counted(len(groups), 'group')} looked at again. What others decided is "
            f"hidden; what you decide is only compared and changes nothing."
            f"{_elsewhere(len(outcome.groups), left)}"
        )
        st.page_link("pages/agreement.py", label="Agreement", icon=":material/group:")


def why_empty(opened: OpenDataset) -> str:
    """Why a second look shows nothing; empty text when this is none."""
    if not isinstance(opened, BlindDataset):
        return ""
    if not opened.second_look(reviewer.share()):
        return "Nobody else has decided a group yet that you have not touched."
    return (
        "None of the groups to look at again is one at this setting.\nThey were decided at another."
    )


def _elsewhere(here: int, left: int) -> str:
    if here >= left:
        return ""
    return f" {words.counted(left - here, 'group')} were decided at another setting than this one."
