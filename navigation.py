"""The table of pages. It draws nothing: every page begins with `open_page` (see there why)."""

import streamlit as st

st.navigation(
    [
        st.Page("pages/review.py", title="Review", default=True),
        st.Page("pages/rules.py", title="Rules"),
        st.Page("pages/contributors.py", title="Contributors"),
        st.Page("pages/datasets.py", title="Datasets"),
        st.Page("pages/apply.py", title="Apply"),
        st.Page("pages/activity.py", title="Activity"),
        st.Page("pages/contradictions.py", title="Contradictions"),
        st.Page("pages/agreement.py", title="Agreement"),
    ],
    position="hidden",
).run()
