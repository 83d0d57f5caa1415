"""The pairs drawn for a dataset and a method, and what was said of them so far.

Everything follows from the log: whoever stops, goes on, or sits down beside somebody else has the
same pairs in the same order.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dedup_core.calibrate.answers import NOT_ASKED, Answers, answers_from
from dedup_core.calibrate.drawing import Design, design
from dedup_core.calibrate.estimating import Estimates, estimate
from dedup_core.calibrate.goals import Goal, settled
from dedup_core.decisions import Act, Entry, Judgement, Verdict
from dedup_core.fingerprints import Method
from dedup_core.judged_pairs import Contents, contents
from dedup_core.model import Catalog
from dedup_core.pairs import PairTable
from dedup_core.review.ledger import Ledger
from dedup_core.store import Dataset

USUAL = 30  # answers that a sitting aims at
_KEPT = 4  # draws that stay in memory, 4 MB each at 100,000 pictures
_ESTIMATES_KEPT = 32
_SEED_BYTES = 4

Pair = frozenset[str]


class Rows(Protocol):
    """An open dataset, as far as a sitting needs it."""

    version: str
    dataset: Dataset
    catalog: Catalog

    def pairs(self, method: str) -> PairTable:
        """All pairs of a method."""
        ...

    def ledger(self) -> Ledger:
        """What people decided."""
        ...


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is drawn, and the answers so far.

    seed, around: what the draw was made with; `around` in the method's unit
    last:         id of the newest entry of the log that the answers contain
    """

    method: Method
    design: Design
    digests: tuple[str, ...]
    seed: int
    around: float
    answers: Answers
    last: int

    @property
    def aim(self) -> int:
        """How many answers a sitting aims at: USUAL, or all that can be asked."""
        return min(USUAL, len(self.design))

    def pair(self, place: int) -> tuple[str, str]:
        """The digests of the pair drawn at a place."""
        left, right = int(self.design.left[place]), int(self.design.right[place])
        return self.digests[left], self.digests[right]

    def next_pairs(self, most: int, *, taken: Collection[Pair] = ()) -> list[int]:
        """Places of the first pairs to ask about, without those that others have before them.

        Two contents are asked about once, however many copies of their files make pairs.
        """
        free = dict[Pair, int]()
        for place in np.flatnonzero(self.answers == NOT_ASKED).tolist():
            pair = frozenset(self.pair(place))
            if pair not in taken:
                free.setdefault(pair, place)
            if len(free) == most:
                break
        return list(free.values())


@dataclass(frozen=True, slots=True)
class _Drawn:
    design: Design
    within: Contents


class Sittings:
    """The sittings of a server. Safe to use from several threads; draws are made once."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[tuple[str, str, float], _Drawn] = OrderedDict()
        self._estimates: OrderedDict[tuple[object, ...], object] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, rows: Rows, method: Method, *, threshold: float) -> Sitting:
        """The sitting of a dataset and a method as it stands.

        threshold: around which pairs are drawn, if nobody has answered yet
        """
        ledger = rows.ledger()
        around = begun_at(ledger.entries, rows.dataset.id, method.name)
        around = threshold if around is None else around
        seed = seed_of(rows.dataset.id, method.name)
        drawn, last = self._draw(rows, method, around, seed), ledger.last
        answers = answers_from(
            ledger.judgements(), drawn.design, drawn.within, unsure=ledger.doubts()
        )
        digests = tuple(drawn.within.digests)
        return Sitting(method, drawn.design, digests, seed, around, answers, last)

    def estimates(self, sitting: Sitting, *, scene_counts: bool) -> Estimates:
        """What the answers say of every threshold; kept for the next one who asks."""
        key = (*_named(sitting), scene_counts)
        found = self._estimates.get(key)
        if not isinstance(found, Estimates):
            found = estimate(sitting.design, sitting.answers, scene_counts=scene_counts)
            self._keep(key, found)
        return found

    def settled(self, sitting: Sitting, goal: Goal, *, scene_counts: bool) -> bool:
        """Whether 30 more answers would hardly change what is recommended for a goal."""
        key = (*_named(sitting), scene_counts, repr(goal))
        found = self._estimates.get(key)
        if not isinstance(found, bool):
            found = settled(sitting.design, sitting.answers, goal, scene_counts=scene_counts)
            self._keep(key, found)
        return found

    def _draw(self, rows: Rows, method: Method, around: float, seed: int) -> _Drawn:
        key = (rows.version, method.name, around)
        with self._lock:
            found = self._drawn.get(key)
        if found is None:
            found = _draw(rows, method, around, seed)
        with self._lock:
            self._drawn[key] = found
            self._drawn.move_to_end(key)
            while len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
        return found

    def _keep(self, key: tuple[object, ...], value: object) -> None:
        with self._lock:
            self._estimates[key] = value
            while len(self._estimates) > _ESTIMATES_KEPT:
                self._estimates.popitem(last=False)


def seed_of(dataset: str, method: str) -> int:
    """The seed of a draw, so that everybody who answers has the same pairs."""
    digest = sha256(f"{dataset} {method}".encode()).digest()
    return int.from_bytes(digest[:_SEED_BYTES], "big")


def begun_at(entries: Iterable[Entry], dataset: str, method: str) -> float | None:
    """The threshold at which the first answer was given, also one that was taken back since."""
    first = (
        entry.threshold
        for entry in entries
        if _is_answer(entry, dataset, method) and entry.threshold is not None
    )
    return next(first, None)


def last_answer(ledger: Ledger, reviewer: str, method: str) -> Entry | None:
    """The newest answer of this reviewer that holds: what an undo takes back."""
    mine = (
        entry
        for entry in reversed(ledger.entries)
        if entry.reviewer == reviewer and _is_answer(entry, ledger.dataset, method)
    )
    return next(filter(ledger.active, mine), None)


def said_by_others(
    ledger: Ledger, pair: tuple[str, str], *, reviewer: str, since: int
) -> tuple[Entry, Verdict] | None:
    """The newest verdict of somebody else on a pair after an entry, with who gave it."""
    for entry in ledger.since(since):
        if entry.reviewer == reviewer or entry.blind or not ledger.active(entry):
            continue
        for judgement in entry.judgements:
            if judgement.verdict is not None and _is_about(judgement, *pair):
                return entry, judgement.verdict
    return None


def _draw(rows: Rows, method: Method, around: float, seed: int) -> _Drawn:
    table, within = rows.pairs(method.name), contents(rows.catalog.digests)
    drawn = design(
        table,
        around=method.limit_of(around),
        seed=seed,
        limits=_limits(method, table.reach),
        first=within.first,
    )
    return _Drawn(drawn, within)


def _limits(method: Method, reach: float) -> NDArray[np.float32]:
    return np.array([method.limit_of(stop) for stop in method.thresholds(reach)], np.float32)


def _named(sitting: Sitting) -> tuple[object, ...]:
    """What makes the estimates of two sittings the same: the draw, and the answers."""
    design = sitting.design
    drawn = sha256(design.left.tobytes() + design.right.tobytes() + design.sizes.tobytes())
    return sitting.method.name, drawn.digest(), sitting.answers.tobytes()


def _is_answer(entry: Entry, dataset: str, method: str) -> bool:
    mine = entry.dataset == dataset and entry.method == method
    return mine and entry.act is Act.ANSWER and not entry.blind


def _is_about(judgement: Judgement, one: str, other: str) -> bool:
    left, right = judgement.left, judgement.right or judgement.left
    return (one in left and other in right) or (other in left and one in right)
