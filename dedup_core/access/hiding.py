"""What is left out for a client who may not know who was where, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast, overload

import numpy as np

from dedup_core.evidence import FactRow
from dedup_core.manifest import Submissions
from dedup_core.manifest.moments import UNKNOWN as NO_TIME
from dedup_core.model import Catalog, Facts, Skipped
from dedup_core.names import Names
from dedup_core.pay import Payroll
from dedup_core.store import Workspace
from dedup_core.store.shares import Allow, Share

_TOLD = ("Pixels", "File size", "Format", "Sharpness", "Exposure", "In the file")
_TITLES = {"Taken": Allow.TIMES, "Place": Allow.PLACES, "Camera": Allow.NAMES}
_TIMED = "taken earlier"
_REVIEWER = "a reviewer"


@dataclass(frozen=True, slots=True)
class Contents:
    """Facts and thumbnails by content, as far as a link allows them."""

    workspace: Workspace
    share: Share

    def facts(self, digest: str) -> Facts:
        """What the client may know of a content; StoreError when it was never indexed."""
        facts, share = self.workspace.facts(digest), self.share
        if not share.allows(Allow.PLACES):
            facts = replace(facts, latitude=None, longitude=None)
        if not share.allows(Allow.TIMES):
            facts = replace(facts, taken_at_ms=None, utc_offset_minutes=None)
        return facts if share.allows(Allow.NAMES) else replace(facts, camera="", serial="")

    def thumbnail(self, digest: str) -> bytes | None:
        """The JPEG thumbnail of a content, None when there is none."""
        return self.workspace.thumbnail(digest)


class _Called(Sequence[str]):
    """What pictures are called, found out when somebody asks; 10 µs each among 2,000 names."""

    def __init__(self, paths: Sequence[str], names: Names) -> None:
        self._paths, self._names = paths, names

    def __len__(self) -> int:
        return len(self._paths)

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[str, ...]: ...

    def __getitem__(self, at: int | slice) -> str | tuple[str, ...]:
        if isinstance(at, slice):
            return tuple(self[row] for row in range(len(self))[at])
        row = range(len(self))[at]
        return self._names.picture(self._paths[row], row)


def catalog_for(catalog: Catalog, share: Share, names: Names) -> Catalog:
    """The catalog with what is hidden unknown in it, and no digest: nobody needs one to look."""
    rows = len(catalog)
    nowhere, empty = np.full(rows, np.nan), ("",) * rows
    hidden = replace(
        catalog,
        paths=cast("tuple[str, ...]", _Called(catalog.paths, names)),
        digests=empty,
        skipped=_skipped(catalog, names),
    )
    if not share.allows(Allow.PLACES):
        hidden = replace(hidden, latitude=nowhere, longitude=nowhere)
    if not share.allows(Allow.TIMES):
        never = np.full(rows, NO_TIME, np.int64)
        hidden = replace(hidden, taken_at_ms=never, utc_offset_minutes=nowhere)
    return hidden if share.allows(Allow.NAMES) else replace(hidden, camera=empty, serial=empty)


def shown(rows: tuple[FactRow, ...], share: Share) -> tuple[FactRow, ...]:
    """The rows that a client may see; one that said “unknown” instead would be untrue."""
    return tuple(row for row in rows if _may_see(row.title, share))


def without_times(words: str, share: Share) -> str:
    """Why a picture is kept, without the times in it where they are hidden."""
    timed = words.startswith(_TIMED) and not share.allows(Allow.TIMES)
    return _TIMED if timed else words


def payroll_for(payroll: Payroll, share: Share) -> Payroll:
    """A payroll in whose reasons no reviewer has a name, and times are unknown where hidden."""
    known, by = payroll.known, payroll.outcome.by
    nameless = dict.fromkeys(known.hands.reviewer, _REVIEWER)

    def reviewer(left: int, right: int) -> str:
        return _REVIEWER if known.reviewer(left, right) else ""

    return replace(
        payroll,
        outcome=replace(
            payroll.outcome, by={entry: (_REVIEWER, at) for entry, (_, at) in by.items()}
        ),
        submissions=_sent(payroll.submissions, share),
        known=replace(known, hands=replace(known.hands, reviewer=nameless), reviewer=reviewer),
    )


def _sent(submissions: Submissions, share: Share) -> Submissions:
    if share.allows(Allow.TIMES):
        return submissions
    return replace(submissions, submitted_at_ms=np.full(len(submissions), NO_TIME, np.int64))


def _may_see(title: str, share: Share) -> bool:
    return title in _TOLD or (title in _TITLES and share.allows(_TITLES[title]))


def _skipped(catalog: Catalog, names: Names) -> tuple[Skipped, ...]:
    first = len(catalog)  # behind the rows: no two files are called by one number
    return tuple(
        Skipped(*names.skipped(file.path, first + at, file.reason))
        for at, file in enumerate(catalog.skipped)
    )
