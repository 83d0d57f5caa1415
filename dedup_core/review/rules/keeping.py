"""Which picture of a group a rule keeps: criteria in turn, ties by path. Each one is a class here,
with a line in ALL.
"""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from dedup_core.review.rules.material import Material, codes

ENOUGH_DECIDED = 10  # of one contributor's pictures; fewer say nothing about the next one
_SAME_FORMAT = {"jpeg": "jpg", "jpe": "jpg", "tiff": "tif", "heif": "heic"}


class Criterion(Protocol):
    """One way to prefer a picture over another.

    name: the word in stored rules
    """

    name: ClassVar[str]

    def cost(self, material: Material) -> NDArray[Any]:
        """A number for each member of the groups; the smallest of a group is kept."""
        ...

    def words(self) -> str:
        """It behind "keep"."""
        ...


@dataclass(frozen=True, slots=True)
class Suggested:
    """The picture that is suggested on the Review page."""

    name: ClassVar[str] = "suggested"

    def cost(self, material: Material) -> NDArray[Any]:
        """The place in the group: the suggested one is the first."""
        return np.arange(len(material.outcome.groups.member))

    def words(self) -> str:
        """It behind "keep"."""
        return "the suggested picture"


@dataclass(frozen=True, slots=True)
class Resolution:
    """More pixels."""

    name: ClassVar[str] = "resolution"

    def cost(self, material: Material) -> NDArray[Any]:
        """Fewer than none: the negative number of pixels."""
        catalog, rows = material.outcome.catalog, material.outcome.groups.member
        return -(catalog.width[rows].astype(np.int64) * catalog.height[rows])

    def words(self) -> str:
        """It behind "keep"."""
        return "the highest resolution"


@dataclass(frozen=True, slots=True)
class Sharpness:
    """Sharper, see `Facts.sharpness`."""

    name: ClassVar[str] = "sharpness"

    def cost(self, material: Material) -> NDArray[Any]:
        """The negative sharpness."""
        return -material.outcome.catalog.sharpness[material.outcome.groups.member]

    def words(self) -> str:
        """It behind "keep"."""
        return "the sharpest"


@dataclass(frozen=True, slots=True)
class MostBytes:
    """The larger file."""

    name: ClassVar[str] = "bytes"

    def cost(self, material: Material) -> NDArray[Any]:
        """The negative number of bytes."""
        return -material.outcome.catalog.size_bytes[material.outcome.groups.member]

    def words(self) -> str:
        """It behind "keep"."""
        return "the largest file"


@dataclass(frozen=True, slots=True)
class TakenFirst:
    """Taken earlier by the camera's clock; an unknown time comes last."""

    name: ClassVar[str] = "taken"

    def cost(self, material: Material) -> NDArray[Any]:
        """Milliseconds since 1970."""
        catalog = material.outcome.catalog
        return _unknown_last(catalog.taken_at_ms[material.outcome.groups.member])

    def words(self) -> str:
        """It behind "keep"."""
        return "the one taken first"


@dataclass(frozen=True, slots=True)
class SubmittedFirst:
    """Submitted earlier; an unknown time comes last."""

    name: ClassVar[str] = "submitted"

    def cost(self, material: Material) -> NDArray[Any]:
        """Milliseconds since 1970."""
        return _unknown_last(material.submitted.submitted_at_ms[material.outcome.groups.member])

    def words(self) -> str:
        """It behind "keep"."""
        return "the one submitted first"


@dataclass(frozen=True, slots=True)
class Formats:
    """The earlier one in a list of file name endings, without their dots; others come last."""

    name: ClassVar[str] = "format"
    formats: tuple[str, ...]

    def cost(self, material: Material) -> NDArray[Any]:
        """The place of the ending in the list."""
        place = {_ending(f".{name}"): at for at, name in reversed([*enumerate(self.formats)])}
        paths = material.outcome.catalog.paths
        rows = material.outcome.groups.member.tolist()
        found = (place.get(_ending(paths[row]), len(place)) for row in rows)
        return np.fromiter(found, np.int64, len(rows))

    def words(self) -> str:
        """It behind "keep"."""
        return f"the best format ({', '.join(self.formats)})"


@dataclass(frozen=True, slots=True)
class PathLike:
    """A path like this pattern: * for any letters, ? for one; capitals do not matter."""

    name: ClassVar[str] = "path"
    pattern: str

    def cost(self, material: Material) -> NDArray[Any]:
        """0 for a path that matches, else 1."""
        # What fnmatch makes of a pattern never tries one part twice: no pattern takes for ever.
        fits = re.compile(fnmatch.translate(self.pattern.casefold())).match
        paths = material.outcome.catalog.paths
        rows = material.outcome.groups.member.tolist()
        return np.fromiter((fits(paths[row].casefold()) is None for row in rows), bool, len(rows))

    def words(self) -> str:
        """It behind "keep"."""
        return f"a path like {self.pattern}"


@dataclass(frozen=True, slots=True)
class Reputation:
    """The contributor more of whose decided pictures were kept, in this dataset.

    A contributor with fewer than ENOUGH_DECIDED decided pictures, or an unknown one, counts as the
    average of all.
    """

    name: ClassVar[str] = "reputation"

    def cost(self, material: Material) -> NDArray[Any]:
        """The share of decided pictures that were not kept, 0 … 1."""
        who = codes(material.submitted.contributor)
        rejected = _rejected(material, who)
        return rejected[who[material.outcome.groups.member]]

    def words(self) -> str:
        """It behind "keep"."""
        return "the contributor with the best record"


def _rejected(material: Material, who: NDArray[np.int64]) -> NDArray[np.float64]:
    """The share of their decided pictures that was removed, by contributor; the last: unknown."""
    said, catalog = material.marks, material.outcome.catalog
    of_path = dict(zip(catalog.paths, zip(who.tolist(), catalog.digests, strict=True), strict=True))
    count = np.zeros((2, int(who.max(initial=-1)) + 2), np.int64)  # removed, kept
    for mark in said.values():
        one, digest = of_path.get(mark.path, (-1, ""))
        if mark.keep is not None and digest == mark.digest:
            count[int(mark.keep), one] += 1
    decided, (removed, _) = count.sum(axis=0), count
    average = removed.sum() / max(1, decided.sum())
    enough = decided >= ENOUGH_DECIDED
    enough[-1] = False  # the unknown are no contributor
    return np.asarray(np.where(enough, removed / np.maximum(1, decided), average))


def _ending(path: str) -> str:
    ending = path.rpartition(".")[2].casefold()
    return _SAME_FORMAT.get(ending, ending)


def _unknown_last(time_ms: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.where(time_ms < 0, np.iinfo(np.int64).max, time_ms)


ALL: tuple[type[Criterion], ...] = (
    Suggested,
    Resolution,
    Sharpness,
    TakenFirst,
    SubmittedFirst,
    Formats,
    PathLike,
    Reputation,
    MostBytes,
)


def chosen(material: Material, order: tuple[Criterion, ...]) -> NDArray[np.int64]:
    """The best member of each group by these criteria in turn, then by path; int64 [groups]."""
    groups = material.outcome.groups
    costs = [criterion.cost(material) for criterion in order]
    keys = (groups.member, *reversed(costs), groups.of_each_member())  # rows are in path order
    return np.lexsort(keys)[groups.start[:-1]]
