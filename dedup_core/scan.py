"""The stages in order: what every front end calls.

workspace = Workspace(folder)
dataset = scan("photos/", workspace)
opened = OpenDataset(workspace, dataset)
outcome = opened.outcome(Setting("phash", 10, Rule.KEEPER))
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dedup_core import decode, fingerprints
from dedup_core.constraints import constraints
from dedup_core.decisions import Judgement, Verdict
from dedup_core.errors import NoPicturesError, SourceError
from dedup_core.fingerprints import Method, Metric
from dedup_core.groups import Neighbours, Rule, form_groups
from dedup_core.index import index
from dedup_core.model import FREE, Control, Report, quiet
from dedup_core.opened import OpenDataset
from dedup_core.pairs import find_pairs
from dedup_core.search.hamming import COMPILE_FROM
from dedup_core.sources import Source, open_source, upload_source
from dedup_core.store import Dataset, Workspace
from dedup_core.strictness import curve

__all__ = ["OpenDataset", "add_path", "compute", "scan", "source_of", "warm_up"]


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
    methods: Sequence[Method] = fingerprints.INDEXED,
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


def compute(
    workspace: Workspace,
    dataset: Dataset,
    method: Method | None,
    *,
    max_pixels: int = decode.MAX_PIXELS,
    exactly: bool | None = None,
    rescan: bool = True,
    report: Report = quiet,
    control: Control = FREE,
) -> None:
    """Index a dataset for one method, with all that it builds on; None: for all quick methods.

    rescan: whether to look for changed files where the method needs stored thumbnails only
    """
    judged = method is not None and method.metric is Metric.JUDGED
    if rescan or not judged or not dataset.indexed_at:
        methods = fingerprints.INDEXED if method is None or judged else (method,)
        scan(
            workspace,
            dataset,
            methods,
            max_pixels=max_pixels,
            exactly=exactly,
            report=report,
            control=control,
        )
    if judged:
        from dedup_core.look import look  # noqa: PLC0415 - 0.05 s that no other run needs

        look(workspace, workspace.dataset(dataset.id), report=report, control=control)


def warm_up() -> None:
    """Load (the first time: compile) the fast loops, so that nobody waits for them later."""
    some = np.zeros((COMPILE_FROM, 8), np.uint8)
    some[:, :4] = np.arange(COMPILE_FROM, dtype="<u4").view(np.uint8).reshape(-1, 4)
    found = find_pairs(some, fingerprints.DEFAULT, loosest=1)
    table = Neighbours(found, np.arange(len(some), dtype=np.int32), plainly=False)
    for rule in Rule:
        form_groups(table, threshold=1, rule=rule)
        curve(table, rule)
    rows = tuple(str(row) for row in range(len(some)))
    told = constraints([(1, Judgement(Verdict.DIFFERENT, rows[:2]))], rows)
    for rule in Rule:
        form_groups(table, threshold=1, rule=rule, constraints=told)
