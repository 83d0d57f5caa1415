"""Everything is computed anew from the pictures, in a workspace that holds nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dedup_core import decode
from dedup_core.bundle.entries import stored_again
from dedup_core.bundle.material import material_of
from dedup_core.bundle.parts import parts_of
from dedup_core.bundle.reading import Bundle
from dedup_core.errors import BundleError, DecisionError
from dedup_core.fingerprints import INDEXED, Metric, method_named
from dedup_core.judged import RECORD, Judged, Rows
from dedup_core.looked import VERSION
from dedup_core.looking import Looker, Seen
from dedup_core.model import FREE, Catalog, Control, Report, quiet
from dedup_core.opened import OpenDataset
from dedup_core.pay import known, pay
from dedup_core.scan import add_path, scan
from dedup_core.store import Dataset, Workspace
from dedup_core.threads import one_thread_a_task

_PAIRS_A_TASK = 32


def indexed_again(
    bundle: Bundle,
    source: str | Path,
    workspace: Workspace,
    *,
    max_pixels: int = decode.MAX_PIXELS,
    report: Report = quiet,
    control: Control = FREE,
) -> Dataset:
    """The source indexed for what the bundle rests on; BundleError where the workspace is used."""
    if workspace.datasets():
        raise BundleError(f"{workspace.folder} holds datasets already. Choose an empty workspace.")
    method, dataset = method_named(bundle.setting.method), add_path(workspace, source)
    looks = bundle.looked or method.metric is Metric.JUDGED
    methods = tuple(dict.fromkeys((*INDEXED, method))) if looks else (method,)
    stored = tuple(one for one in methods if one.metric is not Metric.JUDGED)
    scan(
        workspace,
        dataset,
        stored,
        max_pixels=max_pixels,
        exactly=bundle.exact,
        report=report,
        control=control,
    )
    return workspace.dataset(dataset.id)


def computed_again(
    bundle: Bundle,
    workspace: Workspace,
    dataset: Dataset,
    *,
    report: Report = quiet,
    control: Control = FREE,
) -> dict[str, bytes]:
    """All parts as they come out now, from the same decisions, submissions and policy."""
    if bundle.looked:
        _look_again(bundle, workspace, dataset, report, control)
    try:
        stored_again(bundle.entries, workspace.log.append, dataset.id)
    except DecisionError as error:
        raise BundleError(f"The log of the bundle makes no sense: {error}") from error
    limit = method_named(bundle.setting.method).limit_of(bundle.setting.threshold)
    opened = OpenDataset(workspace, dataset, loosest=limit)
    told = known(opened, bundle.setting.method)
    outcome = opened.outcome(bundle.setting)
    payroll = pay(outcome, bundle.submissions, bundle.policy, known=told)
    return parts_of(material_of(opened, payroll))


def _look_again(
    bundle: Bundle, workspace: Workspace, dataset: Dataset, report: Report, control: Control
) -> None:
    """Look at all likely pairs, and at those of the bundle that are likely no more.

    A dataset that grew was looked at with fewer pictures before, and then other pairs were likely.
    """
    from dedup_core.look import look  # noqa: PLC0415 - 0.05 s that most bundles need not

    look(workspace, dataset, report=report, control=control)
    catalog = workspace.catalog(dataset.id)
    contents = sorted(set(catalog.digests))
    left, right = _by_content(bundle, catalog, contents)
    seen = workspace.looks.judged(contents, VERSION).keys(len(contents))
    new = ~np.isin(left * len(contents) + right, seen)
    if new.any():
        found = _looked_at(workspace, contents, left[new], right[new])
        workspace.looks.save_judged(contents, found, VERSION)


def _by_content(
    bundle: Bundle, catalog: Catalog, contents: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs of a bundle as numbers of contents, the smaller one first, each once."""
    number = {digest: at for at, digest in enumerate(contents)}
    of_row = np.array([number[digest] for digest in catalog.digests], np.int64)
    pairs = of_row[np.array(bundle.pairs, np.int64).reshape(-1, 2)]
    pairs = np.unique(np.sort(pairs, axis=1), axis=0)
    pairs = pairs[pairs[:, 0] < pairs[:, 1]]
    return pairs[:, 0], pairs[:, 1]


def _looked_at(
    workspace: Workspace, contents: Sequence[str], left: NDArray[np.int64], right: NDArray[np.int64]
) -> Judged:
    looker = Looker(workspace, contents)
    seen: list[Seen] = []
    with one_thread_a_task():
        for at in range(0, len(left), _PAIRS_A_TASK):
            part = slice(at, at + _PAIRS_A_TASK)
            seen += looker.look_at((left[part].astype(np.int32), right[part].astype(np.int32)))
    found = [one for one in seen if one.record is not None]
    records = [one.record for one in found if one.record is not None]
    none = np.zeros(0, np.int32)
    return Judged(
        _numbers([one.left for one in found]),
        _numbers([one.right for one in found]),
        np.concatenate(records) if records else np.zeros(0, RECORD),
        none,
        none,
    )


def _numbers(values: Sequence[int]) -> Rows:
    return np.array(values, np.int32)
