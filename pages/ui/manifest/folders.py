"""Contributors from the names of folders: type a pattern, see what it finds."""

from __future__ import annotations

import streamlit as st

from dedup_core.manifest import FolderPattern, first_pictures, folder_pattern, match_folders
from dedup_core.scan import OpenDataset
from pages.ui.manifest.found import PREVIEW_ROWS, show_found, show_preview, show_problems

_USUAL = "{contributor}/..."
_EXAMPLES = (
    "`{contributor}/...` takes the first folder, `*/{contributor}/...` the second, "
    "`{campaign}/user-{contributor}/...` two names at once, `{contributor}_*` the beginning of a "
    "file's name. `*` is any text, `...` any further folders and the file."
)


def show_folders(opened: OpenDataset) -> FolderPattern | None:
    """Draw the pattern and what it finds; the pattern if it fits any picture."""
    text = st.text_input(
        "Where the contributor stands in the path",
        value=_USUAL,
        key=f"manifest-pattern-{opened.dataset.id}",
    )
    st.caption(_EXAMPLES)
    pattern = folder_pattern(text)
    matched = match_folders(pattern, opened.catalog)
    show_found(matched, is_pattern=True)
    show_preview(first_pictures(matched, opened.catalog, most=PREVIEW_ROWS))
    show_problems(matched)
    return pattern if matched.matched else None
