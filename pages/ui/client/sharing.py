"""The dialog in which links for clients are made, listed and taken back."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from dedup_core.access import Allow, Share, offer, official
from dedup_core.errors import DedupError
from dedup_core.fingerprints import method_named
from dedup_core.pay import Policy
from dedup_core.review import Setting
from dedup_core.store import Dataset
from dedup_core.store.shares import LONGEST_LABEL
from pages.ui import reviewer, words
from pages.ui.engine import Engine
from pages.ui.http.address import base_path

_DAYS = {7: "a week", 30: "30 days", 90: "90 days", 365: "a year", 0: "no end"}
_USUAL_DAYS = 30
_MADE, _PROBLEM = "link made for a client", "link for a client not made"
_ALLOWED = {
    Allow.SANDBOX: ("Try other strictness", "Their slider changes nothing for anybody."),
    Allow.PAY: (
        "See amounts to be paid",
        "Totals, the pay policy and the reason for each picture.",
    ),
    Allow.NAMES: ("See names of contributors", "Also folders and cameras, which often tell who."),
    Allow.PLACES: ("See places", "Where pictures were taken, and how far apart."),
    Allow.TIMES: ("See times", "When pictures were taken and sent."),
}
_USUAL = (Allow.SANDBOX,)


def offer_sharing(
    engine: Engine, dataset: Dataset, setting: Setting, policy: Policy | None = None
) -> None:
    """The button that opens the dialog, for what is on screen; the usual policy if none is."""
    if st.button("Share with a client", icon=":material/share:"):
        st.session_state.pop(_MADE, None)
        _dialog(engine, dataset, setting, policy or Policy())


@st.dialog("Share with a client", width="large", icon=":material/share:")
def _dialog(engine: Engine, dataset: Dataset, setting: Setting, policy: Policy) -> None:
    method = method_named(setting.method)
    st.markdown(
        f"Whoever has the link sees **{words.plain(dataset.name)}** at the strictness on screen, "
        f"**{method.title}, {method.said(setting.threshold)}**, as what is official. They can look "
        "and compare; they cannot decide, upload or change anything."
    )
    _show_made()
    _show_form(engine, dataset, setting, policy)
    _show_links(engine, dataset)


def _show_made() -> None:
    problem = st.session_state.pop(_PROBLEM, "")
    if problem:
        st.error(words.plain(problem), icon=":material/error:")
    token: str = st.session_state.get(_MADE, "")
    if token:
        st.success("The link is ready. Copy it now: it is not shown again.", icon=":material/link:")
        st.code(_address(token), language=None, wrap_lines=True)


def _show_form(engine: Engine, dataset: Dataset, setting: Setting, policy: Policy) -> None:
    with st.form("share", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.text_input(
                "For whom", key="share-label", max_chars=LONGEST_LABEL, placeholder="The client"
            )
            st.selectbox(
                "Open for",
                list(_DAYS),
                index=list(_DAYS).index(_USUAL_DAYS),
                format_func=_DAYS.__getitem__,
                key="share-days",
                width=160,
            )
        st.caption("They may also")
        with st.grid(3, gap="small", min_column_width=190):
            for what, (title, help) in _ALLOWED.items():
                st.checkbox(title, value=what in _USUAL, key=f"share-{what.value}", help=help)
        st.form_submit_button(
            "Make the link",
            type="primary",
            on_click=_make,
            args=[engine, dataset, setting, policy],
        )


def _make(engine: Engine, dataset: Dataset, setting: Setting, policy: Policy) -> None:
    asked = st.session_state
    try:
        _, asked[_MADE] = offer(
            engine.workspace.shares,
            dataset.id,
            setting,
            policy,
            allowed=[what for what in Allow if asked[f"share-{what.value}"]],
            label=asked["share-label"],
            by=reviewer.name(),
            days=asked["share-days"] or None,
        )
    except DedupError as error:
        asked[_PROBLEM] = str(error)


def _show_links(engine: Engine, dataset: Dataset) -> None:
    links = engine.workspace.shares.of(dataset.id)
    closed = [share for share in links if share.refusal()]
    if len(closed) < len(links):
        st.markdown("**Open links of this dataset**")
    for share in links:
        if share not in closed:
            _show_link(engine, share)
    if closed:
        with st.expander(f"Closed links ({len(closed):,})"):
            for share in closed:
                st.caption(_in_words(share))


def _show_link(engine: Engine, share: Share) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(_in_words(share), width="stretch")
        st.button(
            "Take back",
            icon=":material/link_off:",
            key=f"revoke-{share.id}",
            on_click=engine.workspace.shares.revoke,
            args=[share.id],
            help="The link opens nothing from then on, also where it is open now.",
        )


def _in_words(share: Share) -> str:
    """Whom it is for, what it shows and until when, as Markdown."""
    also = [_ALLOWED[what][0].lower() for what in _ALLOWED if share.allows(what)]
    told = [
        f"**{words.plain(share.label) or 'A client'}**",
        _setting(share),
        ", ".join(also) or "groups only",
        _standing(share),
        f"made by {words.plain(share.by)}, {words.moment(share.at)}",
    ]
    return " · ".join(told)


def _setting(share: Share) -> str:
    try:
        setting = official(share)
    except DedupError:
        return "an older setting"
    method = method_named(setting.method)
    return f"{method.title}, {method.said(setting.threshold)}"


def _standing(share: Share) -> str:
    if share.revoked_at:
        return f"taken back {words.moment(share.revoked_at)}"
    if not share.expires_at:
        return "open without end"
    return f"{'expired' if share.refusal() else 'open until'} {words.moment(share.expires_at)}"


def _address(token: str) -> str:
    """The whole link, as this browser reaches the dashboard."""
    here = urlsplit(str(st.context.url or ""))
    return f"{here.scheme}://{here.netloc}{base_path()}/client?share={token}"
