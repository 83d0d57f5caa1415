"""Options that several commands share."""

from __future__ import annotations

import argparse
import sys
from math import inf
from pathlib import Path

from dedup_core import fingerprints
from dedup_core.groups import Rule

THRESHOLD = "the most bits they may differ in, or the least similarity (default: the method's)"


def add_grouping(parser: argparse.ArgumentParser) -> None:
    """Let a threshold and a grouping rule be chosen."""
    parser.add_argument("--threshold", type=threshold, metavar="N", help=THRESHOLD)
    parser.add_argument(
        "--rule",
        default=Rule.KEEPER.value,
        choices=[rule.value for rule in Rule],
        help="; ".join(f"{rule.value}: {rule.sentence}" for rule in Rule),
    )


def add_source(parser: argparse.ArgumentParser, *, optional: bool = False) -> None:
    """Let a source be named, a workspace and how pictures are decoded."""
    parser.add_argument(
        "source", metavar="SOURCE", nargs="?" if optional else None, help="folder, zip or picture"
    )
    parser.add_argument(
        "--workspace", type=Path, metavar="DIR", help="where results are kept (default: per user)"
    )
    parser.add_argument(
        "--exact-decode",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="hash every pixel, bit for bit as imagededup does; slower (default: as the dataset "
        "was indexed before, at first a scaled decode)",
    )


def add_method(parser: argparse.ArgumentParser) -> None:
    """Let a method be chosen."""
    parser.add_argument(
        "--method",
        default=fingerprints.DEFAULT.name,
        choices=[method.name for method in fingerprints.ALL],
        help="how pictures are compared (default: %(default)s)",
    )


def threshold(text: str) -> float:
    """A threshold as it was typed; ValueError for what is none."""
    value = float(text)
    if not 0 <= value < inf:
        raise ValueError
    return value


def add_dataset(parser: argparse.ArgumentParser) -> None:
    """Let a dataset of the workspace be named in the place of a source; after `add_source`."""
    parser.add_argument(
        "--dataset", metavar="ID", help="a dataset of the workspace by id, instead of SOURCE"
    )


def one_of_both(options: argparse.Namespace) -> bool:
    """Whether either a source or a dataset is named; otherwise that is said on standard error."""
    if bool(options.source) != bool(options.dataset):
        return True
    print("error: give either SOURCE or --dataset ID", file=sys.stderr)
    return False
