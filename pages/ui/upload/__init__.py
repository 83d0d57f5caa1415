"""The upload area as one Streamlit component; its code lies beside this file."""

from __future__ import annotations

from collections.abc import Callable

from pages.ui.code import component
from pages.ui.engine import Engine
from pages.ui.http.address import address


def show_upload(engine: Engine, *, on_uploaded: Callable[[], None]) -> str | None:
    """Draw the area; the id of the dataset that was uploaded last in this tab comes back."""
    mount = component(engine, "upload")
    result = mount(
        key="upload",
        data={
            "target": address(engine, "upload"),
            "limit": engine.settings.max_upload_bytes,
        },
        on_uploaded_change=on_uploaded,
    )
    uploaded = result.uploaded
    return str(uploaded) if uploaded else None
