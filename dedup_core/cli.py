"""The command line: python -m dedup_core methods | scan | pairs | groups.

Data goes to standard output or a file, progress and errors to standard error.
Exit codes: 0 fine, 1 a clear error on one line, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TextIO

from dedup_core import fingerprints, report, settings
from dedup_core.control import Steering, listen, stopped_by_signals
from dedup_core.errors import Cancelled, DedupError
from dedup_core.fingerprints import Method, method_named
from dedup_core.groups import Rule, rule_named
from dedup_core.model import Catalog
from dedup_core.progress import moving_line, print_line
from dedup_core.report.base import csv_line
from dedup_core.review import Setting
from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.store import Dataset, Workspace


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code comes back (wrong usage leaves with code 2)."""
    options = _parser().parse_args(arguments)
    warnings.filterwarnings("ignore", module=r"PIL\.")  # damaged files become rows with a reason
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code: int = options.command(options)
    except (Cancelled, KeyboardInterrupt):
        print("error: stopped; what was finished is kept", file=sys.stderr)
        return 1
    except DedupError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"error: {error.filename or ''}: {error.strerror or error}", file=sys.stderr)
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m dedup_core", description="Find near-duplicate pictures."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    methods = commands.add_parser("methods", help="list the ways to compare pictures")
    methods.add_argument("--json", action="store_true", help="machine-readable output")
    methods.set_defaults(command=_methods)

    scanning = commands.add_parser("scan", help="index a source and say what was found")
    _add_source(scanning, optional=True)
    scanning.add_argument("--dataset", help="a dataset of the workspace by id, instead of SOURCE")
    scanning.add_argument("--json", action="store_true", help="progress and result as JSON lines")
    scanning.add_argument(
        "--steered",
        action="store_true",
        help="take the lines pause, resume and stop from standard input; its end stops the run, "
        "and what was finished is kept",
    )
    scanning.set_defaults(command=_scan)

    pairs = commands.add_parser("pairs", help="write all pairs within a distance as CSV")
    _add_source(pairs)
    _add_method(pairs)
    pairs.add_argument("--within", type=_whole, metavar="N", help="largest distance")
    pairs.add_argument("--out", default="-", metavar="FILE", help="CSV file (default: output)")
    pairs.set_defaults(command=_pairs)

    groups = commands.add_parser("groups", help="write groups as JSON, or CSV by the file's name")
    _add_source(groups)
    _add_method(groups)
    groups.add_argument("--threshold", type=_whole, metavar="N", help="largest distance")
    groups.add_argument(
        "--rule",
        default=Rule.KEEPER.value,
        choices=[rule.value for rule in Rule],
        help="; ".join(f"{rule.value}: {rule.sentence}" for rule in Rule),
    )
    groups.add_argument("--out", default="-", metavar="FILE", help="file (default: output, JSON)")
    groups.set_defaults(command=_groups)
    return parser


def _add_source(parser: argparse.ArgumentParser, *, optional: bool = False) -> None:
    parser.add_argument(
        "source", metavar="SOURCE", nargs="?" if optional else None, help="folder, zip or picture"
    )
    parser.add_argument(
        "--workspace", type=Path, metavar="DIR", help="where results are kept (default: per user)"
    )


def _add_method(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--method",
        default=fingerprints.DEFAULT.name,
        choices=[method.name for method in fingerprints.ALL],
        help="how pictures are compared (default: %(default)s)",
    )


def _whole(text: str) -> int:
    value = int(text)
    if value < 0:
        raise ValueError
    return value


_whole.__name__ = "whole number"  # argparse names it in its message


def _methods(options: argparse.Namespace) -> int:
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
        scale = f"0–{method.scale} {method.unit}, default {method.default}"
        print(f"{method.name:6} {scale:26} {method.summary}")
    return 0


def _scan(options: argparse.Namespace) -> int:
    if bool(options.source) == bool(options.dataset):
        print("error: give either SOURCE or --dataset ID", file=sys.stderr)
        return 2
    with _workspace(options) as workspace:
        if options.dataset:
            dataset = workspace.dataset(options.dataset)
        else:
            dataset = add_path(workspace, options.source)
        _index(workspace, dataset, fingerprints.ALL, as_json=options.json, steered=options.steered)
        catalog = workspace.catalog(dataset.id)
        counts = {"found": catalog.found, "indexed": len(catalog), "skipped": len(catalog.skipped)}
        if options.json:
            print(json.dumps({"dataset": dataset.id, **counts}), flush=True)
        else:
            print(_counts(catalog))
            _list_skipped(catalog, sys.stdout)
    return 0


