"""What tests of pay share: a desk with submissions, what people do on it, and its payroll."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dedup_core.decisions import Act, Entry, Verdict
from dedup_core.fingerprints import method_named
from dedup_core.judged import CHANGED, COPY, SAME_SCENE, VIEWS, Records
from dedup_core.judged_pairs import NO_VERDICT
from dedup_core.pay import FATES, KINDS, WHYS, Fate, Known, Payroll, Policy, hands, pay
from dedup_core.review.acts import Asked, Member, Suggested, entry_of
from tests.ruling import ME, SETTING, Desk

PRICE = 15  # smallest units
_DUPLICATE = tuple(Verdict).index(Verdict.DUPLICATE)
Pair = tuple[int, int]


def payroll(
    desk: Desk,
    policy: Policy | None = None,
    *,
    views: Mapping[Pair, str] | None = None,
    method: str = SETTING.method,
    threshold: float = SETTING.threshold,
) -> Payroll:
    """What a policy makes of the groups on a desk.

    views: how far the camera moved, by pair; method: under which distances are read
    """

    def relations(left: NDArray[np.int32], right: NDArray[np.int32]) -> Records:
        records = desk.relations(left, right)
        pairs = zip(left.tolist(), right.tolist(), strict=True)
        records["view"] = [VIEWS.index((views or {}).get((min(p), max(p)), "")) for p in pairs]
        return records

    def reviewer(left: int, right: int) -> str:
        pair = {desk.catalog.digests[left], desk.catalog.digests[right]}
        said = [e for e in desk.ledger.entries if e.judgements and pair <= e.digests()]
        return said[-1].reviewer if said else ""

    known = Known(
        hands(desk.ledger, desk.catalog), _copies(desk), relations, desk.verdicts, reviewer
    )
    shown = replace(
        desk.outcome(),
        method=method_named(method),
        setting=replace(SETTING, method=method, threshold=threshold),
    )
    return pay(shown, desk.material().submitted, policy or Policy(), known=known)


def _copies(desk: Desk) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """By verdict, else by evidence."""
    rows = range(len(desk.catalog))
    every = [(a, b) for a in rows for b in rows if a < b]
    left, right = np.array(every, np.int32).reshape(-1, 2).T
    said = desk.verdicts(left, right)
    seen = desk.relations(left, right)["relation"] == COPY
    copies = (said == _DUPLICATE) | ((said == NO_VERDICT) & seen)
    return left[copies], right[copies]


def _suggested(desk: Desk) -> Suggested:
    rows = {digest: row for row, digest in enumerate(desk.catalog.digests)}

    def suggested(first: str, others: Sequence[str]) -> list[Verdict]:
        pairs = [sorted((rows[first], rows[other])) for other in others]
        found = [desk.related.get((one, other)) for one, other in pairs]
        return [
            Verdict.SAME_SCENE if relation in (SAME_SCENE, CHANGED) else Verdict.DUPLICATE
            for relation in found
        ]

    return suggested


def members(desk: Desk, *rows: int, keep: bool | None = None) -> tuple[Member, ...]:
    """Pictures of a desk as an act names them."""
    paths, digests = desk.catalog.paths, desk.catalog.digests
    return tuple(Member(paths[row], digests[row], keep) for row in rows)


def mark(desk: Desk, row: int, *, keep: bool | None) -> Entry:
    """Somebody points at one picture."""
    asked = Asked("a dataset", ME, Act.MARK, members(desk, row, keep=keep))
    return desk.say(entry_of(asked, desk.ledger))


def accept(desk: Desk, *, keep: Sequence[int], remove: Sequence[int]) -> Entry:
    """Somebody accepts a group as it is shown."""
    shown = (*members(desk, *keep, keep=True), *members(desk, *remove, keep=False))
    asked = Asked("a dataset", ME, Act.ACCEPT, shown)
    return desk.say(entry_of(asked, desk.ledger, suggested=_suggested(desk)))


def undo(desk: Desk) -> Entry:
    """Somebody takes back what they did last."""
    return desk.say(entry_of(Asked("a dataset", ME, Act.UNDO), desk.ledger))


def paid(found: Payroll) -> list[int]:
    """The rows that are paid."""
    return np.flatnonzero(found.fate == FATES.index(Fate.PAID)).tolist()


def fates(found: Payroll) -> list[str]:
    """The fate of each row, in words."""
    return [FATES[fate].value for fate in found.fate]


def whys(found: Payroll) -> list[str]:
    """The reason of each row, in words."""
    return [WHYS[why].value for why in found.why]


def kinds(found: Payroll) -> list[str]:
    """What each row is, in words."""
    return [KINDS[kind].value for kind in found.kind]
