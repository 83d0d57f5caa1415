"""What was found in a manifest: counts that add up, what was assumed, and every problem."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dedup_core.manifest import Matched, Problem, Shown, Submissions, by_kind, in_words
from pages.ui import words

PREVIEW_ROWS = 8  # as many as the dialog shows without a second scroll bar
_MOST_LISTED = 1000  # problems of one kind; the browser gets slow beyond
_TITLES = {
    "row": "Row",
    "file": "File",
    "picture": "Picture",
    "contributor": "Contributor",
    "submitted": "Submitted",
    "campaign": "Campaign",
    "price": "Price",
}
_ALWAYS = ("picture", "contributor")


def show_found(matched: Matched, *, is_pattern: bool) -> None:
    """The counts in one line, and below what was assumed."""
    pictures = len(matched.submissions)
    said = [
        f"**{matched.matched:,} of {words.counted(pictures, 'picture')}** "
        + ("fit the pattern" if is_pattern else "have a row")
    ]
    if not is_pattern:
        said.append(_rows(matched))
    said += _sums(matched.submissions)
    st.markdown(" · ".join(said))
    if matched.notes:
        st.caption("  \n".join(words.plain(note) for note in matched.notes))


def _sums(found: Submissions) -> list[str]:
    """How many people and how much money: a wrong column shows here first."""
    said = [words.counted(found.contributors, "contributor")]
    if found.total:
        said.append(f"{in_words(found.total, found.currency)} in all")
    return said


def _rows(matched: Matched) -> str:
    """`237 rows = 235 used + 1 repeated + 1 not used`."""
    parts = [f"{matched.matched:,} used"]
    if matched.merged:
        parts.append(f"{matched.merged:,} repeated")
    if matched.unmatched:
        parts.append(f"{matched.unmatched:,} not used")
    return f"{words.counted(matched.rows, 'row')} = {' + '.join(parts)}"


def show_preview(rows: Sequence[Shown]) -> None:
    """The first rows as they are understood; columns that nothing is known of are left out."""
    columns = {
        title: [getattr(row, name) for row in rows]
        for name, title in _TITLES.items()
        if name in _ALWAYS or any(getattr(row, name) for row in rows)
    }
    st.dataframe(pd.DataFrame(columns), hide_index=True, key="manifest-preview")


def show_problems(matched: Matched) -> None:
    """Every problem under its heading with its number; nothing when there is none."""
    for kind, problems in by_kind(matched.problems).items():
        with st.expander(f"{len(problems):,} · {kind.value}", icon=":material/warning:"):
            _list(problems)


def _list(problems: Sequence[Problem]) -> None:
    listed = problems[:_MOST_LISTED]
    columns: dict[str, list[object]] = {"What": [problem.words for problem in listed]}
    if any(problem.row for problem in listed):
        columns = {"Row": [problem.row for problem in listed], **columns}
    st.dataframe(pd.DataFrame(columns), hide_index=True)
    if len(problems) > len(listed):
        st.caption(f"The first {len(listed):,} are listed.")
