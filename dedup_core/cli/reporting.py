"""The commands that write pages to be sent: report for a client, statement for a contributor."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dedup_core.cli.commands import workspace_for
from dedup_core.cli.options import add_dataset, add_source, one_of_both
from dedup_core.cli.output import output, summary
from dedup_core.cli.paying import add_setting_and_policy, payroll_for
from dedup_core.errors import ReportError
from dedup_core.names import Names, hidden
from dedup_core.opened import OpenDataset
from dedup_core.pay import Payroll
from dedup_core.report.pages.client import client_html
from dedup_core.report.pages.statement import Statement, statement
from dedup_core.report.pages.statement_html import statement_html
from dedup_core.report.pages.statement_pdf import statement_pdf
from dedup_core.report.subject import subject
from dedup_core.store import Workspace

_NAMED = 10  # contributors in a message


def add(verbs: Any) -> None:
    """Add the commands to the parser."""
    reporting = verbs.add_parser(
        "report",
        help="write the report for a client, one HTML file",
        description="Write what was delivered and what was flagged as one HTML file that needs no "
        "network: thumbnails, numbers, the policy in words.",
    )
    telling = verbs.add_parser(
        "statement",
        help="write one contributor's statement, PDF or HTML by the file's name",
        description="Write what one contributor is paid, and for each other picture the reason "
        "beside the picture that it is a copy of. Other contributors are not named.",
    )
    for command in (reporting, telling):
        add_source(command, optional=True)
        add_dataset(command)
        command.add_argument("--out", required=True, metavar="FILE", help="the file")
        add_setting_and_policy(command)
    reporting.add_argument(
        "--hide-names", action="store_true", help="aliases for contributors, no folders"
    )
    reporting.add_argument("--without-amounts", action="store_true", help="no money in it")
    reporting.set_defaults(command=report)
    telling.add_argument(
        "--contributor", required=True, metavar="NAME", help="whose statement it is"
    )
    telling.add_argument(
        "--name-others", action="store_true", help="call other contributors and reviewers by name"
    )
    telling.set_defaults(command=tell)


def report(options: argparse.Namespace) -> int:
    """Write the report for a client."""
    if not one_of_both(options):
        return 2
    with _material(options) as (workspace, opened, payroll):
        names = hidden(payroll.names, workspace.secret()) if options.hide_names else Names()
        about = subject(opened, payroll, names=names)
        amounts = not options.without_amounts
        with output(options.out) as write:
            for part in client_html(about, workspace.thumbnail, amounts=amounts):
                write(part)
        headline = about.outcome.headline
        summary(opened, f"{headline.groups} groups, {headline.flagged} flagged")
    return 0


def tell(options: argparse.Namespace) -> int:
    """Write one contributor's statement; ReportError for somebody who submitted nothing."""
    if not one_of_both(options):
        return 2
    with _material(options) as (workspace, opened, payroll):
        if options.contributor not in payroll.names:
            raise ReportError(_unknown(options.contributor, payroll))
        told = statement(
            subject(opened, payroll), options.contributor, others_named=options.name_others
        )
        _write(options.out, told, workspace)
        sums = told.totals
        summary(opened, f"{sums.paid_pictures} of {sums.pictures} pictures paid")
    return 0


def _write(name: str, told: Statement, workspace: Workspace) -> None:
    if not name.lower().endswith(".pdf"):
        with output(name) as write:
            for part in statement_html(told, workspace.thumbnail):
                write(part)
        return
    target = Path(name)
    partial = target.with_name(target.name + ".part")
    partial.write_bytes(statement_pdf(told, workspace.thumbnail))
    partial.replace(target)


@contextmanager
def _material(options: argparse.Namespace) -> Iterator[tuple[Workspace, OpenDataset, Payroll]]:
    with payroll_for(options) as (opened, payroll), workspace_for(options) as workspace:
        if opened.manifest() is None:
            print("no manifest: nobody is known to have submitted anything", file=sys.stderr)
        yield workspace, opened, payroll


def _unknown(name: str, payroll: Payroll) -> str:
    known = [known for known in payroll.names if known]
    some = ", ".join(known[:_NAMED]) + (" …" if len(known) > _NAMED else "")
    said = f"Known are: {some}." if known else "Nobody is; attach a manifest first."
    return f"{name!r} submitted none of these pictures. {said}"
