"""Two settings on one open dataset: what both find, what only one does, and how right each is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dedup_core.against import (
    Joined,
    Part,
    Places,
    Precision,
    joined,
    parts,
    precision,
    said_of,
)
from dedup_core.fingerprints import method_named
from dedup_core.opened import OpenDataset
from dedup_core.review import Setting

_MOST_JUDGED = 2_000  # pairs of a part that are asked for verdicts; nobody judges more in a row


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair as it is shown; distances in each method's unit, `said` a place in `Verdict` or -1."""

    left: int
    right: int
    first: float
    second: float
    said: int


class TwoSettings:
    """Two settings compared now.

    tables: `join` of the two methods, which no threshold changes
    """

    def __init__(
        self, opened: OpenDataset, first: Setting, second: Setting, tables: Joined
    ) -> None:
        self.opened, self.first, self.second, self._tables = opened, first, second, tables

    @cached_property
    def parts(self) -> dict[Part, Places]:
        """The pairs of each part, in the order of chance."""
        limits = [method_named(s.method).limit_of(s.threshold) for s in (self.first, self.second)]
        return parts(self._tables, first=limits[0], second=limits[1])

    @cached_property
    def flagged(self) -> dict[Part, int]:
        """Pictures that both flag, and that only one does."""
        one, other = _flagged(self.opened, self.first), _flagged(self.opened, self.second)
        both = len(np.intersect1d(one, other))
        return {Part.BOTH: both, Part.FIRST: len(one) - both, Part.SECOND: len(other) - both}

    def page(self, part: Part, begin: int, most: int) -> list[Pair]:
        """Some pairs of a part from a place on; what was judged before stands among them."""
        places = self.parts[part][begin : begin + most]
        left, right = self._tables.left[places], self._tables.right[places]
        columns = [
            self.opened.of_pairs(setting.method).distances(left, right)
            for setting in (self.first, self.second)
        ]
        said = self._said(places)
        return [
            Pair(int(a), int(b), float(d), float(e), int(s))
            for a, b, d, e, s in zip(left, right, *columns, said, strict=True)
        ]

    def precision(self, part: Part, *, scene_counts: bool) -> Precision:
        """How many of a part's pairs are duplicates, by what was judged from its first pair on."""
        places = self.parts[part]
        said = self._said(places[:_MOST_JUDGED])
        return precision(said, scene_counts=scene_counts, pairs=len(places))

    def _said(self, places: Places) -> NDArray[np.int8]:
        digests, tables = self.opened.catalog.digests, self._tables
        left, right = tables.left[places].tolist(), tables.right[places].tolist()
        same = np.array([digests[a] == digests[b] for a, b in zip(left, right, strict=True)], bool)
        verdicts = self.opened.of_pairs(self.first.method).verdicts
        return said_of(tables, places, same, verdicts)


def join(opened: OpenDataset, first: str, second: str) -> Joined:
    """The pairs of two methods in one table; a second for ten million, then it can be kept."""
    digests = bytes.fromhex("".join(digest[:16] for digest in opened.catalog.digests))
    return joined(opened.pairs(first), opened.pairs(second), np.frombuffer(digests, np.uint64))


def _flagged(opened: OpenDataset, setting: Setting) -> NDArray[np.int32]:
    outcome = opened.outcome(setting)
    return outcome.groups.member[~outcome.kept]
