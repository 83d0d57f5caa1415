"""The commands that carry decisions out: apply and restore."""

from __future__ import annotations

import argparse
import sys

from dedup_core import apply
from dedup_core.apply import Done, Plan
from dedup_core.cli.commands import checked, opened_for, refuse_partial, workspace_folder
from dedup_core.cli.output import one_line, output, summary
from dedup_core.control import Steering, stopped_by_signals
from dedup_core.fingerprints import method_named
from dedup_core.groups import rule_named
from dedup_core.progress import moving_line
from dedup_core.review import Setting
from dedup_core.scan import OpenDataset
from dedup_core.sources import open_source

_DONE = {
    "copy": "copied to",
    "link": "linked into",
    "quarantine": "moved to",
    "restore": "put back from",
    "zip": "put into",
}
_NOTHING_DECIDED = (
    "no group is decided at this setting; decide on the Review page, or give --all-groups"
)


def carry_out(options: argparse.Namespace) -> int:
    """List what becomes of each picture, copy what is kept, or move what is removed."""
    if options.link and not options.copy:
        print("error: --link goes with --copy", file=sys.stderr)
        return 2
    method = method_named(options.method)
    threshold = checked(method, options.threshold)
    with opened_for(options, method, threshold) as opened:
        refuse_partial(opened, method, threshold)
        outcome = opened.outcome(Setting(method.name, threshold, rule_named(options.rule)))
        chosen = (apply.every if options.all_groups else apply.decided)(outcome)
        plan = apply.plan(outcome, chosen, marked_by=apply.markers(opened.ledger()))
        summary(opened, _in_short(plan))
        if options.dry_run:
            return _only_say(options, opened, plan)
        if options.list:
            return _list(options.list, plan)
        return _ended(_copy_or_move(options, opened, plan))


def restore(options: argparse.Namespace) -> int:
    """Put everything of a quarantine back."""
    root, listed = apply.check_restore(options.folder)
    print(f"{_pictures(listed)} to put back in {root}", file=sys.stderr)
    steering = Steering()
    with moving_line() as report, stopped_by_signals(steering):
        done = apply.restore(options.folder, report=report, control=steering)
    return _ended(done)


def _copy_or_move(options: argparse.Namespace, opened: OpenDataset, plan: Plan) -> Done:
    root, steering = apply.folder_of(opened.dataset), Steering()
    besides = [workspace_folder(options)]
    with moving_line() as report, stopped_by_signals(steering):
        if options.quarantine:
            return apply.quarantine(
                plan, root, options.quarantine, besides=besides, report=report, control=steering
            )
        source = open_source(opened.dataset.place)
        try:
            if options.zip:
                return apply.zip_kept(plan, source, options.zip, report=report, control=steering)
            return apply.copy_kept(
                plan,
                source,
                options.copy,
                root=root,
                link=options.link,
                besides=besides,
                report=report,
                control=steering,
            )
        finally:
            source.close()


def _only_say(options: argparse.Namespace, opened: OpenDataset, plan: Plan) -> int:
    """Check the place and say what would happen; nothing is written."""
    root, totals = apply.folder_of(opened.dataset), plan.totals
    besides = [workspace_folder(options)]
    if options.quarantine:
        _, folder = apply.check_quarantine(plan, root, options.quarantine, besides=besides)
        print(f"would move {_pictures(totals.removed, totals.removed_bytes)} to {folder}")
    elif options.copy:
        folder = apply.check_copy(plan, root, options.copy, link=options.link, besides=besides)
        verb = "link" if options.link else "copy"
        print(f"would {verb} {_pictures(totals.kept, totals.kept_bytes)} to {folder}")
    elif options.zip:
        print(f"would put {_pictures(totals.kept, totals.kept_bytes)} into {options.zip}")
    else:
        print(f"would write a line for each of {totals.found} files to {options.list}")
    return 0


def _list(name: str, plan: Plan) -> int:
    written = next((x for x in apply.LISTS if name.lower().endswith(x.ending)), apply.LISTS[0])
    with output(name) as write:
        write(written.write(plan).decode())
    return 0


def _in_short(plan: Plan) -> str:
    totals = plan.totals
    said = f"{totals.kept} kept, {totals.removed} removed in {totals.groups} groups"
    if totals.waiting_groups:
        said += f"; {totals.waiting} flagged stay, in {totals.waiting_groups} undecided groups"
    return f"{said}; {_NOTHING_DECIDED}" if totals.waiting_groups and not totals.groups else said


def _pictures(number: int, size_bytes: int | None = None) -> str:
    size = "" if size_bytes is None else f" ({size_bytes} bytes)"
    return f"{number} picture{'s' * (number != 1)}{size}"


def _ended(done: Done) -> int:
    """The exit code of a run, which is described: refused files on standard error."""
    for refused in done.refused:
        print(one_line(f"refused {refused.path}: {refused.reason}"), file=sys.stderr)
    parts = [f"{done.done} {_DONE[done.way]} {done.folder}", f"{done.already} already there"]
    parts.append(f"{len(done.refused)} refused")
    print("; ".join([*parts, f"{done.left} left"] if done.left else parts))
    if done.way == "quarantine" and (done.done or done.already):
        print(f"to put them back: {apply.command_to_restore(done.folder)}")
    if done.problem:
        print(f"error: {one_line(done.problem)}", file=sys.stderr)
    return 1 if done.problem or done.refused else 0
