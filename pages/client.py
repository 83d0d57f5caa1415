"""Shared view: what was delivered and flagged, for a client. Nothing can be changed here."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from dedup_core.access import ClientDataset, Share, grant_of
from dedup_core.errors import DedupError, ShareError
from pages.ui import words
from pages.ui.client import (
    NOT_NOW,
    arrived,
    choose_look,
    show_delivered,
    show_flagged,
    still_open,
)
from pages.ui.engine import Engine
from pages.ui.grid import Desk, show_grid
from pages.ui.shell import open_page

_LOOKING = Desk(reviewer="", looking=True)


def main() -> None:
    """The page."""
    engine = open_page("Shared view", client=True)
    seen = arrived(engine)
    if seen is None:
        return
    grant = grant_of(seen.share, engine.secret)
    st.title(words.plain(seen.title), anchor=False)
    st.caption(_about(seen.share))

    @st.fragment
    def groups() -> None:
        if not still_open(engine, seen):
            st.rerun()  # the link was taken back meanwhile, or the pictures are others now
        _show(engine, seen, grant)

    groups()


def _show(engine: Engine, seen: ClientDataset, grant: str) -> None:
    top = st.container()
    with st.container(border=True):
        here = choose_look(seen)
    outcome = seen.outcome(here)
    with top:
        show_delivered(engine, seen, here, now=outcome.headline, grant=grant)
    show_flagged(seen, here, count=outcome.headline.flagged)
    show_grid(
        engine,
        seen,
        outcome,
        setting=f"{seen.version} {here}",
        empty="No picture is flagged at this strictness.",
        desk=_LOOKING,
        grant=grant,
    )


def _about(share: Share) -> str:
    """Whom it is for, what it is, and until when; as Markdown."""
    label = f"For {words.plain(share.label)} · " if share.label else ""
    end = ""
    if share.expires_at:
        end = f" · open until {datetime.fromisoformat(share.expires_at):%d %b %Y}"
    return f"{label}For looking only: nothing can be changed here{end}"


try:
    main()
except ShareError as error:
    st.error(words.plain(str(error)), icon=":material/error:")
except DedupError:  # it may say where the workspace lies
    st.error(NOT_NOW, icon=":material/error:")
