"""Which pairs of a dataset are worth a closer look: everything cheap is asked, loosely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints import Method, layout, method_named
from dedup_core.judged import Rows
from dedup_core.model import Catalog
from dedup_core.pairs import find_pairs, silent_rows
from dedup_core.scene import local
from dedup_core.scene.candidates import Candidates, Cheap, candidates, from_features
from dedup_core.store import Dataset, Workspace

# Similarity from which pairs are candidates beyond the nearest ones: it finds 91 % of wide camera
# moves (0.9: 40 %) and few others, 9 in 6.6 million pairs of unlike photos.
LOOSE_LAYOUT = 0.75
LOOSE_BITS = 10  # of phash, of pictures in any of the eight positions
PAIRS_A_PICTURE = 30  # that the hash may bring; its closest ones stay
_AT_ONCE = 256  # pictures whose features are in memory


def likely_pairs(
    workspace: Workspace, dataset: Dataset, catalog: Catalog, contents: Sequence[str]
) -> Candidates:
    """Pairs of contents (numbers of the sorted digests) that may show one scene."""
    _, row = np.unique(np.array(catalog.digests, "U64"), return_index=True)
    turned = method_named("phash-turned")
    measures = {"layout": Cheap(_vectors(workspace, dataset, contents), loose=LOOSE_LAYOUT)}
    details = from_features(StoredFeatures(workspace, contents))
    if details is not None:
        measures["details"] = details
    hashes = workspace.fingerprints(contents, turned, exactly=dataset.exact)
    silent = np.flatnonzero(np.isin(row, silent_rows(catalog, turned, hashes)))
    return candidates(
        len(contents),
        measures,
        known={"phash": _near_hashes(hashes, turned, silent.astype(np.int32))},
        taken_at=_seconds(catalog.taken_at_ms[row]),
    )


class StoredFeatures(Sequence[local.LocalFeatures]):
    """The local features of contents, read from the store a part at a time."""

    def __init__(self, workspace: Workspace, contents: Sequence[str]) -> None:
        self._workspace, self._contents = workspace, contents
        self._part: tuple[int, list[local.LocalFeatures]] = (-1, [])

    def __len__(self) -> int:
        return len(self._contents)

    @overload
    def __getitem__(self, index: int) -> local.LocalFeatures: ...
    @overload
    def __getitem__(self, index: slice) -> list[local.LocalFeatures]: ...
    def __getitem__(self, index: int | slice) -> local.LocalFeatures | list[local.LocalFeatures]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        part, at = divmod(index, _AT_ONCE)
        if self._part[0] != part:
            digests = self._contents[part * _AT_ONCE : (part + 1) * _AT_ONCE]
            packed = self._workspace.looks.features(digests, local.VERSION)
            self._part = part, [local.unpack(packed[digest]) for digest in digests]
        return self._part[1][at]

    def __iter__(self) -> Iterator[local.LocalFeatures]:
        return (self[at] for at in range(len(self)))


def _vectors(
    workspace: Workspace, dataset: Dataset, contents: Sequence[str]
) -> NDArray[np.float32]:
    return workspace.fingerprints(contents, layout.METHOD, exactly=dataset.exact)


def _near_hashes(hashes: NDArray[np.uint8], method: Method, silent: Rows) -> tuple[Rows, Rows]:
    budget = max(1000, PAIRS_A_PICTURE * len(hashes))
    found = find_pairs(hashes, method, silent=silent, loosest=LOOSE_BITS, budget=budget)
    return found.left, found.right


def _seconds(taken_at_ms: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.where(taken_at_ms < 0, np.nan, taken_at_ms / 1000)
