"""What every page has: its title, the menu, and clear words when the core refuses something."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.ui import linked, links
from pages.ui.engine import Engine, engine
from pages.ui.menu import show_menu
from pages.ui.reviewer import choose_reviewer

# White on the dark theme's primary colour has a contrast of 2.2; this has 8.8.
_DARK_INK = "<style>button[kind^=primary]:enabled { color: #0C0F17; }</style>"
_ICON = Path(__file__).parent / "icon.png"


def open_page(title: str, *, client: bool = False) -> Engine:
    """Begin a page; the first line of each. The engine comes back.

    client: it is the one that clients see, without the menu and what else is for reviewers. In a
    tab in which a client's link was opened, no other page shows anything.

    Here and not in `navigation.py`: what that draws is lost on deep links to a cold server.
    """
    st.set_page_config(
        page_title=f"{title} · Image Deduplicate", page_icon=str(_ICON), layout="wide"
    )
    linked.arrive(title)
    if st.context.theme.type == "dark":
        st.html(_DARK_INK)
    shared = engine()
    if client:
        return shared
    if shared.for_clients or links.opened_here():
        links.refuse(title)
    with st.sidebar:
        st.markdown("### Image Deduplicate")
        show_menu(shared, title)
        choose_reviewer()
    return shared
