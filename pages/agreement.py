"""Agreement: a blind second look at a share of the decisions, and how well people agree."""

from __future__ import annotations

import streamlit as st

from dedup_core.errors import DedupError
from dedup_core.review.agreement import Agreement, agreement, settling
from dedup_core.review.kappa import LEAST_GROUPS, Band, Figures, in_a_word
from dedup_core.review.second_look import drawn
from dedup_core.scan import OpenDataset
from pages.ui import reviewer, state, words
from pages.ui.differences import show_differences
from pages.ui.engine import Engine
from pages.ui.shell import open_page

_A_PAGE = 10  # differences


def main() -> None:
    """The page."""
    engine = open_page("Agreement")
    st.title("Agreement", anchor=False)
    st.caption(
        "How sure are decisions? A second reviewer decides some of the groups again without "
        "seeing the first decision. Only such pairs of decisions are counted here."
    )
    indexed = [dataset for dataset in engine.workspace.datasets() if dataset.indexed_at]
    if not indexed:
        st.info("There is no indexed dataset yet.", icon=":material/info:")
        st.page_link("pages/datasets.py", label="Open a dataset", icon=":material/folder_open:")
        return
    with st.sidebar:
        dataset = state.choose_dataset(indexed)
    opened = engine.open(dataset)
    blind = _second_look(opened)
    found = agreement(opened.ledger())
    _figures(found)
    _differences(engine, opened, found, blind=blind)


def _second_look(opened: OpenDataset) -> bool:
    """The switch, and how far this reviewer is; whether it is on comes back."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            blind, share = reviewer.choose_blind()
        me, ledger, seed = reviewer.name(), opened.ledger(), opened.dataset.id
        groups = drawn(ledger, me, share=share, seed=seed)
        if not groups:
            st.caption(_why_none(len(drawn(ledger, me, share=1, seed=seed))))
            return blind
        done = sum(one.done for one in groups)
        st.progress(
            done / len(groups),
            f"{done:,} of {words.counted(len(groups), 'group')} looked at again by "
            f"{words.plain(me)}",
        )
        if blind:
            st.page_link("pages/review.py", label="Look at them", icon=":material/stacks:")
    return blind


def _why_none(possible: int) -> str:
    if not possible:
        return (
            "Nothing to look at for you: it takes groups that somebody else has decided and you "
            "have not touched."
        )
    return f"None of {words.counted(possible, 'group')} was drawn. Choose a larger share."


def _figures(found: Agreement) -> None:
    st.subheader("How people agree", anchor=False)
    total = found.total
    if not total.groups:
        st.info("No group has been decided by two people independently.", icon=":material/info:")
        return
    with st.grid(4, gap="small", min_column_width=180):
        st.metric("Groups decided twice", f"{total.groups:,}", border=True)
        st.metric("Groups decided alike", words.percent(total.share_of_groups), border=True)
        st.metric("Pictures decided alike", words.percent(total.share_of_pictures), border=True)
        st.metric("Beyond chance (kappa)", _kappa(total), border=True, help=_HELP)
    st.caption(_sentence(total))
    if len(found.between) > 1:
        rows = [_row(f"{one.one} and {one.other}", one.figures) for one in found.between]
        st.dataframe(rows, hide_index=True)


_HELP = (
    "Cohen’s kappa over pictures: 1 is full agreement, 0 is what chance would give. The 95 % band "
    "comes from drawing the groups again 2,000 times, because the pictures of a group are decided "
    "together."
)


def _kappa(figures: Figures) -> str:
    return "–" if figures.kappa is None else f"{figures.kappa:.2f}"


def _sentence(total: Figures) -> str:
    """What the numbers are worth, in words."""
    said = []
    if total.groups_band is not None:
        said.append(f"Groups alike: {_shares(total.groups_band)} with 95 % confidence.")
    if total.kappa is None:
        said.append("Everybody said the same of every picture, so kappa cannot be told.")
    elif total.band is not None:
        low, high = total.band
        said.append(f"Kappa: {in_a_word(total.kappa)}, {low:.2f} to {high:.2f}.")
    elif total.groups < LEAST_GROUPS:
        said.append(f"Below {LEAST_GROUPS} groups kappa has no band: too few to be sure of it.")
    else:
        said.append(f"Kappa: {in_a_word(total.kappa)}; no difference yet, so it has no band.")
    return " ".join(said)


def _shares(band: Band) -> str:
    low, high = band
    return f"{words.percent(low)} to {words.percent(high)}"


def _row(who: str, figures: Figures) -> dict[str, object]:
    return {
        "Reviewers": who,
        "Groups": figures.groups,
        "Groups alike": words.percent(figures.share_of_groups),
        "Pictures": figures.pictures,
        "Pictures alike": words.percent(figures.share_of_pictures),
        "Kappa": _kappa(figures),
        "95 % band": ""
        if figures.band is None
        else f"{figures.band[0]:.2f} – {figures.band[1]:.2f}",
    }


def _differences(engine: Engine, opened: OpenDataset, found: Agreement, *, blind: bool) -> None:
    if not found.differences:
        return
    st.subheader(f"Decided differently: {len(found.differences):,}", anchor=False)
    if blind:
        st.info("Hidden while your second look is blind.", icon=":material/visibility_off:")
        return
    st.caption("Choose which decision counts. It is one more entry of the log; undo takes it back.")
    pages = -(-len(found.differences) // _A_PAGE)
    at = st.pagination(pages, key="differences-page") if pages > 1 else 1
    shown = found.differences[(at - 1) * _A_PAGE : at * _A_PAGE]
    chosen = show_differences(engine, opened, shown, key="differences")
    if chosen is not None:
        engine.workspace.log.append(settling(chosen, reviewer.name()))
        st.rerun()


try:
    main()
except DedupError as error:
    st.error(words.plain(str(error)), icon=":material/error:")
