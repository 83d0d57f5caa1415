"""A table of the flagged pictures, each with what stays instead of it and the reason."""

from __future__ import annotations

import streamlit as st

from dedup_core.access import Allow, ClientDataset
from dedup_core.review import Setting
from pages.ui import words

_MOST = 200  # reasons at once; who wants all of them asks for the report
_ROW_PX, _WHY_PX, _TABLE_PX = 74, 560, 420


def show_flagged(seen: ClientDataset, here: Setting, *, count: int) -> None:
    """The table and the pay policy, folded in; nothing when no picture is flagged."""
    if not count:
        return
    first = f" The first {_MOST:,} are listed." if count > _MOST else ""
    with st.expander("Why each picture is flagged", icon=":material/help:"):
        if st.toggle("Show the list", key=f"why {seen.share.id}"):
            st.caption(f"In the order of the groups below.{first}")
            _show_table(seen, here)
        if seen.policy:
            st.caption(f"**The pay policy.** {words.plain(seen.policy)}")


def _show_table(seen: ClientDataset, here: Setting) -> None:
    found = seen.flagged(here, most=_MOST)
    columns: dict[str, list[object]] = {
        "Group": [one.group for one in found],
        "Picture": [one.picture for one in found],
        "Stays instead": [one.instead for one in found],
        "Why": [one.why for one in found],
    }
    if seen.share.allows(Allow.PAY):
        columns["Pay"] = list(seen.pay_reasons(here, [one.row for one in found]))
    wide = st.column_config.TextColumn(width=_WHY_PX)
    st.dataframe(
        columns,
        column_config={
            "Group": st.column_config.NumberColumn(width="small"),
            "Why": wide,
            "Pay": wide,
        },
        hide_index=True,
        row_height=_ROW_PX,
        height=min(_TABLE_PX, _ROW_PX * (len(found) + 1)),
    )
