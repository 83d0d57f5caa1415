"""Contributors: who is paid for what under a policy, and why not for the rest."""

from __future__ import annotations

import streamlit as st

from dedup_core.errors import DedupError
from dedup_core.pay import Payroll, Policy, by_contributor, of_campaign, totals
from dedup_core.store import Dataset
from pages.ui import paying, reviewer, state, words
from pages.ui.client import offer_sharing
from pages.ui.engine import Engine
from pages.ui.exporting import show_export
from pages.ui.missing import show_missing
from pages.ui.shell import open_page
from pages.ui.statement import show_appeals, show_client_report


def main() -> None:
    """The page."""
    engine = open_page("Contributors")
    datasets = [dataset for dataset in engine.workspace.datasets() if dataset.indexed_at]
    if not datasets:
        st.title("Contributors", anchor=False)
        st.info("There is no indexed dataset yet.", icon=":material/info:")
        st.page_link("pages/datasets.py", label="Open a dataset", icon=":material/folder_open:")
        return
    if reviewer.blind():
        st.title("Contributors", anchor=False)
        st.info(
            "Pay waits while your second look is blind: it shows what others decided. Switch it "
            "off on the Agreement page.",
            icon=":material/visibility_off:",
        )
        return
    with st.sidebar:
        dataset = state.choose_dataset(datasets)
        method = state.choose_method()
    opened = engine.open(dataset)
    if show_missing(engine, opened, method):
        return
    with st.sidebar:
        setting = state.choose_setting(method, opened.pairs(method.name))
        policy = paying.choose_policy()
    if _nobody_known(engine, dataset):
        return
    accountant = engine.accountant(dataset)
    payroll = accountant.payroll(setting, policy)
    usual = None if policy == Policy() else accountant.payroll(setting, Policy())
    _show(engine, dataset, payroll, usual)


def _show(engine: Engine, dataset: Dataset, payroll: Payroll, usual: Payroll | None) -> None:
    """Everything below the title; `usual` is the payroll under the usual policy if that is another.

    What is pressed in the table redraws the table and the detail only.
    """
    opened = engine.open(dataset)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title("Contributors", anchor=False, width="stretch")
        files = st.container(horizontal=True, vertical_alignment="center", width="content")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(
            f"Who is paid for what in {words.plain(dataset.name)}, at the strictness and under "
            "the policy in the sidebar.",
            width="stretch",
        )
        campaign = paying.choose_campaign(payroll)
        names = paying.choose_names(engine, payroll)
    with files:
        show_export(opened, lambda: payroll, names=names, campaign=campaign)
        show_client_report(engine, opened, payroll, names=names)
        offer_sharing(engine, dataset, payroll.outcome.setting, payroll.policy)
    chosen = None if campaign is None else of_campaign(payroll, campaign)
    whole = totals(payroll, chosen)
    paying.show_totals(whole, payroll.submissions.currency)
    paying.show_effect(
        payroll,
        whole,
        of=f"{opened.version} {campaign}",
        usual=None if usual is None else totals(usual, chosen),
    )
    left, right = st.columns(2)
    with left:
        paying.show_lines(payroll, chosen)
    with right:
        paying.show_differences(payroll, several=chosen is not None)
    found = by_contributor(payroll, chosen)

    @st.fragment
    def people() -> None:
        who = paying.show_people(engine, payroll, found, names=names)
        if who is not None:
            paying.show_person(
                engine,
                opened,
                payroll,
                found=found,
                chosen=who,
                names=names,
                campaign=campaign,
            )

    people()
    show_appeals(opened, payroll, names=names)
    paying.show_sharing(engine, opened, payroll, names, chosen=chosen)


def _nobody_known(engine: Engine, dataset: Dataset) -> bool:
    """Whether nothing says who submitted what; then the page says what to do."""
    if engine.open(dataset).manifest() is not None:
        return False
    st.title("Contributors", anchor=False)
    st.info(
        "Nobody is known to have submitted these pictures. Attach a manifest, or say which folder "
        "belongs to whom: “Manifest” on the dataset’s card.",
        icon=":material/badge:",
    )
    st.page_link("pages/datasets.py", label="Attach a manifest", icon=":material/folder_open:")
    return True


try:
    main()
except DedupError as error:
    st.error(words.plain(str(error)), icon=":material/error:")
