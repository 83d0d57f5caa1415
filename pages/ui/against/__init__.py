"""Pairs that both settings find, or only one does, to look at and to judge."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dedup_core.against import Part, Precision
from dedup_core.decisions import Verdict
from dedup_core.evidence.distances import value_in_words
from dedup_core.fingerprints import method_named
from dedup_core.review import Setting
from dedup_core.review.phrases import clean
from dedup_core.two_settings import Pair, TwoSettings
from pages.ui import linked, reviewer, words
from pages.ui.code import component
from pages.ui.engine import Engine
from pages.ui.http.address import address

PAGE = 12  # pairs at once
_KEY = "against"
_WORDS = tuple(verdict.value for verdict in Verdict)


@dataclass(frozen=True, slots=True)
class _Head:
    title: str
    pairs: int
    flagged: int
    told: Precision


def show_against(engine: Engine, both: TwoSettings) -> None:
    """Counts and precision of each part, and the pairs of the chosen one."""
    scene_counts = _choose_scene()
    heads = {part: _head(both, part, scene_counts) for part in Part}
    with st.grid(3, gap="small", min_column_width=210):
        for head in heads.values():
            _show_head(head)
    part = _choose_part(heads)
    begin = _choose_page(part, heads[part].pairs)
    pairs = both.page(part, begin, PAGE)
    if not pairs:
        st.info("No pair is found here at these two settings.", icon=":material/info:")
        return
    st.caption(
        "Pairs come in an order of chance that no threshold changes. Judge them from the first "
        "on: then what you say stands for the whole part."
    )
    content = {
        "base": address(engine, f"of/{both.opened.version}/"),
        "acts": address(engine, f"acts/{both.opened.dataset.id}"),
        "reviewer": reviewer.name(),
        "seen": both.opened.ledger().last,
        "method": both.first.method,
        "threshold": both.first.threshold,
        "rule": both.first.rule.value,
        "begin": begin,
        "pairs": [_pair(both, pair) for pair in pairs],
    }
    key = f"{_KEY} {both.opened.version} {both.first} {both.second} {part.value} {begin}"
    component(engine, "against")(key=key, data=content, on_answered_change=lambda: None)


def named(setting: Setting) -> str:
    """A setting in words: `Perceptual hash ≤ 10 bits`."""
    method = method_named(setting.method)
    sign = "≥" if method.is_similarity else "≤"
    return f"{method.title} {sign} {method.said(setting.threshold)}"


def _head(both: TwoSettings, part: Part, scene_counts: bool) -> _Head:
    told = both.precision(part, scene_counts=scene_counts)
    return _Head(_TITLES[part], len(both.parts[part]), both.flagged[part], told)


_TITLES = {Part.BOTH: "Both find", Part.FIRST: "Only A", Part.SECOND: "Only B"}


def _show_head(head: _Head) -> None:
    with st.container(border=True, gap=None):
        st.metric(head.title, words.counted(head.pairs, "pair"))
        st.caption(f"{words.counted(head.flagged, 'flagged picture')}")
        if head.pairs:
            st.caption(_precision(head.told, head.pairs))


def _precision(told: Precision, pairs: int) -> str:
    if not told.judged:
        return "No answers yet: judge the first pairs below."
    if told.judged == pairs:
        return f"**{words.percent(told.share)}** duplicates: all pairs are known"
    band = f"{words.percent(told.low)} – {words.percent(told.high)}"
    return (
        f"**{words.percent(told.share)}** duplicates, 95 % band {band}, by "
        f"{words.counted(told.judged, 'known pair')}"
    )


def _choose_scene() -> bool:
    linked.before("scene counts here", "scene_counts", True, lambda text: text != "0")
    counts = st.toggle(
        "The same scene counts as a duplicate", key="scene counts here", persist_state="session"
    )
    linked.after("scene_counts", int(counts), 1)
    return bool(counts)


def _choose_part(heads: dict[Part, _Head]) -> Part:
    options = [part.value for part in Part]
    first = next((part for part in (Part.FIRST, Part.SECOND) if heads[part].pairs), Part.BOTH)
    linked.before("part shown", "part", first.value, linked.one_of(options))
    chosen = st.segmented_control(
        "Shown",
        options,
        format_func=lambda value: f"{_TITLES[Part(value)]} ({heads[Part(value)].pairs:,})",
        key="part shown",
        required=True,
        label_visibility="collapsed",
    )
    return Part(linked.after("part", chosen or first.value, None))


def _choose_page(part: Part, pairs: int) -> int:
    last = max(1, -(-pairs // PAGE))
    if last == 1:
        linked.after("page", 1, 1)
        return 0
    key = f"page of {part.value}"
    linked.before(key, "page", 1, linked.whole(1, last))
    st.session_state[key] = min(last, max(1, int(st.session_state.get(key, 1))))
    page = st.number_input(f"Page, of {last:,}", min_value=1, max_value=last, key=key, width=150)
    return (linked.after("page", int(page), 1) - 1) * PAGE


def _pair(both: TwoSettings, pair: Pair) -> dict[str, object]:
    catalog = both.opened.catalog
    return {
        "rows": [pair.left, pair.right],
        "paths": [catalog.paths[pair.left], catalog.paths[pair.right]],
        "names": [clean(catalog.paths[pair.left]), clean(catalog.paths[pair.right])],
        "digests": [catalog.digests[pair.left], catalog.digests[pair.right]],
        "scores": [_score(both.first, pair.first), _score(both.second, pair.second)],
        "said": _WORDS[pair.said] if pair.said >= 0 else "",
    }


def _score(setting: Setting, distance: float) -> str:
    method = method_named(setting.method)
    return f"{method.title} {value_in_words(method, distance)}"
