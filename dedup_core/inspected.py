"""One group of an open dataset, looked at closely: its chain, and what other rules make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dedup_core.chain import Chain, chain
from dedup_core.decisions import Act
from dedup_core.fingerprints import method_named
from dedup_core.groups import Groups, Rule
from dedup_core.opened import OpenDataset
from dedup_core.review import Setting
from dedup_core.review.acts import Asked, Member

Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Inspected:
    """A group at a setting.

    under: for each rule the groups that hold any of its members, in the order of the grid; members
           that a rule leaves alone are in none
    """

    setting: Setting
    chain: Chain
    under: Mapping[Rule, tuple[Rows, ...]]


def inspected(opened: OpenDataset, setting: Setting, digest: str) -> Inspected | None:
    """The group in which a content is at a setting; None where it is in none."""
    rows = _group_with(opened, opened.groups(setting), digest)
    if rows is None:
        return None
    of_pairs, method = opened.of_pairs(setting.method), method_named(setting.method)
    within = opened.pairs(setting.method).within(method.limit_of(setting.threshold))
    found = chain(
        rows,
        [opened.catalog.digests[row] for row in rows.tolist()],
        within,
        distances=of_pairs.distances,
        verdicts=of_pairs.verdicts,
    )
    under = {rule: _touching(opened.groups(replace(setting, rule=rule)), rows) for rule in Rule}
    return Inspected(setting, found, under)


def splitting(found: Inspected, opened: OpenDataset, *, reviewer: str, token: str) -> Asked | None:
    """The act that splits a group at its bridge; None where it has none."""
    bridge, setting = found.chain.bridge, found.setting
    if bridge is None:
        return None
    return Asked(
        opened.dataset.id,
        reviewer,
        Act.SPLIT,
        members=_members(opened, found.chain.rows[bridge.beyond]),
        right=_members(opened, found.chain.rows[~bridge.beyond]),
        token=token,
        method=setting.method,
        threshold=setting.threshold,
        rule=setting.rule.value,
    )


def _group_with(opened: OpenDataset, groups: Groups, digest: str) -> Rows | None:
    holding = np.array([d == digest for d in opened.catalog.digests], np.bool_)[groups.member]
    at = np.flatnonzero(holding)
    if not len(at):
        return None
    group = int(np.searchsorted(groups.start, at[0], side="right")) - 1
    return groups.member[groups.start[group] : groups.start[group + 1]]


def _touching(groups: Groups, rows: Rows) -> tuple[Rows, ...]:
    number = groups.of_each_member()[np.isin(groups.member, rows)]
    return tuple(
        groups.member[groups.start[group] : groups.start[group + 1]]
        for group in np.unique(number).tolist()
    )


def _members(opened: OpenDataset, rows: Rows) -> tuple[Member, ...]:
    catalog = opened.catalog
    return tuple(Member(catalog.paths[row], catalog.digests[row]) for row in rows.tolist())
