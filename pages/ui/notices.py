"""What a reviewer must know about pictures that are not in the groups."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dedup_core.model import Skipped
from dedup_core.pairs import MIN_INFORMATION
from dedup_core.review import Outcome

TABLE_PIXELS = 620  # wider than a popover is by itself, so that reasons can be read


def show_notices(outcome: Outcome) -> None:
    """Lists of silent pictures and of skipped files, on demand; nothing when there are none."""
    catalog, silent = outcome.catalog, outcome.silent
    if len(silent):
        title = f"{len(silent):,} too flat or dark"
        with st.popover(title, icon=":material/contrast:"):
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
                width=TABLE_PIXELS,
            )
    show_skipped(catalog.skipped)


def show_skipped(skipped: Sequence[Skipped]) -> None:
    """The files that could not be indexed, each with its reason."""
    if not skipped:
        return
    with st.popover(f"{len(skipped):,} skipped", icon=":material/warning:"):
        st.dataframe(
            pd.DataFrame(
                {
                    "Path": [row.path for row in skipped],
                    "Why": [row.reason for row in skipped],
                }
            ),
            hide_index=True,
            width=TABLE_PIXELS,
        )
