"""Where our own routes are, as the browser sees them."""

from __future__ import annotations

import streamlit as st

from pages.ui.engine import Engine
from pages.ui.http.guard import PREFIX


def base_path() -> str:
    """The path that the whole dashboard lives under, `` or `/name`."""
    base = str(st.config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def address(engine: Engine, rest: str, *, grant: str = "") -> str:
    """The address of one of our routes; it holds the workspace's secret, or a client's grant."""
    return f"{base_path()}{PREFIX}{grant or engine.secret}/{rest}"
