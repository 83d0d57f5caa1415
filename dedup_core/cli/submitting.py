"""The command of manifests: who submitted which picture, when and for how much."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from dedup_core.cli.commands import dataset_for, indexed_for, workspace_for
from dedup_core.cli.options import add_dataset, add_source, one_of_both
from dedup_core.cli.output import one_line
from dedup_core.errors import ManifestError
from dedup_core.manifest import (
    MEANINGS,
    FolderPattern,
    Manifest,
    Mapping,
    Matched,
    amount,
    by_kind,
    folder_pattern,
    guess_mapping,
    in_words,
    match,
    match_folders,
    read_sheet,
    understand,
)
from dedup_core.store import Dataset, Workspace

_SHOWN = 5  # problems of each kind; --all shows every one


def add(verbs: Any) -> None:
    """Add the command to the parser."""
    command = verbs.add_parser(
        "manifest", help="say who submitted which picture: attach, show or remove a manifest"
    )
    acts = command.add_subparsers(required=True, metavar="attach|show|remove")
    attaching = acts.add_parser(
        "attach",
        help="attach a CSV, JSON, JSON Lines or Parquet file, or a folder pattern",
        description="Attach a manifest: a table with a row for each picture, its columns guessed "
        "by their names; or a pattern that takes contributors from the names of folders.",
    )
    showing = acts.add_parser("show", help="what is attached, and how it fits the pictures")
    removing = acts.add_parser("remove", help="forget what is attached; the file stays")
    done = (attaching, attach), (showing, show), (removing, remove)
    for act, function in done:
        add_source(act, optional=True)
        add_dataset(act)
        act.set_defaults(command=function)
    for act in (attaching, showing):
        act.add_argument("--json", action="store_true", help="machine-readable output")
        act.add_argument("--all", action="store_true", help=f"more than {_SHOWN} problems of each")
    _add_attaching(attaching)


def _add_attaching(attaching: argparse.ArgumentParser) -> None:
    attaching.add_argument("file", metavar="FILE", nargs="?", help="the table")
    attaching.add_argument(
        "--folder-pattern",
        metavar="PATTERN",
        help="instead of a file: {contributor}/... takes the first folder's name, {campaign} too",
    )
    attaching.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="MEANING=COLUMN",
        help=f"which column means what, of {', '.join(MEANINGS)}; nothing behind = for none",
    )
    attaching.add_argument("--currency", default="", metavar="ABC", help="of rows that name none")
    attaching.add_argument(
        "--dry-run", action="store_true", help="only say how it fits the pictures"
    )


def attach(options: argparse.Namespace) -> int:
    """Attach a table or a pattern, and say how it fits the pictures."""
    if options.dataset and options.source and not options.file:
        options.source, options.file = None, options.source  # one place was named: it is the file
    if bool(options.file) == bool(options.folder_pattern):
        print("error: give either FILE or --folder-pattern", file=sys.stderr)
        return 2
    if not one_of_both(options):
        return 2
    content = _content(options)
    with workspace_for(options) as workspace:
        dataset = indexed_for(options, workspace)
        matched = _matched(content, workspace, dataset)
        if not options.dry_run:
            workspace.manifests.attach(dataset.id, content)
        _say(content, matched, options)
    return 0


def show(options: argparse.Namespace) -> int:
    """Say what is attached, and how it fits the pictures."""
    if not one_of_both(options):
        return 2
    with workspace_for(options) as workspace:
        dataset = indexed_for(options, workspace)
        content = workspace.manifests.of(dataset.id)
        if content is None:
            raise ManifestError(f"Nothing is attached to {dataset.name}. See manifest attach.")
        _say(content, _matched(content, workspace, dataset), options)
    return 0


def remove(options: argparse.Namespace) -> int:
    """Forget what is attached."""
    if not one_of_both(options):
        return 2
    with workspace_for(options) as workspace:
        dataset = dataset_for(options, workspace)
        about = workspace.manifests.about(dataset.id)
        if about is None:
            raise ManifestError(f"Nothing is attached to {dataset.name}.")
        workspace.manifests.detach(dataset.id)
        print(f"removed {one_line(about.name)}; the file itself stays", file=sys.stderr)
    return 0


def _content(options: argparse.Namespace) -> Manifest | FolderPattern:
    """What is to be attached; ManifestError for what cannot be understood."""
    if options.folder_pattern:
        return folder_pattern(options.folder_pattern)
    file = Path(options.file)
    sheet = read_sheet(file.name, file.read_bytes())
    mapping = _mapped(guess_mapping(sheet.names), options.column)
    for meaning in MEANINGS:
        if column := getattr(mapping, meaning):
            print(f"{meaning}: {one_line(column)}", file=sys.stderr)
    return understand(sheet, mapping, currency=options.currency)


def _mapped(guess: Mapping, typed: list[str]) -> Mapping:
    """The guess with what was typed; a column means one thing, so the guess gives way."""
    chosen = {}
    for text in typed:
        meaning, equals, column = text.partition("=")
        if not equals or meaning not in MEANINGS:
            raise ManifestError(
                f"--column {text}: write MEANING=COLUMN with one of {', '.join(MEANINGS)}."
            )
        chosen[meaning] = column
    taken = set(chosen.values())
    freed = {name: "" for name in MEANINGS if getattr(guess, name) in taken}
    return replace(guess, **{**freed, **chosen})


def _matched(content: Manifest | FolderPattern, workspace: Workspace, dataset: Dataset) -> Matched:
    catalog = workspace.catalog(dataset.id)
    if isinstance(content, FolderPattern):
        return match_folders(content, catalog)
    return match(content, catalog)


def _say(content: Manifest | FolderPattern, matched: Matched, options: argparse.Namespace) -> None:
    """The numbers on standard output, notes and problems on standard error."""
    name = content.text if isinstance(content, FolderPattern) else content.name
    sent = matched.submissions
    if options.json:
        print(json.dumps(_as_json(name, matched), indent=1))
    else:
        money = in_words(sent.total, sent.currency) if sent.price.any() else "no prices"
        print(f"{one_line(name)}: {matched.rows:,} rows, {matched.matched:,} of them matched")
        print(
            f"{len(sent):,} pictures = {matched.matched:,} with a row + {matched.without:,} without"
        )
        print(f"{sent.contributors:,} contributors, {money}")
    for note in matched.notes:
        print(f"note: {one_line(note)}", file=sys.stderr)
    for kind, problems in by_kind(matched.problems).items():
        print(f"{kind.value}: {len(problems):,}", file=sys.stderr)
        shown = problems if options.all else problems[:_SHOWN]
        for problem in shown:
            row = f"row {problem.row:,}: " if problem.row else ""
            print(f"  {row}{one_line(problem.words)}", file=sys.stderr)
        if len(problems) > len(shown):
            print(f"  … and {len(problems) - len(shown):,} more", file=sys.stderr)


def _as_json(name: str, matched: Matched) -> dict[str, object]:
    sent = matched.submissions
    return {
        "name": name,
        "rows": matched.rows,
        "matched": matched.matched,
        "merged": matched.merged,
        "unmatched": matched.unmatched,
        "pictures": len(sent),
        "without": matched.without,
        "contributors": sent.contributors,
        "currency": sent.currency,
        "price_units": sent.total,
        "price": f"{amount(sent.total, sent.currency):f}",
        "notes": list(matched.notes),
        "problems": [
            {"kind": problem.kind.value, "row": problem.row, "words": problem.words}
            for problem in matched.problems
        ],
    }
