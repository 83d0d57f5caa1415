"""What every page has: its title, the menu, and clear words when the core refuses something."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.ui import linked
from pages.ui.contradictions import link_to_contradictions
from pages.ui.engine import Engine, engine
from pages.ui.reviewer import choose_reviewer

_ICON = Path(__file__).parent / "icon.png"


def open_page(title: str) -> Engine:
    """Begin a page; the first line of each. The engine comes back.

    Here and not in `navigation.py`: what that draws is lost on deep links to a cold server.
    """
    st.set_page_config(
        page_title=f"{title} · Image Deduplicate", page_icon=str(_ICON), layout="wide"
    )
    linked.arrive(title)
    shared = engine()
    with st.sidebar:
        st.markdown("### Image Deduplicate")
        st.page_link("pages/review.py", label="Review", icon=":material/stacks:")
        st.page_link("pages/rules.py", label="Rules", icon=":material/bolt:")
        st.page_link("pages/contributors.py", label="Contributors", icon=":material/badge:")
        st.page_link("pages/datasets.py", label="Datasets", icon=":material/folder_open:")
        st.page_link("pages/apply.py", label="Apply", icon=":material/done_all:")
        st.page_link("pages/activity.py", label="Activity", icon=":material/history:")
        link_to_contradictions(shared)
        st.page_link("pages/agreement.py", label="Agreement", icon=":material/group:")
        choose_reviewer()
    return shared
