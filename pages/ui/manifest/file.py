"""A manifest from a file: choose it, say what its columns mean, see how it is understood."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dedup_core.manifest import (
    MEANINGS,
    Manifest,
    Mapping,
    Matched,
    Sheet,
    first_rows,
    guess_mapping,
    match,
    read_sheet,
    understand,
)
from dedup_core.manifest.reading import MOST_BYTES
from dedup_core.scan import OpenDataset
from pages.ui import words
from pages.ui.manifest.found import PREVIEW_ROWS, show_found, show_preview, show_problems

_SHEET, _DRAFT = "manifest-sheet", "manifest-draft"
_KINDS = ["csv", "tsv", "txt", "json", "jsonl", "ndjson", "parquet"]
_NONE = "—"
_CHOICE_PX = 165  # six beside each other in the dialog, two on a phone
_LABELS = {
    "file": "File",
    "contributor": "Contributor",
    "submitted_at": "Submitted at",
    "campaign": "Campaign",
    "price": "Price",
    "currency": "Currency",
    "digest": "SHA-256",
}
_MEANT = {
    "file": "The picture's path inside the dataset. Another leading folder is no problem.",
    "submitted_at": "Like 2025-03-14T12:00:11+08:00, or seconds since 1970. Without a zone: UTC.",
    "digest": "Of the file. It finds pictures that were renamed.",
}


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that was read once: every change of the mapping would read it anew otherwise."""

    file_id: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class _Draft:
    """How a file was last understood, and for which choices."""

    choices: tuple[str, str, Mapping, str]
    manifest: Manifest
    matched: Matched


def forget_draft() -> None:
    """Let go of what was read for the dialog."""
    st.session_state.pop(_SHEET, None)
    st.session_state.pop(_DRAFT, None)


def show_file(opened: OpenDataset) -> Manifest | None:
    """Draw the choices and the preview; the manifest that can be used as it is now."""
    file = st.file_uploader(
        "CSV, JSON, JSON lines or Parquet: a row for each picture",
        type=_KINDS,
        max_upload_size=MOST_BYTES >> 20,
        key=f"manifest-file-{opened.dataset.id}",
    )
    if file is None:
        return None
    sheet = _read(file.file_id, file.name, file.getvalue())
    mapping, currency = _show_mapping(sheet, file.file_id)
    clear = bool(mapping.file or mapping.digest)
    _show_sheet(sheet, expanded=not clear)
    if not clear:
        st.info("Choose the column that names the file.", icon=":material/info:")
        return None
    draft = _understood(opened, sheet, (file.file_id, opened.version, mapping, currency))
    _show_draft(opened, draft)
    return draft.manifest if draft.matched.matched else None


def _read(file_id: str, name: str, data: bytes) -> Sheet:
    known = st.session_state.get(_SHEET)
    if not isinstance(known, _Read) or known.file_id != file_id:
        known = st.session_state[_SHEET] = _Read(file_id, read_sheet(name, data))
    return known.sheet


def _understood(
    opened: OpenDataset, sheet: Sheet, choices: tuple[str, str, Mapping, str]
) -> _Draft:
    known = st.session_state.get(_DRAFT)
    if not isinstance(known, _Draft) or known.choices != choices:
        _, _, mapping, currency = choices
        manifest = understand(sheet, mapping, currency=currency)
        known = _Draft(choices, manifest, match(manifest, opened.catalog))
        st.session_state[_DRAFT] = known
    return known


def _show_mapping(sheet: Sheet, file_id: str) -> tuple[Mapping, str]:
    """A choice of column for each meaning, filled in by their names, and the currency."""
    guess, options, currency = guess_mapping(sheet.names), ["", *sheet.names], ""
    st.markdown("Which column is what?")
    chosen = {}
    with st.container(horizontal=True, key="manifest-mapping"):
        for meaning in MEANINGS:
            chosen[meaning] = st.selectbox(
                _LABELS[meaning],
                options,
                index=options.index(getattr(guess, meaning)),
                format_func=lambda name: name or _NONE,
                help=_MEANT.get(meaning),
                key=f"manifest-{meaning}-{file_id}",
                width=_CHOICE_PX,
            )
            if meaning == "currency":
                currency = _show_currency(file_id)
    return Mapping(**chosen), currency.strip().upper()


def _show_currency(file_id: str) -> str:
    return st.text_input(
        "Default currency",
        placeholder="USD",
        help="The currency of rows that name none: three letters.",
        key=f"manifest-other-currency-{file_id}",
        width=_CHOICE_PX,
    )


def _show_sheet(sheet: Sheet, *, expanded: bool) -> None:
    """The first rows as they are in the file, to see what a column holds."""
    with st.expander("The file as it is", expanded=expanded):
        cells = zip(sheet.names, sheet.columns, strict=True)
        st.dataframe(
            pd.DataFrame({name: column[:PREVIEW_ROWS] for name, column in cells}), hide_index=True
        )


def _show_draft(opened: OpenDataset, draft: _Draft) -> None:
    show_found(draft.matched, is_pattern=False)
    show_preview(first_rows(draft.manifest, draft.matched, opened.catalog, most=PREVIEW_ROWS))
    if draft.manifest.extra:
        kept = ", ".join(words.plain(name) for name in draft.manifest.extra)
        st.caption(f"Kept as they are: {kept}.")
    show_problems(draft.matched)
    if not draft.matched.matched:
        st.error(
            "No row belongs to a picture of this dataset. Choose the column that names the file, "
            "or look whether this is another dataset's manifest.",
            icon=":material/error:",
        )
