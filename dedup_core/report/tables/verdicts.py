"""What people said of two pictures and what holds: the last verdict on each pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dedup_core.decisions import Entry, Judgement, Verdict
from dedup_core.judged_pairs import JudgedPairs
from dedup_core.pay.members import Flags
from dedup_core.report.subject import Subject
from dedup_core.report.tables.column import Column, Kind, Row, texts
from dedup_core.report.tables.groups import verdict_word
from dedup_core.report.tables.said import Said
from dedup_core.report.tables.table import Filled, Table


def rows(subject: Subject, chosen: Flags) -> Iterator[Row]:
    """Pairs in path order; one of the two is chosen."""
    catalog, said = subject.outcome.catalog, Said(subject)
    entries = {entry.id: entry for entry in subject.opened.ledger().entries}
    pairs = _wanted(subject, chosen)
    columns = (pairs.left, pairs.right, pairs.said, pairs.entry)
    for left, right, verdict, id in zip(*(c.tolist() for c in columns), strict=True):
        yield (
            verdict_word(verdict),
            left + 1,
            said.paths[left],
            right + 1,
            said.paths[right],
            *_said_in(entries[id], said),
            catalog.digests[left],
            catalog.digests[right],
        )


def count(subject: Subject, chosen: Flags) -> int:
    """Pairs of which one is chosen."""
    return len(_wanted(subject, chosen))


def judgements(filled: Filled) -> Iterator[Judgement]:
    """The verdicts of a table that was read back, one for each row."""
    names = [column.name for column in filled.table.columns]
    for row in filled.rows:
        cells = dict(zip(names, row, strict=True))
        left, right = str(cells["left_digest"]), str(cells["right_digest"])
        yield Judgement(Verdict(cells["verdict"]), (left,), (right,))


def _wanted(subject: Subject, chosen: Flags) -> JudgedPairs:
    pairs = subject.opened.constraints().pairs
    return pairs.only(chosen[pairs.left] | chosen[pairs.right])


def _said_in(entry: Entry, said: Said) -> Iterable[str | int]:
    where = "" if said.reviewer(entry.reviewer) != entry.reviewer else entry.dataset
    return (
        said.reviewer(entry.reviewer),
        entry.at,
        entry.act.value,
        said.free(entry.why),
        entry.id,
        where,
    )


TABLE = Table(
    name="verdicts",
    title="Verdicts",
    meaning=(
        "One row for each two contents of which somebody said what they are to each other, and "
        "that holds: undone verdicts and earlier ones on the same two are left out."
    ),
    columns=(
        Column("verdict", Kind.TEXT, "duplicate, same scene or different"),
        Column("left_number", Kind.WHOLE, "`number` of the first picture with the left content"),
        Column("left", Kind.TEXT, "its path"),
        Column("right_number", Kind.WHOLE, "`number` of the first picture with the right content"),
        Column("right", Kind.TEXT, "its path"),
        Column("reviewer", Kind.TEXT, "who said so last"),
        Column("at", Kind.TEXT, "when, ISO 8601 in UTC"),
        Column("act", Kind.TEXT, "how: accept, verdict, split, not duplicates, rule, answer …"),
        Column("why", Kind.TEXT, "a rule in words, or a reason; empty while names are hidden"),
        Column("log_entry", Kind.WHOLE, "place in the log"),
        *texts(
            ("dataset_id", "the dataset that it was said in"),
            ("left_digest", "SHA-256 of the left content"),
            ("right_digest", "SHA-256 of the right content"),
        ),
    ),
    rows=rows,
    count=count,
)
