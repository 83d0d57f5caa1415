"""What the last change of strictness or policy did to pay."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dedup_core.manifest import in_words
from dedup_core.pay import Effect, Payroll, Policy, Totals, effect
from dedup_core.review import Setting
from pages.ui.paying.policy import policy_changes

_BEFORE = "totals before the last change"
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class _Shown:
    """What was on screen: of which pictures, at which setting, under which policy."""

    of: str
    setting: Setting
    policy: Policy
    whole: Totals


def show_effect(payroll: Payroll, whole: Totals, *, of: str, usual: Totals | None) -> None:
    """What the last move of the slider or of the policy did, and how the usual policy differs.

    of:    names the pictures; another dataset or campaign is no change
    usual: the totals under the usual policy, None where it is the one on screen
    """
    now = _Shown(of, payroll.outcome.setting, payroll.policy, whole)
    before, currency = _before(now), payroll.submissions.currency
    said = []
    if before is not None:
        made = in_short(effect(before.whole, whole), currency, money=bool(whole.price))
        said.append(f":material/trending_flat: **{_changed(before, now)}:** {made}.")
    if usual is not None:
        made = in_short(effect(usual, whole), currency, money=bool(whole.price))
        said.append(f":material/balance: **Against the usual policy:** {made}.")
    if said:
        st.markdown("  \n".join(said))


def in_short(found: Effect, currency: str, *, money: bool) -> str:
    """`+12 pictures paid (+1.80 USD); −3 pictures held (−0.45 USD)`; what stays is left out."""
    if found.none:
        return "nothing changes"
    parts = (
        ("paid", found.pictures, found.units),
        ("held", found.held_pictures, found.held),
    )
    said = []
    for fate, pictures, units in parts:
        if pictures or units:
            many = "picture" if abs(pictures) == 1 else "pictures"
            price = f" ({_sign(units)}{in_words(abs(units), currency)})" if money else ""
            said.append(f"{_sign(pictures)}{abs(pictures):,} {many} {fate}{price}")
    return "; ".join(said)


def _before(now: _Shown) -> _Shown | None:
    """What was on screen before the last change of the same pictures."""
    last: _Shown | None
    before: _Shown | None
    last, before = st.session_state.get(_BEFORE, (None, None))
    if last is None or last.of != now.of:
        before = None
    elif (last.setting, last.policy) != (now.setting, now.policy):
        before = last
    st.session_state[_BEFORE] = now, before
    return before


def _changed(before: _Shown, now: _Shown) -> str:
    """`Strictness 10 → 8`, and what else was changed."""
    one, other = before.setting, now.setting
    said = []
    if one.method != other.method:
        said.append("another method")
    elif one.threshold != other.threshold:
        said.append(f"strictness {one.threshold:g} → {other.threshold:g}")
    if one.rule is not other.rule:
        said.append("another grouping")
    if one.at_least != other.at_least:
        said.append(f"smallest group {one.at_least} → {other.at_least}")
    whole = ", ".join(said + policy_changes(before.policy, now.policy))
    return whole[:1].upper() + whole[1:]


def _sign(number: int) -> str:
    return _MINUS if number < 0 else "+" if number else "±"
