"""What a reviewer must know about pictures that are not in the groups."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dedup_core.model import Catalog
from dedup_core.pairs import MIN_INFORMATION
from dedup_core.review import Outcome
from pages.ui import words


def show_notices(outcome: Outcome) -> None:
    """Lists of silent pictures and of skipped files, folded; nothing when there are none."""
    catalog, silent = outcome.catalog, outcome.silent
    if len(silent):
        title = f"{words.counted(len(silent), 'picture')} too flat or dark to compare by hash"
        with st.expander(title, icon=":material/contrast:"):
            st.caption(
                "Their hashes say nothing, so they are matched to no other picture by this method "
                f"(information below {MIN_INFORMATION} grey levels; ordinary photos have 5 to 30). "
                "“Exact copies” still finds them."
            )
            st.dataframe(
                pd.DataFrame(
                    {
                        "Path": [catalog.paths[row] for row in silent],
                        "Information": catalog.information[silent],
                    }
                ),
                hide_index=True,
                width="stretch",
            )
    show_skipped(catalog)


def show_skipped(catalog: Catalog) -> None:
    """The files that could not be indexed, each with its reason."""
    if not catalog.skipped:
        return
    with st.expander(
        f"{words.counted(len(catalog.skipped), 'file')} skipped", icon=":material/warning:"
    ):
        st.dataframe(
            pd.DataFrame(
                {
                    "Path": [row.path for row in catalog.skipped],
                    "Why": [row.reason for row in catalog.skipped],
                }
            ),
            hide_index=True,
            width="stretch",
        )
