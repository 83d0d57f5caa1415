"""The strictness curve as one Streamlit component; its code lies beside this file.

Slider and curve are inside it: while a marker moves nothing is sent, and on release the page
catches up.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

import streamlit as st

from dedup_core.manifest.money import places
from dedup_core.pay import Policy, written
from dedup_core.review import Setting
from dedup_core.review.queue import priced
from dedup_core.scan import OpenDataset
from dedup_core.stakes import ASSUMED_SECONDS, seconds_a_group
from pages.ui import reviewer
from pages.ui.code import component
from pages.ui.curve.markers import Markers
from pages.ui.engine import Engine
from pages.ui.http.address import address, base_path
from pages.ui.queue.filter import spread_of

_KEY = "curve"
_SHOWN = ("dataset", "method", "turned", "rule", "at_least")  # what a link to Review repeats


def show_curve(
    engine: Engine, opened: OpenDataset, setting: Setting, *, markers: Markers, policy: Policy
) -> bool:
    """Draw the curve with its two markers; whether somebody asked for the rule comes back.

    The markers then are where they stood on screen when that was asked.
    """

    def moved() -> None:
        said = st.session_state[_KEY].moved
        markers.move(int(said["at"]), int(said["auto"]))

    content = {
        **_addresses(engine, opened, setting, policy),
        **_work(opened),
        "at": markers.at,
        "auto": markers.auto,
        "unit": markers.method.unit,
        "similarity": markers.method.is_similarity,
        "spread": spread_of(markers.method),
        "step": markers.method.step,
        **_money(opened),
    }
    found = component(engine, "curve")(
        key=_KEY,
        data=content,
        on_moved_change=moved,
        on_rule_change=lambda: None,
    )
    if found.rule:
        markers.move(int(found.rule["at"]), int(found.rule["auto"]))
    return bool(found.rule)


def review_address(asked: dict[str, str]) -> str:
    """The address of the Review page for these parameters."""
    return f"{base_path()}/?{urlencode(asked)}"


def _addresses(
    engine: Engine, opened: OpenDataset, setting: Setting, policy: Policy
) -> dict[str, str]:
    grouping = {"rule": setting.rule.value, "at_least": str(setting.at_least)}
    rows, seen = f"of/{opened.version}", str(opened.ledger().last)
    method = quote(setting.method, safe="")
    curve, stakes = (f"{rows}/{part}/{method}" for part in ("curve", "stakes"))
    bought = {**grouping, "policy": written(policy), "seen": seen}
    return {
        "curve": address(engine, f"{curve}.json?{urlencode({**grouping, 'seen': seen})}"),
        "stakes": address(engine, f"{stakes}.ndjson?{urlencode(bought)}"),
        "rows": address(engine, f"{rows}/"),
        "review": review_address(dict(_said(_SHOWN))),
    }


def _said(parameters: tuple[str, ...]) -> list[tuple[str, str]]:
    """What the address of this page says of them."""
    return [(name, st.query_params[name]) for name in parameters if name in st.query_params]


def _work(opened: OpenDataset) -> dict[str, object]:
    """Seconds for a group: the reviewer's own, or an assumption."""
    measured = seconds_a_group(opened.ledger(), reviewer.name())
    return {"seconds": measured or ASSUMED_SECONDS, "measured": measured is not None}


def _money(opened: OpenDataset) -> dict[str, object]:
    submissions = opened.submissions()
    return {
        "priced": priced(submissions),
        "currency": submissions.currency,
        "decimals": places(submissions.currency),
    }