def _pairs(options: argparse.Namespace) -> int:
    method = method_named(options.method)
    within = _checked(method, options.within)
    with _opened(options, method, loosest=within) as opened:
        table = opened.pairs(method.name)
        _refuse_partial(opened, method, within)
        paths = opened.catalog.paths
        with _output(options.out) as write:
            write("left,right,distance\n")
            for left, right, distance in zip(
                table.left.tolist(), table.right.tolist(), table.distance.tolist(), strict=True
            ):
                write(csv_line([paths[left], paths[right], int(distance)]))
        _summary(opened, f"{len(table)} pairs")
    return 0


def _groups(options: argparse.Namespace) -> int:
    method = method_named(options.method)
    threshold = _checked(method, options.threshold)
    with _opened(options, method, loosest=threshold) as opened:
        _refuse_partial(opened, method, threshold)
        setting = Setting(method.name, threshold, rule_named(options.rule))
        outcome = opened.outcome(setting, marks={})
        name = "groups.csv" if options.out.lower().endswith(".csv") else "groups.json"
        exporter = next(e for e in report.ALL if e.name == name)
        with _output(options.out) as write:
            write(exporter.write(outcome).decode())
        headline = outcome.headline
        _summary(opened, f"{headline.groups} groups, {headline.flagged} flagged")
    return 0


def _checked(method: Method, threshold: int | None) -> int:
    chosen = method.default if threshold is None else threshold
    if chosen > method.scale:
        raise DedupError(
            f"{chosen} is outside the scale of {method.name}: 0 to {method.scale} {method.unit}."
        )
    return chosen


def _refuse_partial(opened: OpenDataset, method: Method, threshold: int) -> None:
    table = opened.pairs(method.name)
    if table.reach >= threshold:
        return
    most = settings.from_environment().max_pairs
    raise DedupError(
        f"More than {most:,} pairs lie within {threshold} {method.unit}; "
        f"the limit is {most:,} (DEDUP_MAX_PAIRS). "
        + (f"Choose at most {table.reach}." if table.reach >= 0 else "Too many are identical.")
    )


@contextmanager
def _workspace(options: argparse.Namespace) -> Iterator[Workspace]:
    workspace = Workspace(options.workspace or settings.from_environment().workspace)
    try:
        yield workspace
    finally:
        workspace.close()


@contextmanager
def _opened(options: argparse.Namespace, method: Method, *, loosest: int) -> Iterator[OpenDataset]:
    with _workspace(options) as workspace:
        dataset = add_path(workspace, options.source)
        _index(workspace, dataset, (method,))
        budget = settings.from_environment().max_pairs
        yield OpenDataset(workspace, dataset, loosest=loosest, budget=budget)


def _index(
    workspace: Workspace,
    dataset: Dataset,
    methods: Sequence[Method],
    *,
    as_json: bool = False,
    steered: bool = False,
) -> None:
    limit = settings.from_environment().max_pixels
    steering = Steering(told=_print_paused if as_json else lambda _: None)
    if steered:
        listen(steering)
    shown = nullcontext(print_line) if as_json else moving_line()
    with shown as report, stopped_by_signals(steering):
        scan(workspace, dataset, methods, max_pixels=limit, report=report, control=steering)


def _print_paused(paused: bool) -> None:
    print(json.dumps({"paused": paused}), flush=True)


@contextmanager
def _output(name: str) -> Iterator[Callable[[str], object]]:
    """A function that writes text; the file appears only when all of it is there."""
    if name == "-":
        yield sys.stdout.write
        return
    target = Path(name)
    partial = target.with_name(target.name + ".part")
    with partial.open("w", encoding="utf-8", newline="") as stream:
        yield stream.write
    partial.replace(target)


def _summary(opened: OpenDataset, result: str) -> None:
    catalog = opened.catalog
    print(
        f"{_counts(catalog)}; {result}",
        file=sys.stderr,
    )
    _list_skipped(catalog, sys.stderr)


def _counts(catalog: Catalog) -> str:
    return f"{catalog.found} found = {len(catalog)} indexed + {len(catalog.skipped)} skipped"


def _list_skipped(catalog: Catalog, stream: TextIO) -> None:
    for row in catalog.skipped:
        print(f"skipped {row.path}: {row.reason}", file=stream)
