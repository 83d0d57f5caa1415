"""Distances between copies, originals and other pictures under one method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup_core.errors import MethodError, NotComputedError
from dedup_core.fingerprints import Method, Metric, fitted
from dedup_core.model import Catalog
from dedup_core.pairs import MIN_INFORMATION
from dedup_core.search import search_for
from dedup_core.selftest.planting import Copy
from dedup_core.selftest.result import NEVER, Distances, MethodResult, counted, met, stops_of
from dedup_core.store import Dataset, Workspace

Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Cast:
    """Everything that is compared, as places: first others, then originals, then their copies.

    originals, others: rows of the catalog
    copies:            of each original, one for each change
    """

    originals: Rows
    others: Rows
    copies: list[list[Copy]]

    @property
    def changes(self) -> int:
        """Copies of each original."""
        return len(self.copies[0])

    def original(self) -> Rows:
        """The place of each original, [originals]."""
        first = len(self.others)
        return np.arange(first, first + len(self.originals), dtype=np.int32)

    def copy(self) -> Rows:
        """The place of each copy, [changes, originals]."""
        shape = len(self.originals), self.changes
        places = np.arange(shape[0] * shape[1], dtype=np.int32).reshape(shape)
        return np.ascontiguousarray(places.T) + np.int32(len(self.others) + len(self.originals))


@dataclass(frozen=True, slots=True)
class Compared:
    """The values of all places under a method. silent: which say nothing, bool [places]."""

    method: Method
    values: NDArray[Any]
    silent: NDArray[np.bool_]

    def distances(self, left: Rows, right: Rows) -> Distances:
        """Of pairs of places, any shape; NEVER where one says nothing."""
        search = search_for(self.method.metric)
        found = search.distances(self.values, left.ravel(), right.ravel()).astype(np.float32)
        silent = self.silent[left.ravel()] | self.silent[right.ravel()]
        return np.where(silent, NEVER, found).reshape(left.shape)


def why_not(workspace: Workspace, dataset: Dataset, catalog: Catalog, method: Method) -> str:
    """Why a method cannot be tested on a dataset, in a sentence; empty if it can."""
    if method.metric is Metric.EXACT:
        return "a changed picture never has the same pixels"
    try:
        stored = workspace.fingerprints(catalog.digests, method, exactly=dataset.exact)
        if method.learns:
            fitted.fit(stored)
    except NotComputedError:
        return "not computed for these pictures"
    except MethodError as error:
        return str(error)
    return ""


def compared(
    workspace: Workspace,
    dataset: Dataset,
    catalog: Catalog,
    method: Method,
    *,
    cast: Cast,
    number: int,
) -> Compared:
    """The values under a method; `number` is its place among the values of each copy."""
    rows = np.concatenate((cast.others, cast.originals))
    digests = [catalog.digests[row] for row in rows]
    stored = workspace.fingerprints(digests, method, exactly=dataset.exact)
    copies = [copy for made in cast.copies for copy in made]
    planted = np.stack([copy.values[number] for copy in copies])
    values = np.concatenate((stored, planted.astype(method.kind)))
    information = [*catalog.information[rows].tolist(), *(copy.information for copy in copies)]
    silent = np.zeros(len(values), np.bool_)
    if method.needs_detail:
        silent |= np.array(information) < MIN_INFORMATION
    if method.says_nothing is not None:
        silent |= method.says_nothing(values)
    if method.learns:  # from what is there: copies that nobody sent must not move it
        every = workspace.fingerprints(catalog.digests, method, exactly=dataset.exact)
        values = fitted.apply(fitted.fit(every), values)
    elif method.compared is not None:
        values = method.compared(values)
    return Compared(method, values, silent)


def measured(known: Compared, cast: Cast, strangers: tuple[Rows, Rows]) -> MethodResult:
    """What a method makes of the copies.

    strangers: originals and others (numbers) that show different things as far as anybody knows
    """
    mine, other = strangers
    copy, original = cast.copy(), cast.original()
    near = np.stack([known.distances(places[mine], other) for places in copy])
    before = known.distances(original[mine], other)
    apart = known.distances(copy, np.broadcast_to(original, copy.shape))
    return told(known.method, apart, near, np.broadcast_to(before, near.shape), others=len(mine))


def told(
    method: Method, apart: Distances, near: Distances, before: Distances, *, others: int
) -> MethodResult:
    """The result of a method from distances.

    apart:  of copies from their originals, [changes, originals]
    near:   of copies from others, [changes, pairs]; before: of their originals from the same
    others: pairs that there are for each change
    """
    stops = stops_of(method)
    return MethodResult(
        method, stops, apart, counted(stops, apart), met(stops, near, before), others
    )


def strangers(cast: Cast, related: NDArray[np.bool_]) -> tuple[Rows, Rows]:
    """Originals and others, as numbers, of all pairs that are not known to belong together.

    related: bool [originals, others]
    """
    same = cast.originals[:, None] == cast.others
    mine, other = np.nonzero(~(related | same))
    return mine.astype(np.int32), other.astype(np.int32)
