"""Who is at which group right now. It is in memory only, and forgotten within seconds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

KEPT_SECONDS = 15.0  # a tab says every 4 s where it is; two lost words are forgiven
MOST_DIGESTS = 50  # of a group; enough to know it by
MOST_TABS = 500  # of all datasets; more would be nobody's team


@dataclass(frozen=True, slots=True)
class Seen:
    """Where another tab is, and for how many seconds it has been there."""

    reviewer: str
    digests: tuple[str, ...]
    since: float


@dataclass(slots=True)
class _Tab:
    dataset: str
    reviewer: str
    digests: tuple[str, ...]
    came: float
    heard: float


class Board:
    """Which tabs are at which group. Safe to use from several threads; `clock` in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tabs: dict[str, _Tab] = {}
        self._lock = threading.Lock()

    def here(self, dataset: str, tab: str, *, reviewer: str, digests: tuple[str, ...]) -> None:
        """Say where a tab is. Beyond MOST_TABS the one unheard of for longest is forgotten."""
        now, digests = self._clock(), digests[:MOST_DIGESTS]
        with self._lock:
            before = self._tabs.pop(tab, None)
            stays = before is not None and (before.dataset, before.digests) == (dataset, digests)
            came = before.came if before is not None and stays else now
            self._tabs[tab] = _Tab(dataset, reviewer, digests, came, now)  # at the end: in order
            while len(self._tabs) > MOST_TABS:
                del self._tabs[next(iter(self._tabs))]

    def gone(self, tab: str) -> None:
        """Say that a tab is nowhere any more."""
        with self._lock:
            self._tabs.pop(tab, None)

    def others(self, dataset: str, tab: str) -> list[Seen]:
        """Where the other tabs of a dataset are, by reviewer."""
        now = self._clock()
        with self._lock:
            for late in [t for t, of in self._tabs.items() if now - of.heard > KEPT_SECONDS]:
                del self._tabs[late]
            found = [
                Seen(of.reviewer, of.digests, now - of.came)
                for other, of in self._tabs.items()
                if other != tab and of.dataset == dataset and of.digests
            ]
        return sorted(found, key=lambda seen: (seen.reviewer, seen.digests))
