"""What a rule may look at, and what it has chosen so far."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.decisions import Mark
from dedup_core.judged import CHANGED, Records
from dedup_core.manifest import Submissions
from dedup_core.review.ledger import Picture
from dedup_core.review.outcome import Distances, Outcome, Relations, Verdicts


@dataclass(frozen=True, slots=True)
class OfPairs:
    """What can be asked of any two rows; an outcome has only what the suggested picture is to each.

    distances: in the method's unit
    """

    distances: Distances
    relations: Relations
    verdicts: Verdicts


@dataclass(frozen=True, slots=True)
class Material:
    """All groups at a setting, and everything that is known of their pictures.

    marks: what people said of single pictures, by path and digest
    busy:  digests of groups that somebody is looking at right now
    """

    outcome: Outcome
    submitted: Submissions
    of_pairs: OfPairs
    marks: Mapping[Picture, Mark]
    busy: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """The picture of each group that a rule keeps.

    at:       its place among all members, int64 [groups]
    distance: of every member to it, float32 [members]
    related:  the same, judged.RECORD [members]
    """

    at: NDArray[np.int64]
    distance: NDArray[np.float32]
    related: Records

    @property
    def relation(self) -> NDArray[np.int8]:
        """Places in `judged.RELATIONS`, one a member; UNKNOWN where nobody looked."""
        return np.asarray(self.related["relation"])


def choice(material: Material, at: NDArray[np.int64]) -> Choice:
    """A choice of members, with what the others are to them."""
    outcome, groups = material.outcome, material.outcome.groups
    kept = np.repeat(groups.member[at], groups.sizes)
    distance = np.asarray(material.of_pairs.distances(kept, groups.member), np.float32)
    related = material.of_pairs.relations(kept, groups.member)
    # What differs from the suggested picture goes on doing so, whichever is kept instead.
    differs = (outcome.relation == CHANGED) & (kept != groups.member)
    related["relation"][differs] = CHANGED
    return Choice(at, distance, related)


def codes(names: tuple[str, ...]) -> NDArray[np.int64]:
    """One number for each different name, -1 for the empty one; int64 [names]."""
    known: dict[str, int] = {"": -1}
    return np.fromiter((known.setdefault(n, len(known)) for n in names), np.int64, len(names))
