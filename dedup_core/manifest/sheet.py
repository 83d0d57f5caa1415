"""A manifest's file as a table of text, before anybody says what its columns mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dedup_core.errors import ManifestError
from dedup_core.manifest.problems import Kind, Problem

MOST_ROWS = 2_000_000  # as many as one dataset may have files
MOST_COLUMNS = 200
HEADER_ROWS = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of text as columns; every cell is a string without blanks around it.

    rows:     number of each row in the file, as a spreadsheet counts them
    notes:    what was assumed when it was read, as sentences
    problems: rows of the file that are not in the table
    """

    name: str
    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    rows: tuple[int, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.rows)

    def column(self, name: str) -> tuple[str, ...]:
        """The cells below a name; empty ones where there is no such column."""
        if name not in self.names:
            return ("",) * len(self)
        return self.columns[self.names.index(name)]


def sheet_of(
    name: str,
    header: Sequence[str],
    records: Iterable[tuple[int, Sequence[str]]],
    *,
    notes: Sequence[str] = (),
) -> Sheet:
    """The table of numbered records below a header; records of another length are problems."""
    _check_width(name, len(header))
    names, renamed = _told_apart([cell.strip() for cell in header])
    rows, kept, problems = [], [], []
    for row, record in records:
        cells = _without_empty_ends(record, len(names))
        if len(cells) == len(names):
            rows.append(row)
            kept.append(cells)
        elif any(cells):
            words = f"{len(cells)} cells, and the header has {len(names)}"
            problems.append(Problem(Kind.CELLS, row, words))
        if len(kept) + len(problems) > MOST_ROWS:
            raise ManifestError(f"{name} has more than {MOST_ROWS:,} rows. Divide the dataset.")
    if not (kept or problems):
        raise ManifestError(f"{name} has no rows below its header. Add one for each picture.")
    columns = (
        tuple(tuple(cell.strip() for cell in cells) for cells in zip(*kept, strict=True))
        if kept
        else ((),) * len(names)
    )
    return Sheet(name, names, columns, tuple(rows), (*notes, *renamed), tuple(problems))


def _check_width(name: str, columns: int) -> None:
    if columns > MOST_COLUMNS:
        raise ManifestError(
            f"{name} has {columns:,} columns; {MOST_COLUMNS} are allowed. Is it a table with one "
            "row for each picture?"
        )


def _without_empty_ends(record: Sequence[str], length: int) -> Sequence[str]:
    """A record without the empty cells that some programs write behind the last column."""
    end = len(record)
    while end > length and not record[end - 1].strip():
        end -= 1
    return record[:end]


def _told_apart(header: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Column names, each once and none empty, and what had to be said about it."""
    seen: Counter[str] = Counter()
    names: list[str] = []
    for place, given in enumerate(header, start=1):
        name = given or f"column {place}"
        seen[name] += 1
        number, unique = seen[name], name
        while number > 1 and (unique in names or unique in header):
            unique, number = f"{name} ({number})", number + 1
        names.append(unique)
    twice = sorted(name for name, count in seen.items() if count > 1)
    notes = [f"More than one column is called “{n}”: later ones are numbered." for n in twice]
    return tuple(names), notes
