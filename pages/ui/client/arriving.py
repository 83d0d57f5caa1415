"""From the address to what its link opens, or to the words why it opens nothing."""

from __future__ import annotations

import streamlit as st

from dedup_core.access import ClientDataset, opened_by
from dedup_core.errors import DedupError, ShareError
from pages.ui import links, words
from pages.ui.engine import Engine

NOT_NOW = "This cannot be shown just now. Tell whoever sent you the link."


def arrived(engine: Engine) -> ClientDataset | None:
    """What the link in the address opens; None when it opens nothing, and then this says why."""
    token = st.query_params.get("share", "")
    if not token:
        _say("Open the link that you were sent. It shows what was delivered and what was flagged.")
        return None
    try:
        found = _opened(engine, token)
    except ShareError as error:
        _say(str(error))
        return None
    except DedupError:  # it may say where the workspace lies
        _say(NOT_NOW)
        return None
    links.came()
    return found


def still_open(engine: Engine, seen: ClientDataset) -> bool:
    """Whether a link still opens this dataset, as it was when the page was drawn."""
    try:
        opened_by(st.query_params.get("share", ""), engine.workspace.shares)
        now = engine.workspace.dataset(seen.share.dataset)
    except DedupError:
        return False
    return now.indexed_at != "" and engine.open(now).version == seen.version


def _opened(engine: Engine, token: str) -> ClientDataset:
    share = opened_by(token, engine.workspace.shares)
    dataset = engine.workspace.dataset(share.dataset)
    if not dataset.indexed_at:
        raise ShareError("These pictures are being indexed again. Come back in a while.")
    seen = ClientDataset(engine.workspace, engine.accountant(dataset), share)
    if seen.lacks():
        raise ShareError("These pictures are being looked at again. Come back in a while.")
    return seen


def _say(reason: str) -> None:
    st.title("Shared view", anchor=False)
    st.info(words.plain(reason), icon=":material/link_off:")
