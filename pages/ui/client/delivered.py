"""Before and after: what was delivered, what is flagged, what stays, and what is paid."""

from __future__ import annotations

import streamlit as st

from dedup_core.access import Allow, ClientDataset
from dedup_core.manifest import in_words
from dedup_core.pay import Totals
from dedup_core.review import Headline, Setting
from pages.ui import words
from pages.ui.code import component
from pages.ui.engine import Engine

_METRIC_PX = 150


def show_delivered(
    engine: Engine, seen: ClientDataset, here: Setting, *, now: Headline, grant: str
) -> None:
    """The numbers at the setting on screen, and bars that compare it with the official one."""
    with st.grid(4, gap="small", min_column_width=_METRIC_PX):
        st.metric("Delivered", f"{now.pictures:,}", border=True, help=_found(now))
        st.metric("Groups", f"{now.groups:,}", border=True)
        st.metric("Flagged", f"{now.flagged:,}", border=True, help=_share(now))
        st.metric("Stay", f"{now.pictures - now.flagged:,}", border=True)
    rows = _bars(seen, here, now)
    component(engine, "client", grant=grant)(key="before and after", data={"rows": rows})


def _bars(seen: ClientDataset, here: Setting, now: Headline) -> list[dict[str, object]]:
    """One bar for each line; that of the sandbox is always there, so that nothing jumps."""
    official = now if here == seen.official else seen.outcome(seen.official).headline
    paid = seen.money(seen.official)
    whole = words.counted(now.pictures, "picture") + _money(seen, paid, "price")
    bars = [
        {"label": "Delivered", "said": whole, "stay": 1.0},
        _bar("Official", official, _money(seen, paid, "paid")),
    ]
    if seen.share.allows(Allow.SANDBOX):
        tried = paid if here == seen.official else seen.money(here)
        bars.append(_bar("On screen", now, _money(seen, tried, "paid")))
    return bars


def _bar(label: str, of: Headline, money: str) -> dict[str, object]:
    """One line: `stay` is the share of all pictures that stays, 0 … 1."""
    stays = of.pictures - of.flagged
    said = f"{stays:,} stay, {of.flagged:,} flagged{money}"
    return {"label": label, "said": said, "stay": stays / of.pictures if of.pictures else 0.0}


def _money(seen: ClientDataset, of: Totals | None, part: str) -> str:
    """` · 24.45 USD to pay`; empty where pay is hidden or no price is known."""
    if of is None or not of.price:
        return ""
    if part == "price":
        return f" · {in_words(of.price, seen.currency)}"
    return f" · {in_words(of.paid, seen.currency)} to pay"


def _found(now: Headline) -> str:
    return (
        f"{words.counted(now.found, 'file')} found = {now.pictures:,} pictures + "
        f"{now.skipped:,} that cannot be read"
    )


def _share(now: Headline) -> str:
    return f"{words.percent(now.share)} of all pictures: in a group, and not the one that stays"
