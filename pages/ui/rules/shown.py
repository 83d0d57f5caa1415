"""What a rule would do, in words and numbers: counts, what to beware of, why not more."""

from __future__ import annotations

import streamlit as st

from dedup_core.manifest.money import in_words
from dedup_core.review.rules import Action, Preview, sentence
from pages.ui import words

_REASONS_SHOWN = 5


def show_counts(preview: Preview) -> None:
    """The numbers of the preview as cards."""
    decides = preview.rule.action is not Action.SKIP
    with st.grid(2, gap="small", min_column_width=150):
        looked_at = f"of {preview.looked_at:,} {_standing(preview)}"
        with st.container(border=True, gap=None):
            st.metric("Groups", f"{preview.matched:,}")
            st.caption(looked_at)
        with st.container(border=True, gap=None):
            st.metric("Pictures to remove", f"{preview.removed:,}")
            st.caption(f"{preview.kept:,} stay" if decides else "none is decided")
        with st.container(border=True, gap=None):
            st.metric("Their size", _size(preview.size_bytes))
            st.caption("of the removed pictures")
        with st.container(border=True, gap=None):
            st.metric("Their price", _money(preview))
            st.caption(_unpriced(preview))


def show_warnings(preview: Preview) -> None:
    """What to beware of before the run; nothing when there is nothing."""
    said = [
        f"{words.counted(preview.spared, 'group')} left out: a person said otherwise there."
        if preview.spared
        else "",
        f"{words.counted(preview.noted, 'group')} of these with a note; read them first."
        if preview.noted
        else "",
        f"{words.counted(preview.busy, 'group')} of these somebody is looking at right now."
        if preview.busy
        else "",
    ]
    if any(said):
        st.warning("\n\n".join(filter(None, said)), icon=":material/visibility:")


def show_reasons(preview: Preview) -> None:
    """Why groups do not match, the most frequent reason first."""
    if not preview.misses:
        return
    lines = [
        f"- {words.counted(miss.groups, 'group')}: not “{words.plain(miss.words)}”"
        for miss in preview.misses[:_REASONS_SHOWN]
    ]
    missing = preview.looked_at - preview.matched - preview.spared
    with st.expander(f"Why {words.counted(missing, 'group')} do not match"):
        st.markdown("\n".join(lines))
        if len(preview.misses) > 1:
            st.caption("A group may fail for several reasons, so these may add up to more.")


def in_a_sentence(preview: Preview) -> str:
    """The rule as Markdown."""
    return f"**{words.plain(sentence(preview.rule))}**"


def deed(preview: Preview) -> str:
    """`decides 214 groups`."""
    verb = "skips" if preview.rule.action is Action.SKIP else "decides"
    return f"{verb} {words.counted(preview.matched, 'group')}"


def _standing(preview: Preview) -> str:
    return "open or changed" if preview.rule.changed_too else "open"


def _money(preview: Preview) -> str:
    return in_words(preview.money, preview.currency) if preview.currency else "–"


def _unpriced(preview: Preview) -> str:
    if not preview.currency:
        return "prices come with a manifest"
    if preview.unpriced:
        return f"{preview.unpriced:,} of them without a price"
    return "of the removed pictures"


def _size(size_bytes: int) -> str:
    """Bytes as people say them: `640 kB`, `1.2 GB`."""
    for unit, bytes_in_it in (("GB", 1e9), ("MB", 1e6)):
        if size_bytes >= bytes_in_it:
            return f"{size_bytes / bytes_in_it:,.1f} {unit}"
    return f"{size_bytes / 1e3:,.0f} kB"
