"""The command that writes tables as files: export."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from dedup_core.cli.commands import workspace_for
from dedup_core.cli.options import add_dataset, add_source, one_of_both
from dedup_core.cli.output import summary
from dedup_core.cli.paying import add_setting_and_policy, payroll_for
from dedup_core.errors import ReportError
from dedup_core.names import hidden
from dedup_core.opened import OpenDataset
from dedup_core.pay import Payroll, campaigns
from dedup_core.report import exports
from dedup_core.report.exports import Export
from dedup_core.report.subject import subject


def add(verbs: Any) -> None:
    """Add the command to the parser."""
    exporting = verbs.add_parser(
        "export",
        help="write pictures, groups, pairs, verdicts or pay as a file",
        description="Write one table as a file. Its head says dataset, method, strictness, policy "
        "and totals; every column is explained in docs/exports.md.",
    )
    add_source(exporting, optional=True)
    add_dataset(exporting)
    exporting.add_argument(
        "--table",
        required=True,
        choices=[table.name for table in exports.TABLES],
        help="; ".join(f"{table.name}: {table.meaning}" for table in exports.TABLES),
    )
    exporting.add_argument(
        "--format",
        choices=[each.name for each in exports.FORMATS],
        help="kind of file (default: by the ending of FILE, else the table's first)",
    )
    exporting.add_argument(
        "--out", default="-", metavar="FILE", help="the file (default: standard output)"
    )
    exporting.add_argument("--campaign", metavar="NAME", help="only the pictures of one campaign")
    exporting.add_argument(
        "--hide-names", action="store_true", help="aliases for contributors, no folders, no notes"
    )
    add_setting_and_policy(exporting)
    exporting.set_defaults(command=export)


def export(options: argparse.Namespace) -> int:
    """Write one table."""
    if not one_of_both(options):
        return 2
    chosen = exports.named(options.table, options.format or _ending(options.out))
    with payroll_for(options) as (opened, payroll):
        if options.campaign is not None and options.campaign not in campaigns(payroll):
            raise ReportError(
                f"No picture belongs to the campaign {options.campaign!r}. The manifest has: "
                + (", ".join(filter(None, campaigns(payroll))) or "none")
                + "."
            )
        _write(options, opened, payroll, chosen)
    return 0


def _write(
    options: argparse.Namespace, opened: OpenDataset, payroll: Payroll, chosen: Export
) -> None:
    names = None
    if options.hide_names:
        with workspace_for(options) as workspace:
            names = hidden(payroll.names, workspace.secret())
    about = subject(opened, payroll, names=names)
    with _stream(options.out) as stream:
        chosen.write(about, stream, campaign=options.campaign)
    rows = chosen.count(about, campaign=options.campaign)
    summary(opened, f"{rows:,} {chosen.table} as {chosen.format.title}")


def _ending(name: str) -> str:
    ending = Path(name).suffix.lower()
    return next((each.name for each in exports.FORMATS if each.ending == ending), "")


@contextmanager
def _stream(name: str) -> Iterator[BinaryIO]:
    """Where bytes go; the file appears only when all of it is there."""
    if name == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(name)
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
