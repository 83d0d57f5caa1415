"""The upload area as one Streamlit component; its code lies beside this file."""

from __future__ import annotations

from pages.ui.code import component
from pages.ui.engine import Engine
from pages.ui.http.address import address


def show_upload(engine: Engine) -> None:
    """Draw the area; the page is drawn again when an upload has become a dataset."""
    component(engine, "upload")(
        key="upload",
        data={
            "target": address(engine, "upload"),
            "limit": engine.settings.max_upload_bytes,
        },
        on_uploaded_change=lambda: None,
    )
