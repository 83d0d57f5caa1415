"""What must be so in a group for a rule to touch it. A new condition is a class, and a line in ALL.

What is not known is never taken for granted: a group with an unknown contributor, time or relation
does not match a condition about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np

from dedup_core.errors import DecisionError
from dedup_core.fingerprints import method_named
from dedup_core.judged import CHANGED, RELATIONS
from dedup_core.review.rules.distances import every_pair_within
from dedup_core.review.rules.material import Choice, Material, codes
from dedup_core.review.rules.per_group import Bools, every, least, most, same


class Condition(Protocol):
    """One thing that must be so.

    name: the word in stored rules
    """

    name: ClassVar[str]

    def holds(self, material: Material, choice: Choice) -> Bools:
        """In which groups it is so, bool [groups]."""
        ...

    def words(self) -> str:
        """It as the end of "groups where …"."""
        ...


@dataclass(frozen=True, slots=True)
class Closest:
    """Every two pictures are as close as a threshold of `method` says, in its unit."""

    name: ClassVar[str] = "distance"
    method: str
    threshold: float

    def holds(self, material: Material, _: Choice) -> Bools:
        """In which groups it is so; DecisionError under another method."""
        return every_pair_within(material, _limit(self.method, self.threshold, material))

    def words(self) -> str:
        """It as the end of "groups where …"."""
        return _distance_in_words(self.method, self.threshold, "every {}")


@dataclass(frozen=True, slots=True)
class CloseToKept:
    """Every picture is as close to the kept one as a threshold of `method` says, in its unit."""

    name: ClassVar[str] = "distance to kept"
    method: str
    threshold: float

    def holds(self, material: Material, choice: Choice) -> Bools:
        """In which groups it is so; DecisionError under another method."""
        limit = np.float32(_limit(self.method, self.threshold, material))
        return np.asarray(most(material.outcome.groups, choice.distance) <= limit)

    def words(self) -> str:
        """It as the end of "groups where …"."""
        return _distance_in_words(self.method, self.threshold, "every {} to the kept picture")


def _limit(method: str, threshold: float, material: Material) -> float:
    """The largest distance; DecisionError under another method than that of the groups."""
    wanted, shown = method_named(method), material.outcome.method
    if shown.name != wanted.name:
        raise DecisionError(
            f"This rule is about distances by “{wanted.title}”, and the groups are by "
            f"“{shown.title}”. Choose that method, or change the distance in the rule."
        )
    return shown.limit_of(threshold)


def _distance_in_words(name: str, threshold: float, what: str) -> str:
    method = method_named(name)
    if method.is_similarity:
        return f"{what.format(method.unit)} is at least {method.said(threshold)}"
    return f"{what.format('distance')} is at most {method.said(threshold)}"


@dataclass(frozen=True, slots=True)
class Related:
    """Every other picture has one of these relations to the kept one; see `judged.RELATIONS`.

    Of no relation nothing has one: without any no group matches.
    """

    name: ClassVar[str] = "relation"
    relations: tuple[str, ...]

    def holds(self, material: Material, choice: Choice) -> Bools:
        """In which groups it is so, bool [groups]; where nobody looked, it is not."""
        groups = material.outcome.groups
        wanted = [RELATIONS.index(word) for word in self.relations]
        found = np.isin(choice.relation, wanted)
        found[choice.at] = True
        return every(groups, found)

    def words(self) -> str:
        """It as the end of "groups where …"."""
        chosen = " or ".join(self.relations) or "nothing chosen yet"
        return f"every picture is to the kept one: {chosen}"


@dataclass(frozen=True, slots=True)
class Contributors:
    """All pictures are one contributor's, or else not all of them are; all must be known."""

    name: ClassVar[str] = "contributor"
    one: bool

    def holds(self, material: Material, _: Choice) -> Bools:
        """In which groups it is so, bool [groups]."""
        groups = material.outcome.groups
        who = codes(material.submitted.contributor)[groups.member]
        alike = same(groups, who)
        return (least(groups, who) >= 0) & (alike if self.one else ~alike)

    def words(self) -> str:
        """It as the end of "groups where …"."""
        if self.one:
            return "all pictures are from the same contributor"
        return "the pictures are from different contributors"


@dataclass(frozen=True, slots=True)
class TakenWithin:
    """Between any two pictures lie at most so many seconds, by the camera's clock."""

    name: ClassVar[str] = "time"
    seconds: float

    def holds(self, material: Material, _: Choice) -> Bools:
        """In which groups it is so, bool [groups]."""
        groups = material.outcome.groups
        taken = material.outcome.catalog.taken_at_ms[groups.member]
        first, last = least(groups, taken), most(groups, taken)
        return np.asarray((first >= 0) & (last - first <= self.seconds * 1000))

    def words(self) -> str:
        """It as the end of "groups where …"."""
        return f"all were taken within {self.seconds:g} s"


@dataclass(frozen=True, slots=True)
class Sized:
    """A group has at least and at most so many pictures."""

    name: ClassVar[str] = "size"
    least: int
    most: int

    def holds(self, material: Material, _: Choice) -> Bools:
        """In which groups it is so, bool [groups]."""
        sizes = material.outcome.groups.sizes
        return (sizes >= self.least) & (sizes <= self.most)

    def words(self) -> str:
        """It as the end of "groups where …"."""
        if self.least == self.most:
            return f"there are {self.most:,} pictures"
        if self.least <= 2:  # no group has fewer
            return f"there are at most {self.most:,} pictures"
        return f"there are {self.least:,} to {self.most:,} pictures"


@dataclass(frozen=True, slots=True)
class KeptIsLargest:
    """No picture has more pixels than the kept one."""

    name: ClassVar[str] = "resolution"

    def holds(self, material: Material, choice: Choice) -> Bools:
        """In which groups it is so, bool [groups]."""
        catalog, groups = material.outcome.catalog, material.outcome.groups
        pixels = catalog.width.astype(np.int64) * catalog.height
        return np.asarray(pixels[groups.member[choice.at]] == most(groups, pixels[groups.member]))

    def words(self) -> str:
        """It as the end of "groups where …"."""
        return "no picture has a higher resolution than the kept one"


@dataclass(frozen=True, slots=True)
class SameFile:
    """All pictures are the same file, byte for byte."""

    name: ClassVar[str] = "same file"

    def holds(self, material: Material, _: Choice) -> Bools:
        """In which groups it is so, bool [groups]."""
        outcome = material.outcome
        return same(outcome.groups, codes(outcome.catalog.digests)[outcome.groups.member])

    def words(self) -> str:
        """It as the end of "groups where …"."""
        return "all are the same file"


@dataclass(frozen=True, slots=True)
class NothingDiffers:
    """In no picture a part is known to differ from the kept one."""

    name: ClassVar[str] = "nothing differs"

    def holds(self, material: Material, choice: Choice) -> Bools:
        """In which groups it is so, bool [groups]."""
        return every(material.outcome.groups, choice.relation != CHANGED)

    def words(self) -> str:
        """It as the end of "groups where …"."""
        return "no part of a picture differs"


ALL: tuple[type[Condition], ...] = (
    Closest,
    CloseToKept,
    Related,
    Contributors,
    TakenWithin,
    Sized,
    KeptIsLargest,
    SameFile,
    NothingDiffers,
)
