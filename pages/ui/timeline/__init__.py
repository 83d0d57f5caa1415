"""A contributor in the course of time as one Streamlit component: what was submitted, and shots."""

from __future__ import annotations

from math import isnan

import streamlit as st

from dedup_core.manifest import amount
from dedup_core.names import Names
from dedup_core.opened import OpenDataset
from dedup_core.pay import FATES, Bursts, Fate, Payroll, bursts, trend
from dedup_core.pay.bursts import Clock
from dedup_core.review.phrases import clean
from pages.ui import linked, words
from pages.ui.code import component
from pages.ui.engine import Engine
from pages.ui.http.address import address, base_path

MOST_SHOTS = 4000  # 0.4 MB for the browser; a dot for each is drawn within 50 ms
_SETTING = ("dataset", "method", "turned", "threshold", "rule", "at_least")
_FATES = {
    Fate.PAID: "paid",
    Fate.COPY: "not paid: a copy",
    Fate.EXTRA: "not paid: one more of its scene",
    Fate.HELD: "held",
}


def show_trend(engine: Engine, payroll: Payroll, name: str) -> None:
    """Pictures, share of duplicates with its band, and amount, by day, week or longer."""
    found, currency = trend(payroll, name), payroll.submissions.currency
    st.markdown("**In the course of time**")
    if not len(found):
        st.caption("No time of submission is known; a manifest can tell it.")
        return
    content = {
        "view": "trend",
        "period": found.period,
        "starts": [str(day) for day in found.starts.tolist()],
        "submitted": found.submitted.tolist(),
        "duplicates": found.duplicates.tolist(),
        "rate": _shares(found.rate.tolist()),
        "low": _shares(found.low.tolist()),
        "high": _shares(found.high.tolist()),
        "amount": [str(amount(units, currency)) for units in found.amount.tolist()],
        "currency": currency,
        "priced": bool(payroll.price.any()),
    }
    component(engine, "timeline")(key="trend", data=content)
    if found.untimed:
        count = words.counted(found.untimed, "picture")
        st.caption(f"{count} without a time of submission: not in these charts.")


def show_shots(
    engine: Engine, opened: OpenDataset, payroll: Payroll, name: str, *, names: Names
) -> None:
    """Every shot by time, coloured by group; bursts are runs with less than a minute between."""
    found = bursts(payroll, name)
    st.markdown("**Shots by time**")
    if not len(found):
        st.caption("No times are known: neither from the camera nor from a manifest.")
        return
    component(engine, "timeline")(
        key="shots",
        data=_shots(payroll, found, names)
        | {
            "pictures": address(engine, f"of/{opened.version}/"),
            "review": "" if names.hidden else f"{base_path()}/?{linked.query(_SETTING)}&show=all",
        },
    )
    said = []
    if len(found) > MOST_SHOTS:
        said.append(f"The first {MOST_SHOTS:,} of {len(found):,} shots are drawn.")
    if found.untimed:
        said.append(f"{words.counted(found.untimed, 'picture')} without a time: not drawn.")
    if said:
        st.caption(" ".join(said))


def _shots(payroll: Payroll, found: Bursts, names: Names) -> dict[str, object]:
    """The shots as columns; times in milliseconds behind the first one."""
    rows = found.row[:MOST_SHOTS].tolist()
    groups = found.group[:MOST_SHOTS].tolist()
    sizes, paths = payroll.outcome.groups.sizes, payroll.outcome.catalog.paths
    first = int(found.at_ms[0])
    return {
        "view": "shots",
        "clock": found.clock.value,
        "zone": "" if found.clock is Clock.CAMERA else "UTC",
        "first": first,
        "at": [at - first for at in found.at_ms[:MOST_SHOTS].tolist()],
        "row": rows,
        "group": groups,
        "sizes": {str(group): int(sizes[group]) for group in set(groups) if group >= 0},
        "fate": found.fate[:MOST_SHOTS].tolist(),
        "fates": [_FATES[fate] for fate in FATES],
        "burst": found.burst[:MOST_SHOTS].tolist(),
        "name": [clean(names.picture(paths[row], row)) for row in rows],
        # A path with letters that no screen shows is still found by this.
        "text": [] if names.hidden else [paths[row] for row in rows],
    }


def _shares(values: list[float]) -> list[float | None]:
    """Shares with four digits; None where there are none, as JSON knows no other word for it."""
    return [None if isnan(value) else round(value, 4) for value in values]
