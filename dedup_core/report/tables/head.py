"""What every exported file says of itself: dataset, method, setting, policy, time and totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from dedup_core.manifest import amount
from dedup_core.pay import sentence, totals, written
from dedup_core.pay.members import Flags
from dedup_core.report.base import number
from dedup_core.report.subject import Subject
from dedup_core.report.tables.column import Cell, Column, Kind, writable

VERSION = 1  # of all tables; a change of what a column means raises it
_MONEY = {
    "price": "what all pictures would cost together",
    "paid": "what is paid for them",
    "unpaid": "what is not paid",
    "held": "what waits for a decision; paid + unpaid + held = price, nothing is rounded",
}
_PICTURES = {
    "pictures": "pictures that the totals are of",
    "paid_pictures": "of them, paid",
    "unpaid_pictures": "of them, not paid",
    "held_pictures": "of them, waiting for a decision",
}
HEAD = (
    Column("format", Kind.WHOLE, f"version of these tables: {VERSION}"),
    Column("table", Kind.TEXT, "which table this is"),
    Column("dataset", Kind.TEXT, "name of the dataset"),
    Column("made_at", Kind.TEXT, "when it was made, ISO 8601 in UTC"),
    Column("method", Kind.TEXT, "how pictures were compared"),
    Column("method_version", Kind.WHOLE, "of the method; another one gives other distances"),
    Column("threshold", Kind.NUMBER, "of the strictness slider, in `unit`"),
    Column("unit", Kind.TEXT, "bits, level, similarity or probability"),
    Column("rule", Kind.TEXT, "how pairs became groups: keeper, all or chained"),
    Column("smallest_group", Kind.WHOLE, "smaller groups are left out"),
    Column("log_entry", Kind.WHOLE, "the newest decision that is in it; 0: none"),
    Column("campaign", Kind.TEXT, "the one campaign that it is of; empty: all"),
    Column("names", Kind.TEXT, "shown, or hidden: aliases stand for people"),
    Column("files", Kind.WHOLE, "files found = pictures of the dataset + skipped"),
    Column("skipped", Kind.WHOLE, "files that could not be read"),
    Column("groups", Kind.WHOLE, "groups of the dataset"),
    Column("flagged", Kind.WHOLE, "pictures of the dataset that are in a group and do not stay"),
    *(Column(name, Kind.WHOLE, meaning) for name, meaning in _PICTURES.items()),
    Column("currency", Kind.TEXT, "of all amounts, ISO 4217; empty: unknown"),
    *(Column(name, Kind.AMOUNT, meaning) for name, meaning in _MONEY.items()),
    Column("policy", Kind.TEXT, "who is paid for what, in words"),
    Column("policy_written", Kind.TEXT, "the same as JSON, for `--policy`"),
)


def head(
    subject: Subject, table: str, chosen: Flags, *, campaign: str | None = None
) -> Mapping[str, Cell]:
    """The values of HEAD for a table; chosen: the pictures that it is of, bool [pictures]."""
    outcome, setting, currency = subject.outcome, subject.setting, subject.payroll.submissions
    whole, numbers = asdict(totals(subject.payroll, chosen)), outcome.headline
    values: dict[str, Cell] = {
        "format": VERSION,
        "table": table,
        "dataset": writable(subject.name),
        "made_at": subject.at,
        "method": setting.method,
        "method_version": outcome.method.version,
        "threshold": number(setting.threshold),
        "unit": outcome.method.unit,
        "rule": setting.rule.value,
        "smallest_group": setting.at_least,
        "log_entry": outcome.seen,
        "campaign": writable(campaign or ""),
        "names": "hidden" if subject.names.hidden else "shown",
        "files": numbers.found,
        "skipped": numbers.skipped,
        "groups": numbers.groups,
        "flagged": numbers.flagged,
        "currency": currency.currency,
        "policy": sentence(subject.payroll.policy),
        "policy_written": written(subject.payroll.policy),
        **{name: whole[name] for name in _PICTURES},
        **{name: amount(whole[name], currency.currency) for name in _MONEY},
    }
    return {column.name: values[column.name] for column in HEAD}
