"""The payroll of what is on screen."""

from __future__ import annotations

import streamlit as st

from dedup_core.opened import OpenDataset
from dedup_core.pay import Hands, Pairs, Payroll, Policy, copies_by_evidence, hands, known, pay
from dedup_core.review import Setting

_DATASETS_KEPT = 4


def payroll_of(opened: OpenDataset, setting: Setting, policy: Policy) -> Payroll:
    """Who is paid at a setting and under a policy."""
    seen = _copies(opened.version, opened.lacks("scene"), opened)
    said = _hands(opened.version, opened.ledger().last, opened)
    return pay(
        opened.outcome(setting),
        opened.submissions(),
        policy,
        known=known(opened, setting.method, seen=seen, said=said),
    )


@st.cache_resource(max_entries=_DATASETS_KEPT, show_spinner=False)
def _copies(version: str, lacks: bool, _opened: OpenDataset) -> Pairs:
    """The same until pairs are looked at to the end; `version` and `lacks` are the key."""
    return copies_by_evidence(_opened)


@st.cache_resource(max_entries=_DATASETS_KEPT, show_spinner=False)
def _hands(version: str, last: int, _opened: OpenDataset) -> Hands:
    """The same until somebody decides; `version` and `last` are the key."""
    return hands(_opened.ledger(), _opened.catalog)
