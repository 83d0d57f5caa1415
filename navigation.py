"""The table of pages. It draws nothing: every page begins with `open_page` (see there why)."""

import streamlit as st

from pages.ui.engine import engine
from pages.ui.menu import CLIENT, ENTRIES


def _shared_view() -> None:
    """Behind the bare address of a dashboard for clients; a page has one address only."""
    st.switch_page("pages/client.py")


for_clients = engine().for_clients
shared = st.Page(f"pages/{CLIENT.file}.py", title=CLIENT.title)
pages = (
    [st.Page(_shared_view, title="Start", default=True)]
    if for_clients
    else [
        st.Page(f"pages/{entry.file}.py", title=entry.title, default=entry is ENTRIES[0])
        for entry in ENTRIES
    ]
)
st.navigation([*pages, shared], position="hidden").run()
