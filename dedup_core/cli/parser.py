"""Commands and options, as they are typed."""

from __future__ import annotations

import argparse
from pathlib import Path

from dedup_core import fingerprints
from dedup_core.cli import (
    applying,
    bundling,
    commands,
    exporting,
    paying,
    reporting,
    selftesting,
    submitting,
)
from dedup_core.cli.options import THRESHOLD, add_grouping, add_method, add_source, threshold


def parser() -> argparse.ArgumentParser:
    """What can be typed; `command` of its result is the function to call."""
    parser = argparse.ArgumentParser(
        prog="python -m dedup_core", description="Find near-duplicate pictures."
    )
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")

    _add_methods(verbs.add_parser("methods", help="list the ways to compare pictures"))
    _add_scan(verbs.add_parser("scan", help="index a source and say what was found"))
    _add_pairs(verbs.add_parser("pairs", help="write all pairs within a distance as CSV"))
    _add_groups(verbs.add_parser("groups", help="write groups as JSON, or CSV by the file's name"))
    _add_apply(verbs.add_parser("apply", help="list, copy what is kept, or move what is removed"))
    _add_restore(verbs.add_parser("restore", help="put back what apply --quarantine moved"))
    submitting.add(verbs)
    paying.add(verbs)
    exporting.add(verbs)
    bundling.add(verbs)
    reporting.add(verbs)
    selftesting.add(verbs)
    return parser


def _add_methods(methods: argparse.ArgumentParser) -> None:
    methods.add_argument("--json", action="store_true", help="machine-readable output")
    methods.set_defaults(command=commands.methods)


def _add_scan(scanning: argparse.ArgumentParser) -> None:
    add_source(scanning, optional=True)
    scanning.add_argument("--dataset", help="a dataset of the workspace by id, instead of SOURCE")
    scanning.add_argument(
        "--method",
        choices=[method.name for method in fingerprints.ALL],
        help="compute this method alone (default: all that are quick)",
    )
    scanning.add_argument("--json", action="store_true", help="progress and result as JSON lines")
    scanning.add_argument(
        "--steered",
        action="store_true",
        help="take the lines pause, resume and stop from standard input; its end stops the run, "
        "and what was finished is kept",
    )
    scanning.set_defaults(command=commands.scan)


def _add_pairs(pairs: argparse.ArgumentParser) -> None:
    add_source(pairs)
    add_method(pairs)
    pairs.add_argument("--within", type=threshold, metavar="N", help=THRESHOLD)
    pairs.add_argument("--out", default="-", metavar="FILE", help="CSV file (default: output)")
    pairs.set_defaults(command=commands.pairs)


def _add_groups(groups: argparse.ArgumentParser) -> None:
    add_source(groups)
    add_method(groups)
    add_grouping(groups)
    groups.add_argument("--out", default="-", metavar="FILE", help="file (default: output, JSON)")
    groups.set_defaults(command=commands.groups)


def _add_apply(options: argparse.ArgumentParser) -> None:
    add_source(options)
    add_method(options)
    add_grouping(options)
    which = options.add_mutually_exclusive_group()
    which.add_argument(
        "--decided-only", action="store_true", help="groups that were decided (the default)"
    )
    which.add_argument("--all-groups", action="store_true", help="undecided groups, too")
    way = options.add_mutually_exclusive_group(required=True)
    way.add_argument("--list", metavar="FILE", help="a line for each file, .csv or .json; - is CSV")
    way.add_argument("--copy", type=Path, metavar="DIR", help="copy what is kept to a new folder")
    way.add_argument("--zip", type=Path, metavar="FILE", help="put what is kept into a new zip")
    way.add_argument(
        "--quarantine",
        type=Path,
        metavar="DIR",
        help="move what is removed to a folder outside of SOURCE; restore DIR puts it back",
    )
    options.add_argument("--link", action="store_true", help="with --copy: hard links, no copies")
    options.add_argument("--dry-run", action="store_true", help="only check and say what it does")
    options.set_defaults(command=applying.carry_out)


def _add_restore(restoring: argparse.ArgumentParser) -> None:
    restoring.add_argument("folder", type=Path, metavar="DIR", help="the quarantine folder")
    restoring.set_defaults(command=applying.restore)
