"""What a tab has chosen: the pickers of the review page, as settings for the core."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import streamlit as st

from dedup_core.fingerprints import DEFAULT, OFFERED, Method, method_named
from dedup_core.groups import Groups, Rule
from dedup_core.keep import ORDER
from dedup_core.pairs import PairTable
from dedup_core.review import Outcome, Setting
from dedup_core.review.slots import Slots, first_slots, settled
from dedup_core.store import Dataset
from pages.ui import linked, words
from pages.ui.strictness import choose_threshold

_HELD = "the groups on screen"


def choose_dataset(datasets: list[Dataset]) -> Dataset:
    """The dataset picker; the newest is the default, and the address always names it."""
    names = _told_apart(datasets)
    if st.session_state.get("dataset") not in names:
        st.session_state.pop("dataset", None)
    asked = st.query_params.get("dataset", "")
    if asked and asked not in names:
        st.warning("The dataset of this link is not here any more.", icon=":material/link_off:")
    linked.before("dataset", "dataset", datasets[0].id, linked.one_of(list(names)))
    chosen = st.selectbox(
        "Dataset",
        list(names),
        format_func=names.__getitem__,
        key="dataset",
        persist_state="session",
    )
    linked.after("dataset", chosen, None)
    return next(dataset for dataset in datasets if dataset.id == chosen)


def _told_apart(datasets: list[Dataset]) -> dict[str, str]:
    """Names by id; those that several datasets have, with the time when each was opened.

    No two are equal: the picker would take the first of them for all.
    """
    often = Counter(dataset.name for dataset in datasets)
    timed = {
        dataset.id: dataset.name
        if often[dataset.name] == 1
        else f"{dataset.name} · {words.moment(dataset.created_at)}"
        for dataset in datasets
    }
    again = Counter(timed.values())
    return {id: name if again[name] == 1 else f"{name} · {id[:6]}" for id, name in timed.items()}


def choose_method() -> Method:
    """The method picker, with the switch for mirrored and rotated pictures where there is one."""
    options = [method.name for method in OFFERED]
    name = _pick("method", "Method", options, lambda n: method_named(n).title, DEFAULT.name)
    method = method_named(name)
    st.caption(method.summary)
    if method.turned is None:
        return method
    linked.before("turned", "turned", False, lambda text: text == "1")
    turned = st.toggle(
        "Also mirrored and rotated",
        key="turned",
        help="Compares each picture in its eight positions: mirrored or not, turned by quarters.",
        persist_state="session",
    )
    linked.after("turned", int(turned), 0)
    return method.turned if turned else method


def choose_setting(method: Method, table: PairTable) -> Setting:
    """Threshold, rule and group size. The slider ends where the pairs are still few enough."""
    threshold = choose_threshold(method, table)
    rule, at_least = choose_grouping()
    return Setting(method.name, threshold, rule, at_least)


def choose_grouping() -> tuple[Rule, int]:
    """The grouping rule and the smallest group that is shown."""
    options = [rule.value for rule in Rule]
    rule = Rule(
        _pick(
            "rule",
            "Grouping",
            options,
            lambda v: Rule(v).title,
            Rule.KEEPER.value,
            help=f"The best of a group is suggested to stay: {ORDER}.",
        )
    )
    st.caption(rule.sentence)
    linked.before("at_least", "at_least", 2, linked.whole(2, 1000))
    at_least = st.number_input(
        "Smallest group", min_value=2, max_value=1000, key="at_least", persist_state="session"
    )
    return rule, linked.after("at_least", int(at_least), 2)


def held(asked: str, whole: Outcome, choose: Callable[[], Groups]) -> Slots:
    """What is on screen: chosen when it was first asked for in this tab, then only settled.

    A decision may take a group out of what the filter shows; if it vanished at once, the next
    click would hit another one. So the list stays until a control is moved, and a group that a
    decision dissolved leaves a placeholder until the next decision.
    """
    before: tuple[str, int, Slots] | None = st.session_state.get(_HELD)
    if before is None or before[0] != asked:
        slots = first_slots(choose())
    elif before[1] != whole.seen:
        slots = settled(before[2], whole.groups, len(whole.catalog))
    else:
        return before[2].seen()
    st.session_state[_HELD] = (asked, whole.seen, slots)
    return slots.seen()


def _pick(
    key: str,
    label: str,
    options: list[str],
    title: Callable[[str], str],
    default: str,
    *,
    help: str | None = None,
) -> str:
    linked.before(key, key, default, linked.one_of(options))
    chosen = st.selectbox(
        label, options, format_func=title, key=key, help=help, persist_state="session"
    )
    return linked.after(key, chosen, default)
