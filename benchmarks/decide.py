"""Times one decision on the server: from the act as it arrives to the groups that are sent back.

    python -m benchmarks.decide [--pictures 10000 100000] [--rounds 60]

Half of all groups are decided beforehand, some by verdicts that part or join pictures, so that the
log and the constraints are as long as in a real review. Then groups are decided one by one, as
every kind of act; each is measured as what the server does for it: the entry is written and on
disk; the dataset folds it in, forms groups, settles the slots and packs them for the browser.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks import reopen
from benchmarks.common import say, scratch, show_table, spread
from dedup_core.decisions import Act, Verdict
from dedup_core.groups import Rule
from dedup_core.review import Outcome, Setting
from dedup_core.review.acts import Asked, Member, entry_of
from dedup_core.review.queue import Queue, queued
from dedup_core.review.slots import Slots, first_slots, settled
from dedup_core.scan import OpenDataset
from dedup_core.store import Workspace
from pages.ui.grid import packed

THRESHOLD = 10  # bits
_SEED = 20261123
_LARGEST = 100  # pictures of a group that is decided; chance chains thousands together
_SETUP = (Act.ACCEPT, Act.ACCEPT, Act.ACCEPT, Act.NOT_DUPLICATES, Act.VERDICT)
_MEASURED = (Act.MARK, Act.ACCEPT, Act.NOT_DUPLICATES, Act.VERDICT, Act.SPLIT, Act.UNDO, Act.SKIP)


def main() -> None:
    """Measure and show."""
    options = _options()
    for count in options.pictures:
        with scratch() as run:
            reopen.fill(run / "workspace", count)
            for rule in Rule:
                rows = list(_rows(run / "workspace", rule, options.rounds))
                title = f"{count:,} pictures, {rule.value}, phash at {THRESHOLD} bits"
                show_table(title, ("milliseconds", "median", "p90", "worst"), rows)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=60)
    return parser.parse_args()


def _rows(folder: Path, rule: Rule, rounds: int) -> Iterator[tuple[object, ...]]:
    workspace = Workspace(folder)
    opened = OpenDataset(workspace, workspace.datasets()[0])
    setting = Setting("phash", THRESHOLD, rule)
    desk = _Desk(workspace, opened, setting)
    desk.prepare()
    taken: dict[Act, list[float]] = {act: [] for act in _MEASURED}
    for number in range(rounds):
        act = _MEASURED[number % len(_MEASURED)]
        taken[act].append(desk.decide(act))
    workspace.close()
    yield from ((act.value, *spread(times)) for act, times in taken.items())
    yield ("all", *spread([one for times in taken.values() for one in times]))


class _Desk:
    """One reviewer at one setting."""

    def __init__(self, workspace: Workspace, opened: OpenDataset, setting: Setting) -> None:
        self._workspace, self._opened, self._setting = workspace, opened, setting
        self._random = np.random.default_rng(_SEED)
        self._slots: Slots | None = None

    def prepare(self) -> None:
        """Decide every second group in one way or another."""
        outcome = self._opened.outcome(self._setting)
        say(f"{len(outcome.groups):,} groups; every second one is decided …")
        ledger = self._opened.ledger()
        for group in range(0, len(outcome.groups), 2):
            asked = self._asked(outcome, group, _SETUP[group // 2 % len(_SETUP)])
            self._workspace.log.append(entry_of(asked, ledger))
        whole = self._opened.outcome(self._setting)
        self._slots = first_slots(whole.groups.only(queued(whole, Queue())))

    def decide(self, act: Act) -> float:
        """Milliseconds that one decision of some group takes."""
        outcome = self._opened.outcome(self._setting)
        sizes = outcome.groups.sizes
        group = int(self._random.choice(np.flatnonzero(sizes < _LARGEST)))
        asked = self._asked(outcome, group, act)
        began = time.perf_counter()
        ledger = self._opened.ledger()
        entry = entry_of(asked, ledger, suggested=self._opened.suggested)
        self._workspace.log.append(entry, seen=ledger.last)
        whole = self._opened.outcome(self._setting)
        assert self._slots is not None
        self._slots = settled(self._slots, whole.groups, len(whole.catalog))
        seen = self._slots.seen()
        shown = self._opened.outcome(self._setting, groups=seen.groups)
        packed(shown, {}, slot_kind=seen.gone)
        return (time.perf_counter() - began) * 1000

    def _asked(self, outcome: Outcome, group: int, act: Act) -> Asked:
        begin, end = outcome.groups.start[group : group + 2].tolist()
        catalog = outcome.catalog
        members = [
            Member(catalog.paths[row], catalog.digests[row], keep=at == 0)
            for at, row in enumerate(outcome.groups.member[begin:end].tolist())
        ]
        apart = act in (Act.SPLIT, Act.VERDICT)
        return Asked(
            self._opened.dataset.id,
            "Reviewer",
            act,
            members=tuple(members[-1:] if apart else members),
            right=tuple(members[:-1] if apart else ()),
            verdict=Verdict.DUPLICATE if act is Act.VERDICT else None,
            method="phash",
            threshold=THRESHOLD,
            rule=self._setting.rule.value,
        )


if __name__ == "__main__":
    main()
