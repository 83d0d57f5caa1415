"""What pay has to know beside the groups: who is whose copy, and who said what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dedup_core.constraints import Constraints
from dedup_core.decisions import Verdict
from dedup_core.judged import COPY, Rows
from dedup_core.judged_pairs import NO_VERDICT
from dedup_core.opened import OpenDataset
from dedup_core.pay.hands import Hands, hands, untouched
from dedup_core.review.ledger import Ledger
from dedup_core.review.outcome import Relations, Verdicts, unlooked, unsaid

Pairs = tuple[Rows, Rows]
Reviewer = Callable[[int, int], str]
_DUPLICATE = tuple(Verdict).index(Verdict.DUPLICATE)


def nobody(_: int, __: int) -> str:
    """Nobody gave a verdict."""
    return ""


def no_pairs() -> Pairs:
    """No two rows."""
    return np.zeros(0, np.int32), np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of pictures and of pairs.

    copies:   pairs of rows that are one shot, int32 [pairs] twice: by verdict, or else by evidence
    reviewer: who gave the last verdict on two rows; empty: nobody
    """

    hands: Hands
    copies: Pairs
    relations: Relations = unlooked
    verdicts: Verdicts = unsaid
    reviewer: Reviewer = nobody


def nothing_known(pictures: int) -> Known:
    """Nobody looked at any pair, and nobody said anything."""
    return Known(untouched(pictures), no_pairs())


def known(
    opened: OpenDataset, method: str, *, seen: Pairs | None = None, said: Hands | None = None
) -> Known:
    """What is known of an open dataset now.

    seen: `copies_by_evidence(opened)`, when it is at hand: half a second for a million looks, and
          it stays the same until more pairs are looked at
    said: `hands` of its ledger, when they are at hand: they stay the same until somebody decides
    """
    told, ledger, of_pairs = opened.constraints(), opened.ledger(), opened.of_pairs(method)
    left, right = copies_by_evidence(opened) if seen is None else seen
    unsaid_of = told.verdict_of(left, right) == NO_VERDICT
    linked = told.pairs.only(told.pairs.said == _DUPLICATE)
    copies = (
        np.concatenate((left[unsaid_of], linked.left)),
        np.concatenate((right[unsaid_of], linked.right)),
    )
    return Known(
        hands(ledger, opened.catalog) if said is None else said,
        copies,
        of_pairs.relations,
        of_pairs.verdicts,
        _reviewer_of(told, ledger),
    )


def copies_by_evidence(opened: OpenDataset) -> Pairs:
    """Pairs of rows that are one shot for what a look at them found; files of one content, too."""
    looked_at = opened.judged()
    copies = looked_at.record["relation"] == COPY
    return looked_at.left[copies], looked_at.right[copies]


def _reviewer_of(told: Constraints, ledger: Ledger) -> Reviewer:
    pairs = told.pairs
    names = {entry.id: entry.reviewer for entry in ledger.entries if entry.judgements}

    def reviewer(left: int, right: int) -> str:
        one, other = sorted((int(told.content[left]), int(told.content[right])))
        begin, end = np.searchsorted(pairs.left, [one, one + 1])
        at = int(begin + np.searchsorted(pairs.right[begin:end], other))
        found = at < end and pairs.right[at] == other
        return names.get(int(pairs.entry[at]), "") if found else ""

    return reviewer
