"""The command that tests the methods on planted copies: selftest."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from dedup_core import settings
from dedup_core.cli.commands import indexed_for, workspace_for
from dedup_core.cli.options import add_dataset, add_source, one_of_both
from dedup_core.cli.output import one_line
from dedup_core.control import Steering, stopped_by_signals
from dedup_core.opened import OpenDataset
from dedup_core.progress import moving_line
from dedup_core.selftest import ORIGINALS, MethodResult, SelfTest, self_test

_MOST_ORIGINALS = 300  # their copies take 200 MB of memory
_LAST_ROW = "false hits in 1,000"


def add(verbs: Any) -> None:
    """Add the command to the parser."""
    testing = verbs.add_parser(
        "selftest",
        help="plant changed copies of a few pictures, in memory, and say which methods find them",
        description="Make changed copies of pictures drawn by chance (saved again, cropped, "
        "mirrored …), in memory, and say how many of them each method finds at its default "
        "threshold. Nothing is written to SOURCE or to its dataset.",
    )
    add_source(testing, optional=True)
    add_dataset(testing)
    testing.add_argument(
        "--originals",
        type=_originals,
        default=ORIGINALS,
        metavar="N",
        help="how many pictures are copied (default: %(default)s)",
    )
    testing.add_argument(
        "--seed", type=_seed, default=0, metavar="N", help="of the draw (default: %(default)s)"
    )
    testing.add_argument("--json", action="store_true", help="machine-readable output")
    testing.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Test and print the result."""
    if not one_of_both(options):
        return 2
    limits = settings.from_environment()
    with workspace_for(options) as workspace:
        opened = OpenDataset(workspace, indexed_for(options, workspace), budget=limits.max_pairs)
        steering = Steering()
        with moving_line() as report, stopped_by_signals(steering):
            result = self_test(
                workspace,
                opened,
                originals=options.originals,
                seed=options.seed,
                max_pixels=limits.max_pixels,
                report=report,
                control=steering,
            )
        write = _write_json if options.json else _write_table
        write(result, opened)
    return 0


def _originals(text: str) -> int:
    many = int(text)
    if not 1 <= many <= _MOST_ORIGINALS:
        raise argparse.ArgumentTypeError(f"give 1 to {_MOST_ORIGINALS:,}")
    return many


def _seed(text: str) -> int:
    seed = int(text)
    if seed < 0:
        raise argparse.ArgumentTypeError("give 0 or more")
    return seed


def _default_stop(found: MethodResult) -> int:
    return found.stops.nearest(found.method.default)


def _write_table(result: SelfTest, opened: OpenDataset) -> None:
    """A line for each change, a column for each method; copies found of those planted, percent."""
    first = max(len(_LAST_ROW), *(len(change.title) for change in result.changes))
    names = [found.method.name for found in result.methods]
    wide = [max(len(name), 5) for name in names]
    recalls = [found.recall(_default_stop(found)) for found in result.methods]
    print(_line("found, percent", names, first=first, wide=wide))
    for number, change in enumerate(result.changes):
        shares = [f"{100 * recall[number]:.0f}" for recall in recalls]
        print(_line(change.title, shares, first=first, wide=wide))
    rates = [found.false_a_thousand(_default_stop(found)).mean() for found in result.methods]
    print(_line(_LAST_ROW, [f"{rate:.2f}" for rate in rates], first=first, wide=wide))
    print(
        f"{len(result.rows)} pictures, {len(result.changes)} copies of each, against "
        f"{result.others} others of {len(opened.catalog)}; seed {result.seed}",
        file=sys.stderr,
    )
    for left_out in result.left_out:
        print(f"left out {one_line(left_out.title)}: {one_line(left_out.reason)}", file=sys.stderr)
    for skipped in result.unread:
        print(f"skipped {one_line(skipped.path)}: {one_line(skipped.reason)}", file=sys.stderr)


def _line(title: str, cells: list[str], *, first: int, wide: list[int]) -> str:
    ends = (f"{cell:>{width}}" for cell, width in zip(cells, wide, strict=True))
    return "  ".join([f"{title:<{first}}", *ends])


def _write_json(result: SelfTest, opened: OpenDataset) -> None:
    """Everything at every threshold that is offered."""
    content = {
        "dataset": opened.dataset.id,
        "seed": result.seed,
        "originals": [opened.catalog.paths[row] for row in result.rows],
        "changes": [change.name for change in result.changes],
        "others": result.others,
        "methods": [_method(found) for found in result.methods],
        "left_out": [{"title": each.title, "reason": each.reason} for each in result.left_out],
        "unread": [{"path": each.path, "reason": each.reason} for each in result.unread],
    }
    print(json.dumps(content, indent=2))


def _method(found: MethodResult) -> dict[str, object]:
    return {
        "name": found.method.name,
        "unit": found.method.unit,
        "default": found.method.default,
        "thresholds": list(found.stops.thresholds),
        "found": found.found.tolist(),
        "false_hits": found.false.tolist(),
        "compared_a_change": found.others,
    }
