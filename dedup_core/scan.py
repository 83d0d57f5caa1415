"""The stages in order: what every front end calls.

workspace = Workspace(folder)
dataset = scan("photos/", workspace)
opened = OpenDataset(workspace, dataset)
outcome = opened.outcome(Setting("phash", 10, Rule.KEEPER))
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dedup_core import decode, fingerprints
from dedup_core.errors import MethodError, NoPicturesError, SourceError
from dedup_core.fingerprints import Method, method_named
from dedup_core.groups import Groups, Neighbours, Rule, form_groups
from dedup_core.index import index
from dedup_core.keep import ranks
from dedup_core.model import FREE, Catalog, Control, Report, quiet
from dedup_core.pairs import BUDGET, PairTable, budget_for, find_pairs, silent_rows
from dedup_core.review import Outcome, Setting, as_column, outcome
from dedup_core.search.hamming import COMPILE_FROM
from dedup_core.sources import Source, open_source, upload_source
from dedup_core.store import Dataset, Mark, Workspace
from dedup_core.strictness import Curve, curve

_SETTINGS_KEPT = 64  # groups of so many settings stay in memory


def add_path(workspace: Workspace, place: str | Path) -> Dataset:
    """The dataset of a folder, zip or picture; SourceError when there is no such thing."""
    try:
        path = Path(place).resolve()
    except RuntimeError as error:  # links that go round in a circle
        raise SourceError(f"{place} leads nowhere: {error}") from error
    if not _is_text(str(path)):
        raise SourceError(f"The name of {str(path)!a} is not valid UTF-8. Rename it, then open it.")
    source = open_source(path)
    source.close()
    return workspace.add_dataset(name=source.name, kind="path", place=str(path))


def _is_text(name: str) -> bool:
    return name == name.encode("utf-8", "ignore").decode("utf-8")


def source_of(workspace: Workspace, dataset: Dataset) -> Source:
    """The source of a dataset; SourceError when it is no longer there."""
    if dataset.kind != "upload":
        return open_source(dataset.place)
    folder = workspace.uploads / dataset.id
    archive = folder / "upload.zip"
    if archive.exists():
        return open_source(archive)
    return upload_source(folder, name=dataset.name)


def scan(
    workspace: Workspace,
    dataset: Dataset,
    methods: Sequence[Method] = fingerprints.ALL,
    *,
    max_pixels: int = decode.MAX_PIXELS,
    exactly: bool | None = None,
    report: Report = quiet,
    control: Control = FREE,
) -> None:
    """Index a dataset. NoPicturesError when nothing in it can be read; its files stay listed.

    exactly: fingerprints from all pixels, or from a scaled decode; None: as the dataset has it
    """
    source = source_of(workspace, dataset)
    try:
        last = index(
            source,
            workspace,
            dataset.id,
            methods,
            max_pixels=max_pixels,
            exactly=dataset.exact if exactly is None else exactly,
            report=report,
            control=control,
        )
    finally:
        source.close()
    catalog = workspace.catalog(dataset.id)
    if len(catalog):
        return
    if catalog.found == 0:
        raise NoPicturesError(f"{dataset.name} is empty: there is no file in it.")
    first = catalog.skipped[0]
    raise NoPicturesError(
        f"{dataset.name} has {last.skipped:,} file{'s' * (last.skipped != 1)} but no picture that "
        f"can be read. The first: {first.path}: {first.reason}."
    )


def warm_up() -> None:
    """Load (the first time: compile) the fast loops, so that nobody waits for them later."""
    some = np.zeros((COMPILE_FROM, 8), np.uint8)
    some[:, :4] = np.arange(COMPILE_FROM, dtype="<u4").view(np.uint8).reshape(-1, 4)
    found = find_pairs(some, fingerprints.DEFAULT, loosest=1)
    table = Neighbours(found, np.arange(len(some), dtype=np.int32), plainly=False)
    for rule in Rule:
        form_groups(table, threshold=1, rule=rule)
        curve(table, rule)


def _rows_digest(catalog: Catalog) -> str:
    digest = hashlib.sha256()
    for path, content in zip(catalog.paths, catalog.digests, strict=True):
        digest.update(f"{path}\0{content}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class _Table:
    values: NDArray[np.uint8]
    pairs: PairTable
    neighbours: Neighbours


class OpenDataset:
    """An indexed dataset in memory. Safe to use from several threads.

    It stays as it was opened, whatever is indexed meanwhile. A method's pairs are found when it is
    first asked for; after that a threshold is a cut.

    version: differs when any row does; part of every address that holds a row number
    loosest: search up to this distance, with the whole budget; None: as far as a slider needs it
    """

    def __init__(
        self,
        workspace: Workspace,
        dataset: Dataset,
        *,
        loosest: int | None = None,
        budget: int = BUDGET,
    ) -> None:
        self._workspace, self.dataset = workspace, dataset
        self.catalog = workspace.catalog(dataset.id)
        self._loosest, self._budget = loosest, budget
        self.version = f"{dataset.id}-{_rows_digest(self.catalog)}"
        self._rank = ranks(self.catalog)
        self._row_of = {path: row for row, path in enumerate(self.catalog.paths)}
        self._tables: dict[str, _Table] = {}
        self._groups: OrderedDict[Setting, Groups] = OrderedDict()
        self._curves: dict[tuple[str, Rule, int], Curve] = {}
        self._lock = threading.RLock()

    def pairs(self, method: str) -> PairTable:
        """All pairs of a method up to the loosest threshold that is offered."""
        return self._table(method).pairs

    def groups(self, setting: Setting) -> Groups:
        """Groups at a setting; MethodError when its threshold is beyond what was searched."""
        table = self._table(setting.method)
        if not 0 <= setting.threshold <= max(table.pairs.reach, 0):
            raise MethodError(
                f"A threshold of {setting.threshold} is outside 0 … {table.pairs.reach} "
                f"for {setting.method} on this dataset."
            )
        with self._lock:
            groups = self._groups.get(setting)
            if groups is None:
                groups = form_groups(
                    table.neighbours,
                    threshold=setting.threshold,
                    rule=setting.rule,
                    at_least=setting.at_least,
                )
                self._groups[setting] = groups
                while len(self._groups) > _SETTINGS_KEPT:
                    self._groups.popitem(last=False)
            self._groups.move_to_end(setting)
        return groups

    def curve(self, method: str, rule: Rule, *, at_least: int = 2) -> Curve:
        """What each threshold of a method would give under a rule, up to the reach of its pairs."""
        table, key = self._table(method), (method, rule, at_least)
        if key not in self._curves:  # without the lock: a move of the slider need not wait for it
            self._curves[key] = curve(table.neighbours, rule, at_least=at_least)
        return self._curves[key]

    def outcome(self, setting: Setting, marks: Mapping[str, Mark] | None = None) -> Outcome:
        """Groups at a setting with distances and with people's marks (by default the stored)."""
        said = self._workspace.marks(self.dataset.id) if marks is None else marks
        table = self._table(setting.method)
        return outcome(
            self.catalog,
            method_named(setting.method),
            table.values,
            self.groups(setting),
            setting=setting,
            silent=table.pairs.silent,
            said=as_column(self.catalog, self._row_of, said),
        )

    def _table(self, name: str) -> _Table:
        with self._lock:
            if name not in self._tables:
                method = method_named(name)
                values = self._workspace.fingerprints(
                    self.catalog.digests, method, exactly=self.dataset.exact
                )
                choosing = self._loosest is None and len(values)
                found = find_pairs(
                    values,
                    method,
                    silent=silent_rows(self.catalog, method),
                    loosest=self._loosest,
                    budget=budget_for(values, self._budget) if choosing else self._budget,
                )
                self._tables[name] = _Table(values, found, Neighbours(found, self._rank))
            return self._tables[name]
