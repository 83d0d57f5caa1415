"""What becomes of each picture's price, and why."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dedup_core.pay import FATES, KINDS, WHYS, reason
from dedup_core.pay.members import Flags
from dedup_core.report.subject import Subject
from dedup_core.report.tables.column import Column, Kind, Row, texts
from dedup_core.report.tables.pictures import NUMBER, PATH, SENT
from dedup_core.report.tables.said import Said, found
from dedup_core.report.tables.table import Table


def rows(subject: Subject, chosen: Flags) -> Iterator[Row]:
    """Pictures in path order."""
    payroll, said = subject.payroll, Said(subject)
    amounts, flagged, sent = payroll.amount, payroll.flagged, payroll.submissions
    for row in np.flatnonzero(chosen).tolist():
        price, original, why = said.price(row), int(payroll.original[row]), payroll.why[row]
        yield (
            row + 1,
            said.paths[row],
            said.people[row],
            said.submitted_at(row),
            sent.campaign[row],
            price,
            sent.currency,
            FATES[payroll.fate[row]].value,
            None if price is None else said.money(int(amounts[row])),
            int(payroll.price[row]),
            int(amounts[row]),
            KINDS[payroll.kind[row]].value,
            WHYS[why].value,
            WHYS[why].line.value,
            found(original),
            said.paths[original] if original >= 0 else "",
            said.people[original] if original >= 0 else "",
            bool(payroll.decided[row]),
            bool(flagged[row]),
            reason(payroll, row, names=subject.names),
            subject.outcome.catalog.digests[row],
        )


def count(_: Subject, chosen: Flags) -> int:
    """Pictures."""
    return int(chosen.sum())


TABLE = Table(
    name="pay",
    title="Pay",
    meaning="One row for each picture: what becomes of its price, and why.",
    columns=(
        NUMBER,
        PATH,
        *SENT,
        Column("fate", Kind.TEXT, "paid, unpaid copy, unpaid same-scene extra or held"),
        Column("amount", Kind.AMOUNT, "what is paid for it; empty where the price is unknown"),
        Column("price_units", Kind.WHOLE, "the price in the currency's smallest units; 0: unknown"),
        Column("amount_units", Kind.WHOLE, "the amount in the currency's smallest units"),
        Column("kind", Kind.TEXT, "unique, copy or same-scene extra, whatever the policy makes"),
        Column("why", Kind.TEXT, "the reason in a few fixed words"),
        Column("policy_line", Kind.TEXT, "the line of the policy that it follows from"),
        Column("original_number", Kind.WHOLE, "`number` of what it is a copy or an extra of"),
        Column("original", Kind.TEXT, "its path"),
        Column("original_contributor", Kind.TEXT, "who submitted that; empty: unknown"),
        Column("decided", Kind.FLAG, "whether a person decided about it or its group"),
        Column("flagged", Kind.FLAG, "whether it is flagged on screen: in a group and not kept"),
        *texts(("reason", "the reason as a sentence"), ("digest", "SHA-256 of the file")),
    ),
    rows=rows,
    count=count,
)
