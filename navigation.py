"""The table of pages. It draws nothing: every page begins with `open_page` (see there why)."""

import streamlit as st

from pages.ui.menu import ENTRIES

st.navigation(
    [
        st.Page(f"pages/{entry.file}.py", title=entry.title, default=entry is ENTRIES[0])
        for entry in ENTRIES
    ],
    position="hidden",
).run()
