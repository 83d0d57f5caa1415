"""What every page has: its title, the menu, and clear words when the core refuses something."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.ui.engine import Engine, engine

_ICON = Path(__file__).parent / "icon.png"


def open_page(title: str) -> Engine:
    """Begin a page; the first line of each. The engine comes back.

    Here and not in `navigation.py`: what that draws is lost on deep links to a cold server.
    """
    st.set_page_config(
        page_title=f"{title} · Image Deduplicate", page_icon=str(_ICON), layout="wide"
    )
    with st.sidebar:
        st.markdown("### Image Deduplicate")
        st.page_link("pages/review.py", label="Review", icon=":material/stacks:")
        st.page_link("pages/datasets.py", label="Datasets", icon=":material/folder_open:")
    return engine()
