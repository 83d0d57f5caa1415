"""The material of a bundle as parts: the same material gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np

from dedup_core.bundle import entries
from dedup_core.bundle.material import Material, versions
from dedup_core.bundle.tables import Kinds, document, table
from dedup_core.judged import RELATIONS, VIEWS
from dedup_core.pay import FATES, KINDS, WHYS, Payroll, by_contributor, sentence, totals, written
from dedup_core.review.said import STATUSES

ABOUT, SETTING, POLICY, TOTALS = "about.json", "setting.json", "policy.json", "totals.json"
PICTURES, SKIPPED, SUBMISSIONS = "pictures.jsonl", "skipped.jsonl", "submissions.jsonl"
LOG, EVIDENCE, GROUPS, PAY = "log.jsonl", "evidence.jsonl", "groups.jsonl", "pay.jsonl"
NAMES = frozenset(
    {ABOUT, SETTING, POLICY, TOTALS, PICTURES, SKIPPED, SUBMISSIONS, LOG, EVIDENCE, GROUPS, PAY}
)
WHAT = (
    "A decision bundle: what was decided about these pictures, and who is paid what for them. "
    "`python -m dedup_core verify` with this file and the pictures computes it anew."
)
NONE = type(None)
COLUMNS: Mapping[str, Kinds] = {
    PICTURES: {"path": (str,), "sha256": (str,), "size_bytes": (int,)},
    SKIPPED: {"path": (str,)},
    SUBMISSIONS: {
        "path": (str,),
        "contributor": (str,),
        "submitted_at_ms": (int,),
        "price": (int,),
        "currency": (str,),
        "campaign": (str,),
        "known": (bool,),
    },
    EVIDENCE: {"left": (int,), "right": (int,), "relation": (str,), "view": (str,), "%": (int,)},
    GROUPS: {"keeper": (str,), "members": (list,), "kept": (list,), "status": (str,)},
    PAY: {
        "path": (str,),
        "fate": (str,),
        "kind": (str,),
        "why": (str,),
        "original": (str, NONE),
        "price": (int,),
        "amount": (int,),
        "decided": (bool,),
    },
}
VALUES: Mapping[str, Kinds] = {
    ABOUT: {"what": (str,), "dataset": (str,), "decided_to": (str,)},
    SETTING: {
        "method": (str,),
        "threshold": (int, float),
        "rule": (str,),
        "at_least": (int,),
        "exact_decode": (bool,),
        "looked": (bool,),
        "versions": (dict,),
    },
    POLICY: {"policy": (dict,), "sentence": (str,)},
    TOTALS: {
        "currency": (str,),
        "pictures": (int,),
        "groups": (int,),
        "flagged": (int,),
        "pay": (dict,),
        "contributors": (dict,),
    },
}


def parts_of(material: Material) -> dict[str, bytes]:
    """Every part by name."""
    payroll, catalog = material.payroll, material.payroll.outcome.catalog
    sizes = catalog.size_bytes.tolist()
    rows: dict[str, Iterator[list[object]]] = {
        PICTURES: (list(row) for row in zip(catalog.paths, catalog.digests, sizes, strict=True)),
        SKIPPED: ([file.path] for file in catalog.skipped),
        SUBMISSIONS: _submissions(payroll),
        EVIDENCE: _evidence(material),
        GROUPS: _groups(payroll),
        PAY: _pay(payroll),
    }
    return {
        ABOUT: document(_about(material)),
        SETTING: document(_setting(material)),
        POLICY: document(
            {"policy": json.loads(written(payroll.policy)), "sentence": sentence(payroll.policy)}
        ),
        LOG: entries.part(material.entries),
        TOTALS: document(_totals(payroll)),
        **{name: table(COLUMNS[name], rows[name]) for name in rows},
    }


def _about(material: Material) -> dict[str, object]:
    newest = max((entry.at for entry in material.entries), default="")
    return {"what": WHAT, "dataset": material.name, "decided_to": newest}


def _setting(material: Material) -> dict[str, object]:
    setting = material.payroll.outcome.setting
    return {
        "method": setting.method,
        "threshold": setting.threshold,
        "rule": setting.rule.value,
        "at_least": setting.at_least,
        "exact_decode": material.exact,
        "looked": material.looked,
        "versions": versions(setting.method, looked=material.looked),
    }


def _submissions(payroll: Payroll) -> Iterator[list[object]]:
    sent = payroll.submissions
    columns = (
        payroll.outcome.catalog.paths,
        sent.contributor,
        sent.submitted_at_ms.tolist(),
        sent.price.tolist(),
        [sent.currency] * len(sent),
        sent.campaign,
        sent.known.tolist(),
    )
    return (list(row) for row in zip(*columns, strict=True))


def _evidence(material: Material) -> Iterator[list[object]]:
    """Chances in whole per cent: another processor may round the last digit otherwise."""
    record = material.record
    columns = (
        material.left.tolist(),
        material.right.tolist(),
        (RELATIONS[at] for at in record["relation"].tolist()),
        (VIEWS[at] for at in record["view"].tolist()),
        np.rint(100 * record["probability"].astype(np.float64)).astype(np.int64).tolist(),
    )
    return (list(row) for row in zip(*columns, strict=True))


def _groups(payroll: Payroll) -> Iterator[list[object]]:
    """Members in the order of their paths, groups in that of their keepers."""
    outcome, paths = payroll.outcome, payroll.outcome.catalog.paths
    found: list[list[object]] = []
    start, keepers = outcome.groups.start.tolist(), outcome.groups.keeper.tolist()
    for group, (begin, end) in enumerate(pairwise(start)):
        rows = outcome.groups.member[begin:end]
        kept = rows[outcome.kept[begin:end]]
        found.append(
            [
                paths[keepers[group]],
                sorted(paths[row] for row in rows.tolist()),
                sorted(paths[row] for row in kept.tolist()),
                STATUSES[outcome.status[group]].value,
            ]
        )
    return iter(sorted(found, key=lambda row: str(row[0])))


def _pay(payroll: Payroll) -> Iterator[list[object]]:
    paths = payroll.outcome.catalog.paths
    columns = (
        paths,
        (FATES[at].value for at in payroll.fate.tolist()),
        (KINDS[at].value for at in payroll.kind.tolist()),
        (WHYS[at].value for at in payroll.why.tolist()),
        (paths[row] if row >= 0 else None for row in payroll.original.tolist()),
        payroll.price.tolist(),
        payroll.amount.tolist(),
        payroll.decided.tolist(),
    )
    return (list(row) for row in zip(*columns, strict=True))


def _totals(payroll: Payroll) -> dict[str, object]:
    whole, people, headline = totals(payroll), by_contributor(payroll), payroll.outcome.headline
    columns = (people.submitted, people.payable, people.price, people.amount, people.held)
    of = zip(people.name, *(column.tolist() for column in columns), strict=True)
    names = ("submitted", "payable", "price", "amount", "held")
    return {
        "currency": payroll.submissions.currency,
        "pictures": headline.pictures,
        "groups": headline.groups,
        "flagged": headline.flagged,
        "pay": {name: getattr(whole, name) for name in whole.__dataclass_fields__},
        "contributors": {name: dict(zip(names, row, strict=True)) for name, *row in of},
    }
