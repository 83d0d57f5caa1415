"""Everything that can be exported: tables in every format, and two lists for other programs."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import BinaryIO

from dedup_core.errors import ReportError
from dedup_core.report import formats, imagededup, tables
from dedup_core.report.formats import Format
from dedup_core.report.imagededup import Listing
from dedup_core.report.subject import Subject
from dedup_core.report.tables import Table, fill
from dedup_core.report.tables.said import chosen_of

TABLES: tuple[Table | Listing, ...] = (*tables.ALL, *imagededup.ALL)
FORMATS = formats.ALL
_LONGEST_NAME = 80  # characters: with what comes behind it every disk can write it
_JSON = next(each for each in FORMATS if each.name == "json")


@dataclass(frozen=True, slots=True)
class Export:
    """A table, or a list for another program, in one format."""

    what: Table | Listing
    format: Format

    @property
    def table(self) -> str:
        """The name of what it is."""
        return self.what.name

    def write(self, subject: Subject, stream: BinaryIO, *, campaign: str | None = None) -> None:
        """The whole file; ReportError where that format has no room for it."""
        if isinstance(self.what, Listing):
            if campaign is not None:
                raise ReportError(f"{self.what.title} is of the whole dataset, not of a campaign.")
            self.what.write(subject, stream)
        else:
            self.format.write(fill(self.what, subject, campaign=campaign), stream)

    def written(self, subject: Subject, *, campaign: str | None = None) -> bytes:
        """The same in memory."""
        stream = io.BytesIO()
        self.write(subject, stream, campaign=campaign)
        return stream.getvalue()

    def count(self, subject: Subject, *, campaign: str | None = None) -> int:
        """How many rows it has."""
        if isinstance(self.what, Listing):
            return self.what.count(subject)
        return self.what.count(subject, chosen_of(subject, campaign))

    def file_name(self, subject: Subject) -> str:
        """What the file may be called: `Sample pay.csv`."""
        return f"{plain_name(subject)} {self.table}{self.format.ending}"


def plain_name(subject: Subject) -> str:
    """The dataset's name without signs that some disk cannot write."""
    plain = "".join(sign if sign.isalnum() or sign in " -_.," else "_" for sign in subject.name)
    return plain[:_LONGEST_NAME].strip(" .") or "dataset"


def formats_of(what: Table | Listing) -> tuple[Format, ...]:
    """The formats that it can be written in, the usual one first."""
    return (_JSON,) if isinstance(what, Listing) else FORMATS


def named(table: str, format: str = "") -> Export:
    """An export by its names; without a format the usual one. ReportError for what there is not."""
    what = next((each for each in TABLES if each.name == table), None)
    if what is None:
        raise ReportError(f"There is no table {table!r}. Choose one of {_names(TABLES)}.")
    offered = formats_of(what)
    found = next((each for each in offered if each.name == format or not format), None)
    if found is None:
        raise ReportError(f"{what.title} is not written as {format}. Choose {_names(offered)}.")
    return Export(what, found)


def _names(of: tuple[Table | Listing | Format, ...]) -> str:
    return ", ".join(each.name for each in of)
