"""The table of contributors: sorted by a press on a column, filtered by name."""

from __future__ import annotations

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dedup_core.manifest import amount
from dedup_core.manifest.money import places
from dedup_core.pay import Contributors, Payroll, by_contributor
from pages.ui import words

UNKNOWN = "(unknown)"
_AMOUNT = "Amount"
_SHOWN_WHOLE = 14  # rows; a longer table scrolls in itself
_HELP = {
    "Unique": "Pictures that are neither copies nor more of a scene than is paid",
    "Own copies": "Copies of the same contributor’s earlier pictures",
    "Extras": "More pictures of a scene than the policy pays",
    "Copied from others": "Copies of what others had submitted before",
    "Copied by others": "Pictures of others that are copies of theirs",
    "Undecided": "Copies and extras that nobody has decided yet",
    "Duplicates": "Copies and extras, of all that was submitted",
    "95 % band": "Where the share may lie; few pictures say little (Wilson)",
}


def show_table(payroll: Payroll) -> str | None:
    """The contributors; whose row is chosen comes back."""
    found = by_contributor(payroll)
    text, losing = _choose()
    rows = [
        at
        for at, name in enumerate(found.name)
        if text.casefold() in (name or UNKNOWN).casefold()
        and not (losing and found.payable[at] == found.submitted[at])
    ]
    if not rows:
        st.info("No contributor fits. Change the filter.", icon=":material/filter_alt_off:")
        return None
    rows.sort(key=lambda at: (-(found.submitted[at] - found.payable[at]), found.name[at]))
    st.caption(
        f"{words.counted(len(rows), 'contributor')} · who loses most comes first; press a column "
        "to sort, and the box before a row for the reasons."
    )
    event = st.dataframe(
        _columns(found, rows, payroll.submissions.currency),
        column_config=_config(payroll.submissions.currency),
        hide_index=True,
        height="content" if len(rows) <= _SHOWN_WHOLE else "auto",
        on_select="rerun",
        selection_mode="single-row",
        # A choice is a row number: with another order it would be another person's.
        key=f"contributors {hash(tuple(found.name[at] for at in rows))}",
    )
    chosen = event.selection.rows
    return found.name[rows[chosen[0]]] if chosen and chosen[0] < len(rows) else None


def _choose() -> tuple[str, bool]:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        text = st.text_input(
            "Contributor",
            key="contributors text",
            placeholder="Find a contributor",
            label_visibility="collapsed",
            persist_state="session",
            width=260,
        )
        losing = st.toggle("Only with unpaid or held", key="contributors losing")
    return text.strip(), losing


def _columns(found: Contributors, rows: list[int], currency: str) -> dict[str, list[object]]:
    counts = {
        "Submitted": found.submitted,
        "Unique": found.unique,
        "Own copies": found.own_copies,
        "Extras": found.extras,
        "Copied from others": found.copied_from,
        "Copied by others": found.copied_by,
        "Undecided": found.undecided,
        "Payable": found.payable,
    }
    columns: dict[str, list[object]] = {
        "Contributor": [found.name[at] or UNKNOWN for at in rows],
        **{title: [int(column[at]) for at in rows] for title, column in counts.items()},
    }
    if found.price.any():
        columns[_AMOUNT] = [amount(int(found.amount[at]), currency) for at in rows]
    columns["Duplicates"] = [float(found.rate[at]) for at in rows]
    columns["95 % band"] = [
        f"{words.percent(found.low[at])} – {words.percent(found.high[at])}" for at in rows
    ]
    return columns


def _config(currency: str) -> dict[str, ColumnConfig]:
    config: dict[str, ColumnConfig] = {
        title: st.column_config.Column(help=help) for title, help in _HELP.items()
    }
    config["Contributor"] = st.column_config.TextColumn(pinned=True)
    config[_AMOUNT] = st.column_config.NumberColumn(
        f"Amount {currency}".rstrip(), format=f"%.{places(currency)}f"
    )
    config["Duplicates"] = st.column_config.NumberColumn(help=_HELP["Duplicates"], format="percent")
    return config
