"""The link under which the pictures that stay are downloaded as a zip."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from dedup_core.apply import Plan
from dedup_core.scan import OpenDataset
from pages.ui.engine import Engine
from pages.ui.http.address import address
from pages.ui.http.kept import ALL, DECIDED

_HELP = (
    "What stays, as it is decided when you press, with a list of all files. A picture that has "
    "changed since it was indexed is left out and listed with the reason."
)


def offer_kept(engine: Engine, opened: OpenDataset, plan: Plan) -> None:
    """A button that downloads what a plan keeps; the zip is made while it is sent."""
    setting = plan.setting
    asked = {
        "method": setting.method,
        "threshold": setting.threshold,
        "rule": setting.rule.value,
        "at_least": setting.at_least,
        "scope": DECIDED if plan.totals.waiting_groups else ALL,
    }
    st.link_button(
        "Download as zip",
        address(engine, f"of/{opened.version}/kept.zip?{urlencode(asked)}"),
        icon=":material/folder_zip:",
        help=_HELP,
        disabled=not plan.totals.kept,
    )
