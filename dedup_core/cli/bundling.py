"""The commands of decision bundles: bundle and verify."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dedup_core import bundle, settings
from dedup_core.bundle import Difference, Findings
from dedup_core.cli.options import add_dataset, add_source, one_of_both
from dedup_core.cli.output import one_line, summary
from dedup_core.cli.paying import add_setting_and_policy, payroll_for
from dedup_core.control import Steering, stopped_by_signals
from dedup_core.errors import Cancelled, DedupError
from dedup_core.manifest import in_words
from dedup_core.pay import totals
from dedup_core.progress import moving_line
from dedup_core.report.subject import subject
from dedup_core.store import Workspace

_SHOWN = 10  # examples of each difference; --all shows every one
CONFIRMED, DIFFERS, NOT_CHECKED = 0, 1, 2


def add(verbs: Any) -> None:
    """Add both commands to the parser."""
    making = verbs.add_parser(
        "bundle",
        help="write one file with decisions, policy and pay, that others can verify",
        description="Write one file with everything that decides who is paid what, to be verified "
        f"by others from the same pictures. Its SHA-256 is printed: keep it. {bundle.NAMES_SHOWN}",
    )
    add_source(making, optional=True)
    add_dataset(making)
    add_setting_and_policy(making)
    making.add_argument("--out", required=True, type=Path, metavar="FILE", help="the file, a .zip")
    making.set_defaults(command=write)
    checking = verbs.add_parser(
        "verify",
        help="compute a bundle anew from the pictures and say what differs",
        description="Compute groups and pay anew from the pictures and compare them with a bundle. "
        "Exit code 0: confirmed; 1: not confirmed, with all that differs; 2: it could not be "
        "checked.",
    )
    checking.add_argument("bundle", type=Path, metavar="BUNDLE", help="the file")
    checking.add_argument("source", metavar="SOURCE", help="folder or zip with the pictures")
    checking.add_argument(
        "--workspace",
        type=Path,
        metavar="DIR",
        help="a new folder for what is computed, which then stays (default: nothing stays)",
    )
    checking.add_argument("--expect", metavar="SHA256", help="what `bundle` printed")
    checking.add_argument("--all", action="store_true", help=f"more than {_SHOWN} examples of each")
    checking.set_defaults(command=verify)


def write(options: argparse.Namespace) -> int:
    """Write a bundle and print its SHA-256."""
    if not one_of_both(options):
        return 2
    with payroll_for(options) as (opened, payroll):
        target: Path = options.out
        partial = target.with_name(target.name + ".part")
        try:
            with partial.open("wb") as stream:
                sha256 = bundle.write(subject(opened, payroll), stream)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        whole, currency = totals(payroll), payroll.submissions.currency
        money = f", {in_words(whole.paid, currency)}" if whole.price else ""
        summary(
            opened,
            f"{payroll.outcome.headline.groups} groups, {whole.paid_pictures} pictures paid{money}",
        )
    print(f"{sha256}  {target}")
    return 0


def verify(options: argparse.Namespace) -> int:
    """Check a bundle; the exit code says how that went."""
    try:
        with _empty_workspace(options.workspace) as workspace:
            found = _findings(options, workspace)
    except (Cancelled, KeyboardInterrupt):
        return _not_checked("stopped")
    except (DedupError, OSError) as error:
        return _not_checked(str(error))
    expected: str = (options.expect or found.sha256).lower()
    _show(found, None if options.all else _SHOWN)
    if expected != found.sha256:
        print(f"not the bundle that was expected: its SHA-256 is {found.sha256}")
    return CONFIRMED if found.confirmed and expected == found.sha256 else DIFFERS


def _not_checked(why: str) -> int:
    print(f"error: {one_line(why)}", file=sys.stderr)
    print("Not checked.")
    return NOT_CHECKED


def _findings(options: argparse.Namespace, workspace: Workspace) -> Findings:
    steering = Steering()
    with moving_line() as report, stopped_by_signals(steering):
        return bundle.verify(
            options.bundle,
            options.source,
            workspace,
            max_pixels=settings.from_environment().max_pixels,
            report=report,
            control=steering,
        )


@contextmanager
def _empty_workspace(named: Path | None) -> Iterator[Workspace]:
    """The named folder, or one that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="dedup-verify-") as scratch:
        workspace = Workspace(named or Path(scratch) / "workspace")
        try:
            yield workspace
        finally:
            workspace.close()


def _show(found: Findings, most: int | None) -> None:
    print(f"SHA-256 {found.sha256}")
    for difference in found.differences:
        _show_one("differs", difference, most)
    for note in found.notes:
        _show_one("note", note, most)
    print(one_line(found.sentence))


def _show_one(kind: str, difference: Difference, most: int | None) -> None:
    print(f"{kind}: {one_line(difference.words)}")
    for example in difference.examples[:most]:
        print(f"  {one_line(example)}")
    left = len(difference.examples[most:]) if most is not None else 0
    if left:
        print(f"  … and {left:,} more")
