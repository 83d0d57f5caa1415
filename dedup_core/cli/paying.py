"""The commands of pay: contributors and pay."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import Enum
from pathlib import Path
from typing import Any

from dedup_core.cli.commands import checked, opened_for, refuse_partial
from dedup_core.cli.options import add_dataset, add_grouping, add_method, add_source, one_of_both
from dedup_core.cli.output import one_line, summary
from dedup_core.errors import PolicyError
from dedup_core.fingerprints import method_named
from dedup_core.groups import rule_named
from dedup_core.manifest import amount, in_words
from dedup_core.opened import OpenDataset
from dedup_core.pay import (
    FATES,
    MOVES,
    WHYS,
    Accountant,
    Contributors,
    Differs,
    Fate,
    Payroll,
    Policy,
    Scene,
    Totals,
    Undecided,
    by_contributor,
    read,
    reason,
    sentence,
    totals,
)
from dedup_core.review import Setting

_MOST_POLICY_BYTES = 100_000
_UNKNOWN = "(unknown)"
_COUNTS = (
    "submitted",
    "unique",
    "own_copies",
    "extras",
    "copied_from",
    "copied_by",
    "undecided",
    "payable",
)
_MONEY = ("price", "amount", "held", "unpaid")
_BAND = ("rate", "low", "high")


def add(verbs: Any) -> None:
    """Add both commands to the parser."""
    people = verbs.add_parser(
        "contributors",
        help="what each contributor submitted, and what is paid for it",
        description="What each contributor submitted, how much of it are copies or more of a "
        "scene than is paid, and what is paid. A manifest says who submitted what: see `manifest`.",
    )
    paying = verbs.add_parser(
        "pay",
        help="what is paid, held and not paid, in pictures and money",
        description="What is paid, held and not paid under a policy, with the policy in words.",
    )
    for command in (people, paying):
        add_source(command, optional=True)
        add_dataset(command)
        add_setting_and_policy(command)
        command.add_argument("--json", action="store_true", help="machine-readable output")
    paying.add_argument(
        "--reasons", action="store_true", help="a sentence for each picture that is not paid"
    )
    people.set_defaults(command=contributors)
    paying.set_defaults(command=pay)


def add_setting_and_policy(command: argparse.ArgumentParser) -> None:
    """Let method, threshold, rule and a pay policy be chosen."""
    add_method(command)
    add_grouping(command)
    usual = Policy()
    policy = command.add_argument_group("pay policy")
    policy.add_argument(
        "--policy", type=Path, metavar="FILE", help="a policy as JSON, instead of these options"
    )
    of_scene = policy.add_mutually_exclusive_group()
    of_scene.add_argument(
        "--per-scene",
        type=int,
        metavar="N",
        help=f"pictures of a scene that each contributor is paid for (default: {usual.per_scene})",
    )
    of_scene.add_argument(
        "--per-view", choices=MOVES, help="pay each picture for which the camera moved so much"
    )
    of_scene.add_argument(
        "--per-gap", type=int, metavar="SECONDS", help="pay each picture taken so much later"
    )
    policy.add_argument(
        "--differs",
        choices=_words(Differs),
        help="the same place with another thing in it is paid, held, or one more picture of the "
        f"scene (default: {usual.differs.value})",
    )
    policy.add_argument(
        "--undecided",
        choices=_words(Undecided),
        help="what nobody decided counts as suggested, is held, or is paid "
        f"(default: {usual.undecided.value})",
    )


def policy_of(options: argparse.Namespace) -> Policy:
    """The policy that options say; PolicyError for a file that holds none."""
    typed = ("per_scene", "per_view", "per_gap", "differs", "undecided")
    if options.policy is not None:
        if any(getattr(options, name) is not None for name in typed):
            raise PolicyError("Give either --policy or the other options of a policy.")
        with options.policy.open("rb") as stream:
            return read(stream.read(_MOST_POLICY_BYTES).decode("utf-8", "replace"))
    usual = Policy()
    scene = Scene.COUNT
    if options.per_view is not None or options.per_gap is not None:
        scene = Scene.GAP if options.per_view is None else Scene.VIEW
    return Policy(
        scene=scene,
        per_scene=usual.per_scene if options.per_scene is None else options.per_scene,
        view=options.per_view or usual.view,
        gap_s=usual.gap_s if options.per_gap is None else options.per_gap,
        differs=Differs(options.differs or usual.differs),
        undecided=Undecided(options.undecided or usual.undecided),
    )


@contextmanager
def payroll_for(options: argparse.Namespace) -> Iterator[tuple[OpenDataset, Payroll]]:
    """The dataset of a command, open, and its payroll at the chosen setting."""
    policy, method = policy_of(options), method_named(options.method)
    threshold = checked(method, options.threshold)
    setting = Setting(method.name, threshold, rule_named(options.rule))
    with opened_for(options, method, threshold) as opened:
        refuse_partial(opened, method, threshold)
        yield opened, Accountant(opened).payroll(setting, policy)


def contributors(options: argparse.Namespace) -> int:
    """Print a row for each contributor."""
    if not one_of_both(options):
        return 2
    with payroll_for(options) as (opened, payroll):
        found, currency = by_contributor(payroll), payroll.submissions.currency
        if options.json:
            print(json.dumps(_people_as_json(found, currency), indent=1))
        else:
            _print_table(_people_in_words(found, currency))
        _say_what_is_unknown(opened)
        summary(opened, _in_short(totals(payroll), currency))
    return 0


def pay(options: argparse.Namespace) -> int:
    """Print the totals and the policy, and why a picture is not paid."""
    if not one_of_both(options):
        return 2
    with payroll_for(options) as (opened, payroll):
        if options.json:
            print(json.dumps(_pay_as_json(payroll, reasons=options.reasons), indent=1))
        else:
            _print_pay(payroll, reasons=options.reasons)
        _say_what_is_unknown(opened)
        currency = payroll.submissions.currency
        summary(opened, _in_short(totals(payroll), currency))
    return 0


def _people_as_json(found: Contributors, currency: str) -> list[dict[str, object]]:
    """Money in smallest units, and as text: a program may take a number in JSON for a float."""
    rows = []
    for at, name in enumerate(found.name):
        row: dict[str, object] = {"contributor": name}
        row |= {column: int(getattr(found, column)[at]) for column in _COUNTS}
        for column in _MONEY:
            units = int(getattr(found, column)[at])
            row |= {f"{column}_units": units, column: f"{amount(units, currency):f}"}
        row |= {"currency": currency}
        row |= {column: round(float(getattr(found, column)[at]), 6) for column in _BAND}
        rows.append(row)
    return rows


def _people_in_words(found: Contributors, currency: str) -> list[list[str]]:
    """A head and a row for each contributor, who loses most first."""
    lost = found.submitted - found.payable
    order = sorted(range(len(found)), key=lambda at: (-int(lost[at]), found.name[at]))
    head = ["contributor", *(name.replace("_", " ") for name in _COUNTS), "duplicates"]
    rows = [
        [
            found.name[at] or _UNKNOWN,
            *(f"{getattr(found, name)[at]:,}" for name in _COUNTS),
            f"{found.rate[at]:.1%}",
        ]
        for at in order
    ]
    if found.price.any():
        head += ["amount", "held"]
        for row, at in zip(rows, order, strict=True):
            row += [in_words(int(column[at]), currency) for column in (found.amount, found.held)]
    return [head, *rows]


def _print_table(rows: list[list[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = zip(others, widths[1:], strict=True)
        line = [one_line(first).ljust(widths[0]), *(cell.rjust(width) for cell, width in cells)]
        print("  ".join(line).rstrip())


def _pay_as_json(payroll: Payroll, *, reasons: bool) -> dict[str, object]:
    whole, currency = totals(payroll), payroll.submissions.currency
    counts = ("pictures", "paid_pictures", "unpaid_pictures", "held_pictures")
    money: dict[str, object] = {}
    for name in ("price", "paid", "unpaid", "held"):
        units = getattr(whole, name)
        money |= {f"{name}_units": units, name: f"{amount(units, currency):f}"}
    policy = {
        name: value.value if isinstance(value, Enum) else value
        for name, value in asdict(payroll.policy).items()
    }
    content: dict[str, object] = {name: getattr(whole, name) for name in counts}
    content |= {**money, "currency": currency}
    content |= {"policy": policy, "sentence": sentence(payroll.policy)}
    if reasons:
        content["unpaid"] = [
            {
                "path": payroll.outcome.catalog.paths[row],
                "contributor": payroll.submissions.contributor[row],
                "fate": FATES[payroll.fate[row]].value,
                "why": WHYS[payroll.why[row]].value,
                "reason": reason(payroll, row),
            }
            for row in _not_paid(payroll)
        ]
    return content


def _print_pay(payroll: Payroll, *, reasons: bool) -> None:
    whole, currency = totals(payroll), payroll.submissions.currency
    rows = [["", "pictures", "money"]]
    for title, pictures, units in (
        ("paid", whole.paid_pictures, whole.paid),
        ("not paid", whole.unpaid_pictures, whole.unpaid),
        ("held", whole.held_pictures, whole.held),
        ("submitted", whole.pictures, whole.price),
    ):
        rows.append([title, f"{pictures:,}", in_words(units, currency)])
    _print_table(rows if whole.price else [row[:-1] for row in rows])
    print(f"policy: {sentence(payroll.policy)}")
    for row in _not_paid(payroll) if reasons else ():
        print(one_line(f"{payroll.outcome.catalog.paths[row]}: {reason(payroll, row)}"))


def _not_paid(payroll: Payroll) -> list[int]:
    paid = FATES.index(Fate.PAID)
    return [row for row, fate in enumerate(payroll.fate.tolist()) if fate != paid]


def _say_what_is_unknown(opened: OpenDataset) -> None:
    if opened.manifest() is None:
        print("no manifest: nobody is known to have submitted these pictures", file=sys.stderr)


def _in_short(whole: Totals, currency: str) -> str:
    money = f", {in_words(whole.paid, currency)} of {in_words(whole.price, currency)}"
    paid = f"{whole.paid_pictures} of {whole.pictures} pictures paid"
    return f"{paid}{money if whole.price else ''}"


def _words(kind: type[Enum]) -> list[str]:
    return [str(word.value) for word in kind]
