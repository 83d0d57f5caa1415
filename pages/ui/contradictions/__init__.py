"""Verdicts that cannot all be true as one Streamlit component; its code lies beside this file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dedup_core.decisions import Verdict
from dedup_core.review.contradictions import Chain, Statement
from dedup_core.review.phrases import clean
from dedup_core.review.words import setting, who
from dedup_core.scan import OpenDataset
from pages.ui import words
from pages.ui.code import component
from pages.ui.engine import Engine
from pages.ui.http.address import address

_KEY = "contradictions"
_SIGNS = {Verdict.DUPLICATE: "=", Verdict.SAME_SCENE: "≈", Verdict.DIFFERENT: "≠"}
_WORDS = {
    Verdict.DUPLICATE: "duplicates",
    Verdict.SAME_SCENE: "same scene",
    Verdict.DIFFERENT: "different",
}


def contradictions_in(engine: Engine) -> int:
    """How many there are in the dataset on screen.

    Only when it is in memory already: no page should wait for a dataset because of its menu.
    """
    dataset = st.query_params.get("dataset") or st.session_state.get("dataset")
    opened = engine.in_memory(str(dataset))
    return len(opened.constraints().contradictions) if opened else 0


def show_contradictions(
    engine: Engine,
    opened: OpenDataset,
    found: Sequence[Chain],
    *,
    total: int,
    settle: Callable[[str, str, str], None],
) -> None:
    """Draw one contradiction at a time; `total`: how many there are, also beyond those given.

    settle: called with two digests and a token when what was said of them is taken back
    """

    def pressed() -> None:
        asked = st.session_state[_KEY].settled
        settle(str(asked["left"]), str(asked["right"]), str(asked["token"]))

    content = {
        "chains": [_chain(engine, opened, chain) for chain in found],
        "total": total,
        "pictures": address(engine, "content/"),
    }
    component(engine, "contradictions")(key=_KEY, data=content, on_settled_change=pressed)


def _chain(engine: Engine, opened: OpenDataset, chain: Chain) -> dict[str, object]:
    return {
        "pictures": [_picture(engine, opened, digest) for digest in chain.contents],
        "links": [_statement(link) for link in chain.links],
        "parted": _statement(chain.parted),
    }


def _picture(engine: Engine, opened: OpenDataset, digest: str) -> dict[str, str]:
    row = opened.catalog.digests.index(digest)
    return {
        "digest": digest,
        "path": clean(opened.catalog.paths[row]),
        "large": address(engine, f"of/{opened.version}/large/{row}.jpg"),
    }


def _statement(said: Statement) -> dict[str, object]:
    entry = said.entry
    return {
        "left": said.left,
        "right": said.right,
        "sign": _SIGNS[said.verdict],
        "word": _WORDS[said.verdict],
        "who": who(entry) if entry else "",
        "when": words.moment(entry.at) if entry else "",
        "setting": setting(entry) if entry else "",
        "holds": said.holds,
    }
