"""The table of contributors: searched, sorted and paged in the core, a page of it drawn here."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dedup_core.manifest import amount
from dedup_core.names import Names
from dedup_core.pay import Asked, By, Contributors, Payroll, listed
from pages.ui import linked, words
from pages.ui.code import component
from pages.ui.engine import Engine

PAGE = 25  # rows at once: what follows below the table stays in reach
_KEY = "people"
_BY, _BACKWARD, _PAGE, _WHO = "people-by", "people-backward", "people-page", "people-who"
_TEXT, _LOSING = "people-text", "people-losing"
_MOST_PAGES = 1_000_000
_FIND_PX = 260
_COLUMNS = (
    (By.NAME, "Contributor", ""),
    (By.SUBMITTED, "Submitted", "All pictures"),
    (By.UNIQUE, "Unique", "Pictures that are neither copies nor more of a scene than is paid"),
    (By.OWN_COPIES, "Own copies", "Copies of the same contributor’s earlier pictures"),
    (By.EXTRAS, "Extras", "More pictures of a scene than the policy pays"),
    (By.COPIED_FROM, "From others", "Copies of what others had submitted before"),
    (By.COPIED_BY, "By others", "Pictures of others that are copies of theirs"),
    (By.UNDECIDED, "Undecided", "Copies and extras that nobody has decided yet"),
    (
        By.RATE,
        "Duplicates",
        "Copies and extras, of all that was submitted. The bar is where the share may lie: few "
        "pictures say little (95 % band, Wilson)",
    ),
    (By.LOST, "Withheld", "Pictures that are not paid or held"),
    (By.PAYABLE, "Payable", "Pictures that are paid"),
    (By.AMOUNT, "Amount", "What is paid for them"),
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whose detail is shown, and who stands before and after them in the list."""

    name: str
    before: str | None
    after: str | None


def show_people(
    engine: Engine, payroll: Payroll, found: Contributors, *, names: Names
) -> Chosen | None:
    """The contributors; who is chosen comes back, also where a filter leaves them out."""
    asked = _choose(payroll, found, names)
    shown = listed(found, asked, names)
    if not shown:
        st.info("No contributor fits. Change the filter.", icon=":material/filter_alt_off:")
    else:
        _draw(engine, payroll, found, shown=shown, asked=asked, names=names)
    linked.after("by", asked.by.value, By.LOST.value)
    linked.after("back", int(asked.backward), 0)
    chosen: str | None = st.session_state[_WHO]
    linked.after("who", None if chosen is None else names.person(chosen), None)
    if chosen is None or chosen not in found.name:
        return None
    order = [found.name[at] for at in shown]
    at = order.index(chosen) if chosen in order else -1
    return Chosen(
        chosen,
        order[at - 1] if at > 0 else None,
        order[at + 1] if 0 <= at < len(order) - 1 else None,
    )


def choose_person(name: str | None) -> None:
    """Show somebody's detail, or nobody's; for callbacks."""
    st.session_state[_WHO] = name


def _choose(payroll: Payroll, found: Contributors, names: Names) -> Asked:
    """What the pickers and the address ask for."""
    by_word = {by.value: by for by in By}
    called = {names.person(name): name for name in payroll.names}
    linked.before(_BY, "by", By.LOST.value, linked.one_of(list(by_word)))
    linked.before(_BACKWARD, "back", 0, linked.whole(0, 1))
    linked.before(_PAGE, "page", 1, linked.whole(1, _MOST_PAGES))
    linked.before(_WHO, "who", None, called.get)
    linked.before(_TEXT, "find", "", str)
    linked.before(_LOSING, "losing", False, lambda text: text == "1")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        text = st.text_input(
            "Contributor",
            key=_TEXT,
            placeholder="Find a contributor",
            label_visibility="collapsed",
            icon=":material/search:",
            width=_FIND_PX,
        )
        losing = st.toggle("Only with unpaid or held", key=_LOSING)
    linked.after("find", text, "")
    linked.after("losing", int(losing), 0)
    by = by_word[st.session_state[_BY]]
    return Asked(by, bool(st.session_state[_BACKWARD]), text, losing)


def _draw(
    engine: Engine,
    payroll: Payroll,
    found: Contributors,
    *,
    shown: list[int],
    asked: Asked,
    names: Names,
) -> None:
    pages = -(-len(shown) // PAGE)
    page = min(st.session_state[_PAGE], pages)
    linked.after("page", page, 1)

    def pressed() -> None:
        _take(st.session_state[_KEY].pressed or {}, found, names)

    here = shown[(page - 1) * PAGE : page * PAGE]
    money, currency = bool(found.price.any()), payroll.submissions.currency
    chosen = st.session_state[_WHO]
    content = {
        "view": "people",
        "columns": [
            [by.value, f"{title} {currency}".rstrip() if by is By.AMOUNT else title, help]
            for by, title, help in _COLUMNS
            if money or by is not By.AMOUNT
        ],
        "rows": [_row(found, at, names, currency=currency if money else None) for at in here],
        "chosen": names.person(chosen) if chosen is not None else None,
        "by": asked.by.value,
        "backward": asked.backward,
        "page": page,
        "pages": pages,
        "first": (page - 1) * PAGE + 1,
        "all": len(shown),
    }
    component(engine, "paying")(key=_KEY, data=content, on_pressed_change=pressed)


def _row(found: Contributors, at: int, names: Names, *, currency: str | None) -> list[object]:
    """Place, name, counts as in `_COLUMNS`, the share with its band, and what is paid."""
    counts = (
        found.submitted,
        found.unique,
        found.own_copies,
        found.extras,
        found.copied_from,
        found.copied_by,
        found.undecided,
    )
    rate, low, high = (float(column[at]) for column in (found.rate, found.low, found.high))
    said = f"{words.percent(low)} – {words.percent(high)}"
    return [
        at,
        names.person(found.name[at]),
        *(int(column[at]) for column in counts),
        [round(rate, 4), round(low, 4), round(high, 4), words.percent(rate), said],
        int(found.submitted[at] - found.payable[at]),
        int(found.payable[at]),
        *([] if currency is None else [f"{amount(int(found.amount[at]), currency):,f}"]),
    ]


def _take(pressed: dict[str, object], found: Contributors, names: Names) -> None:
    """What somebody pressed in the table: a column, a page, or a name; for callbacks."""
    if pressed.get("by") in {by.value for by in By}:
        again = pressed["by"] == st.session_state[_BY]
        st.session_state[_BACKWARD] = int(again and not st.session_state[_BACKWARD])
        st.session_state[_BY], st.session_state[_PAGE] = pressed["by"], 1
    page, at = pressed.get("page"), pressed.get("at")
    if isinstance(page, int) and page > 0:
        st.session_state[_PAGE] = page
    # The table may have moved since it was drawn: the name must still be the one at that place.
    name = found.name[at] if isinstance(at, int) and 0 <= at < len(found) else None
    if name is not None and names.person(name) == pressed.get("name"):
        choose_person(name)
