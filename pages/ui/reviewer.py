"""Who is at this tab, and whether they take a second look without knowing the first."""

from __future__ import annotations

import re
import secrets
import unicodedata
from urllib.parse import quote, unquote

import streamlit as st

from pages.ui import linked
from pages.ui.http.address import base_path

NOBODY = "Reviewer"  # until somebody says who they are: the first minute needs no typing
MOST_LETTERS = 60
SHARES = (5, 10, 20, 50, 100)  # per cent of what others decided
_SHARE = 10
_COOKIE = "dedup_reviewer"
_TYPED = "name of the reviewer"
_GUEST = "dedup_guest"  # who typed nothing; two of them must not pass for one person
_KEPT_SECONDS = 31_536_000  # a year
_REMEMBER = """
export default function ({ data }) {
  document.cookie =
    `${data.name}=${data.value}; path=${data.path}; max-age=${data.seconds}; SameSite=Strict`;
}
"""
_JOINERS = "\u200c\u200d"  # invisible, but some scripts and signs are written with them


def name() -> str:
    """Who is at this tab: who is signed in, else the name typed here, else `Reviewer 7f3a`."""
    return _signed_in() or _typed() or _guest()


def choose_reviewer() -> None:
    """The line in the sidebar where a name is typed; this browser remembers it."""
    known = _signed_in()
    if known:
        st.text_input(
            "Your name", value=known, disabled=True, icon=":material/person:", help="Signed in."
        )
        return
    st.session_state["reviewer"] = _typed()  # a widget's own memory may not outlive its page
    st.text_input(
        "Your name",
        key="reviewer",
        max_chars=MOST_LETTERS,
        placeholder=_guest(),
        icon=":material/person:",
        help="Stands beside your decisions, and others see at which group you are. "
        "This browser remembers it.",
        on_change=_take,
    )
    if _typed() != _remembered():
        _remember(_COOKIE, _typed())
    elif not _typed() and _GUEST not in st.context.cookies:
        _remember(_GUEST, st.session_state[_GUEST])


def blind() -> bool:
    """Whether this tab takes a second look; the address says so too, so a reload keeps it."""
    linked.before("blind", "blind", False, lambda text: text == "1")
    return bool(linked.after("blind", int(st.session_state["blind"]), 0))


def share() -> float:
    """The share of what others decided that is looked at again, 0 … 1."""
    linked.before("share", "share", _SHARE, _offered)
    return float(linked.after("share", int(st.session_state["share"]), _SHARE)) / 100


def choose_blind() -> tuple[bool, float]:
    """The switch of the second look and the share of it, side by side; both come back."""
    blind(), share()  # what the address or an earlier page says comes first
    switched = st.toggle(
        "Blind second look",
        key="blind",
        help="Review then shows a share of the groups that others decided, as if nobody had. What "
        "you decide there is only compared: it changes nothing.",
        persist_state="session",
    )
    chosen = st.select_slider(
        "Share of their groups",
        SHARES,
        key="share",
        format_func="{} %".format,
        persist_state="session",
        width=260,
    )
    linked.after("blind", int(switched), 0)
    linked.after("share", int(chosen), _SHARE)
    return bool(switched), chosen / 100


def tidy(text: object) -> str:
    """A name without what cannot be seen, at most MOST_LETTERS long; empty: it says nothing."""
    if not isinstance(text, str):
        return ""
    # No control characters, nothing that turns the direction of reading, no half characters.
    seen = (c for c in text if c.isspace() or c in _JOINERS or unicodedata.category(c)[0] != "C")
    return " ".join("".join(seen).strip(_JOINERS).split())[:MOST_LETTERS].rstrip()


def _offered(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 4 and int(text) in SHARES else None


def _signed_in() -> str:
    """Who is signed in, where signing in is set up; else an empty text."""
    if not st.user.get("is_logged_in"):
        return ""
    return tidy(st.user.get("name")) or tidy(st.user.get("email"))


def _typed() -> str:
    """The name that was typed in this tab, else the one this browser remembers."""
    typed: str | None = st.session_state.get(_TYPED)
    return _remembered() if typed is None else typed


def _take() -> None:
    st.session_state[_TYPED] = tidy(st.session_state["reviewer"])


def _remembered() -> str:
    return tidy(unquote(st.context.cookies.get(_COOKIE, "")))


def _guest() -> str:
    """The name of a browser in which nobody typed one: `Reviewer` and four letters of its own."""
    if _GUEST not in st.session_state:
        remembered = tidy(st.context.cookies.get(_GUEST, ""))
        known = re.fullmatch("[0-9a-f]{4}", remembered)
        st.session_state[_GUEST] = remembered if known else secrets.token_hex(2)
    return f"{NOBODY} {st.session_state[_GUEST]}"


def _remember(cookie: str, value: str) -> None:
    """Let the browser send the name along when it opens the next tab."""
    remember = st.components.v2.component("dedup_reviewer", html="<span></span>", js=_REMEMBER)
    remember(
        key="remember-reviewer",
        data={
            "name": cookie,
            "value": quote(value, safe=""),
            "path": base_path() or "/",
            "seconds": _KEPT_SECONDS if value else 0,
        },
    )
