"""The log as it is exported: entries with their sentence, and with the undo that stands.

Every file has these columns, one entry a row, in the order of the log:

id          place in the log; larger is later
at          when, ISO 8601 in UTC
reviewer    who; empty in marks from before reviewers had names
act         mark, accept, verdict, split, not duplicates, skip, reopen, note, rule, settle,
            undo or redo
sentence    the same in words
dataset     id of the dataset it was said in
method, threshold, rule     the setting on screen; empty where there was none
why         a rule in words, or a reason somebody gave
target      undo and redo: the entry that it is about
undone_by   the undo entry because of which it does not hold now; empty: it holds
blind       a second opinion, which is only compared
kept, removed               number of pictures marked so
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from dedup_core.decisions import Entry
from dedup_core.review.words import said
from dedup_core.store.log_reading import LogFilter, LogReading

COLUMNS = (
    "id",
    "at",
    "reviewer",
    "act",
    "sentence",
    "dataset",
    "method",
    "threshold",
    "rule",
    "why",
    "target",
    "undone_by",
    "blind",
    "kept",
    "removed",
)
_AT_ONCE = 1000  # entries: few questions to the database, and little memory


@dataclass(frozen=True, slots=True)
class LogRow:
    """An entry with what is known of it; `undone_by`: id of the undo that stands, or None."""

    entry: Entry
    sentence: str
    undone_by: int | None

    def cells(self) -> list[object]:
        """The values of COLUMNS."""
        entry, keeps = self.entry, [mark.keep for mark in self.entry.marks]
        return [
            entry.id,
            entry.at,
            entry.reviewer,
            entry.act.value,
            self.sentence,
            entry.dataset,
            entry.method,
            entry.threshold,
            entry.rule,
            entry.why,
            entry.target,
            self.undone_by,
            entry.blind,
            keeps.count(True),
            keeps.count(False),
        ]


@dataclass(frozen=True, slots=True)
class LogExporter:
    """One kind of file. `ending` with the dot; `title` for the button."""

    name: str
    title: str
    ending: str
    media_type: str
    write: Callable[[Iterable[LogRow]], bytes]

    def written(self, reading: LogReading, asked: LogFilter) -> bytes:
        """The file with all entries that are wanted."""
        return self.write(log_rows(reading, asked))


def log_rows(reading: LogReading, asked: LogFilter) -> Iterator[LogRow]:
    """The entries that are wanted, in the order of the log."""
    found, undos = reading.every(asked), reading.undos()
    while some := list(islice(found, _AT_ONCE)):
        targets = reading.targets(some)
        for entry in some:
            sentence = said(entry, target=targets.get(entry.target or 0))
            yield LogRow(entry, sentence, undos.get(entry.id))
