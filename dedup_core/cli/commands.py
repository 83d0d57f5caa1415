"""What each command does."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from dedup_core import fingerprints, report, settings
from dedup_core.cli.output import counts_of, list_skipped, output, summary
from dedup_core.control import Steering, listen, stopped_by_signals
from dedup_core.errors import DedupError
from dedup_core.fingerprints import Method, method_named
from dedup_core.groups import rule_named
from dedup_core.progress import moving_line, print_line
from dedup_core.report.base import csv_line, number
from dedup_core.review import Setting
from dedup_core.scan import OpenDataset, add_path, compute
from dedup_core.store import Dataset, Workspace


def methods(options: argparse.Namespace) -> int:
    """Print the ways to compare pictures."""
    rows = [
        {
            "name": method.name,
            "version": method.version,
            "title": method.title,
            "summary": method.summary,
            "unit": method.unit,
            "scale": [0, method.scale],
            "default": method.default,
            "loosest": method.loosest,
        }
        for method in fingerprints.ALL
    ]
    if options.json:
        print(json.dumps(rows, indent=1))
        return 0
    for method in fingerprints.ALL:
        scale = f"0–{method.scale} {method.unit}, default {method.default:g}"
        print(f"{method.name:16} {scale:32} {method.summary}")
    return 0


def scan(options: argparse.Namespace) -> int:
    """Index a source and print what was found."""
    if bool(options.source) == bool(options.dataset):
        print("error: give either SOURCE or --dataset ID", file=sys.stderr)
        return 2
    with workspace_for(options) as workspace:
        if options.dataset:
            dataset = workspace.dataset(options.dataset)
        else:
            dataset = add_path(workspace, options.source)
        _index(
            workspace,
            dataset,
            method_named(options.method) if options.method else None,
            exactly=options.exact_decode,
            rescan=not options.dataset,
            as_json=options.json,
            steered=options.steered,
        )
        catalog = workspace.catalog(dataset.id)
        counts = {"found": catalog.found, "indexed": len(catalog), "skipped": len(catalog.skipped)}
        if options.json:
            print(json.dumps({"dataset": dataset.id, **counts}), flush=True)
        else:
            print(counts_of(catalog))
            list_skipped(catalog, sys.stdout)
    return 0


def pairs(options: argparse.Namespace) -> int:
    """Write all pairs within a distance."""
    method = method_named(options.method)
    within = checked(method, options.within)
    with opened_for(options, method, within) as opened:
        table = opened.pairs(method.name)
        refuse_partial(opened, method, within)
        paths = opened.catalog.paths
        with output(options.out) as write:
            write("left,right,distance\n")
            for left, right, distance in zip(
                table.left.tolist(), table.right.tolist(), table.distance.tolist(), strict=True
            ):
                write(csv_line([paths[left], paths[right], number(distance)]))
        summary(opened, f"{len(table)} pairs")
    return 0


def groups(options: argparse.Namespace) -> int:
    """Write the groups at a threshold."""
    method = method_named(options.method)
    threshold = checked(method, options.threshold)
    with opened_for(options, method, threshold) as opened:
        refuse_partial(opened, method, threshold)
        setting = Setting(method.name, threshold, rule_named(options.rule))
        outcome = opened.outcome(setting)
        name = "groups.csv" if options.out.lower().endswith(".csv") else "groups.json"
        exporter = next(e for e in report.ALL if e.name == name)
        with output(options.out) as write:
            write(exporter.write(outcome).decode())
        headline = outcome.headline
        summary(opened, f"{headline.groups} groups, {headline.flagged} flagged")
    return 0


def checked(method: Method, threshold: float | None) -> float:
    """The threshold, or the method's own one; DedupError when it is none of the method."""
    chosen = method.default if threshold is None else threshold
    if chosen > method.scale:
        raise DedupError(
            f"{chosen:g} is outside the scale of {method.name}: 0 to {method.scale} {method.unit}."
        )
    if method.step >= 1 and chosen != int(chosen):
        raise DedupError(f"{method.name} is measured in whole {method.unit}; {chosen:g} is none.")
    return chosen


def refuse_partial(opened: OpenDataset, method: Method, threshold: float) -> None:
    """DedupError when more pairs lie within the threshold than are kept."""
    table = opened.pairs(method.name)
    if table.reach >= method.limit_of(threshold):
        return
    most = settings.from_environment().max_pairs
    strictest = "least" if method.is_similarity else "most"
    advice = (
        f"Choose at {strictest} {method.threshold_of(table.reach):g}."
        if table.reach >= 0
        else "Even identical ones are more: raise the limit, or take out copies."
    )
    raise DedupError(
        f"More than {most:,} pairs lie within {threshold:g} {method.unit}; "
        f"the limit is {most:,} (DEDUP_MAX_PAIRS). {advice}"
    )


def workspace_folder(options: argparse.Namespace) -> Path:
    """Where a command keeps what it computes."""
    named: Path | None = options.workspace
    return named or settings.from_environment().workspace


@contextmanager
def workspace_for(options: argparse.Namespace) -> Iterator[Workspace]:
    """The workspace of a command, closed afterwards."""
    workspace = Workspace(workspace_folder(options))
    try:
        yield workspace
    finally:
        workspace.close()


@contextmanager
def opened_for(
    options: argparse.Namespace, method: Method, threshold: float
) -> Iterator[OpenDataset]:
    """The source or the dataset of a command, indexed and open up to a threshold.

    A dataset is taken as it was indexed; only what the method lacks is computed.
    """
    loosest, budget = method.limit_of(threshold), settings.from_environment().max_pairs
    with workspace_for(options) as workspace:
        dataset, named = dataset_for(options, workspace), bool(getattr(options, "dataset", None))
        lacks = not (named and dataset.indexed_at) or OpenDataset(workspace, dataset).lacks(
            method.name
        )
        if lacks:
            _index(workspace, dataset, method, exactly=options.exact_decode, rescan=not named)
        dataset = workspace.dataset(dataset.id)
        yield OpenDataset(workspace, dataset, loosest=loosest, budget=budget)


def dataset_for(options: argparse.Namespace, workspace: Workspace) -> Dataset:
    """The dataset that a command names, or that of its source."""
    named: str | None = getattr(options, "dataset", None)
    return workspace.dataset(named) if named else add_path(workspace, options.source)


def indexed_for(options: argparse.Namespace, workspace: Workspace) -> Dataset:
    """The same, indexed: what was indexed before is not looked at again."""
    dataset = dataset_for(options, workspace)
    if not dataset.indexed_at:
        _index(workspace, dataset, None, exactly=options.exact_decode)
    return workspace.dataset(dataset.id)


def _index(
    workspace: Workspace,
    dataset: Dataset,
    method: Method | None,
    *,
    exactly: bool | None,
    rescan: bool = True,
    as_json: bool = False,
    steered: bool = False,
) -> None:
    limit = settings.from_environment().max_pixels
    steering = Steering(told=_print_paused if as_json else lambda _: None)
    if steered:
        listen(steering)
    shown = nullcontext(print_line) if as_json else moving_line()
    with shown as report, stopped_by_signals(steering):
        compute(
            workspace,
            dataset,
            method,
            max_pixels=limit,
            exactly=exactly,
            rescan=rescan,
            report=report,
            control=steering,
        )


def _print_paused(paused: bool) -> None:
    print(json.dumps({"paused": paused}), flush=True)
