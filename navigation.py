"""The table of pages. It draws nothing: every page begins with `open_page` (see there why)."""

import streamlit as st

st.navigation(
    [
        st.Page("pages/review.py", title="Review", default=True),
        st.Page("pages/datasets.py", title="Datasets"),
    ],
    position="hidden",
).run()
