"""Pairs of accounts that share pictures, with what is known: facts, not accusations."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dedup_core.names import Names
from dedup_core.opened import OpenDataset
from dedup_core.pay import Payroll, Shared, across, shared
from dedup_core.pay.members import Flags
from pages.ui import linked, words
from pages.ui.accounts import LISTED, Chosen, called, show_accounts
from pages.ui.engine import Engine
from pages.ui.paying.unpaid import review_address

_PAIR, _PAGE = "sharing-pair", "sharing-page"


def show_sharing(
    engine: Engine,
    opened: OpenDataset,
    payroll: Payroll,
    names: Names,
    *,
    chosen: Flags | None = None,
) -> None:
    """The pairs as a graph and a table, and one of them closely; a sentence where there is none.

    chosen: of which pictures, bool [pictures]; what is pressed redraws this part of the page only
    """
    st.subheader("Accounts that share pictures", anchor=False)
    found = across(payroll, chosen)
    if not len(found):
        st.caption("No picture of one contributor is a copy of another contributor’s.")
        return
    st.caption(
        f"{words.counted(len(found), 'pair')} of accounts. An arrow goes from who submitted a "
        "picture first to who submitted a copy of it. These are facts, not accusations: each can "
        "have a good reason, and the reasons are named beside it."
    )

    @st.fragment
    def pairs() -> None:
        show_accounts(
            engine,
            opened,
            payroll,
            found,
            names=names,
            chosen=_chosen(payroll, found, names, among=chosen),
            take=partial(_take, found, names),
            review=partial(review_address, payroll),
        )

    pairs()


def _chosen(payroll: Payroll, found: Shared, names: Names, *, among: Flags | None) -> Chosen | None:
    """The pair that was pressed or is in the address, while it is listed."""
    places = {called(found, at, names): at for at in range(min(len(found), LISTED))}
    accounts = {word: (found.first[at], found.other[at]) for word, at in places.items()}
    linked.before(_PAIR, "pair", None, accounts.get)
    pair = st.session_state[_PAIR]
    word = next((word for word, both in accounts.items() if both == pair), None)
    linked.after("pair", word, None)
    if word is None:
        return None
    first, other = pair
    rows = shared(payroll, first, other, chosen=among)
    pictures = list(zip(*(column.tolist() for column in rows), strict=True))
    return Chosen(places[word], pictures, st.session_state.get(_PAGE, 1))


def _take(found: Shared, names: Names, pressed: dict[str, object]) -> None:
    """A pair that was pressed, None: nobody any more, or another page of it; for callbacks."""
    page, at = pressed.get("page"), pressed.get("pair")
    if isinstance(page, int) and page > 0:
        st.session_state[_PAGE] = page
        return
    st.session_state[_PAGE] = 1
    # The list may have moved since it was drawn: the names must still be those at that place.
    there = isinstance(at, int) and 0 <= at < len(found) and called(found, at, names)
    pair = (found.first[at], found.other[at]) if isinstance(at, int) and there else None
    st.session_state[_PAIR] = pair if there and there == pressed.get("called") else None
