"""What can be wrong with a manifest, as values: nothing is dropped without one of these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What is wrong. The value is the heading that such problems are listed under."""

    CELLS = "Rows with too many or too few cells: not used"
    NO_FILE = "Rows that name no file: not used"
    MISSING = "Files that are not in the dataset"
    SKIPPED = "Files that are in the dataset but could not be read as pictures"
    REPEATED = "Pictures with several rows that differ: the first one counts"
    CHANGED = "Pictures with another content than the manifest says"
    CONTRIBUTOR = "Rows without a contributor"
    DATE = "Times that cannot be read: taken as unknown"
    PRICE = "Prices that cannot be read: taken as unknown"
    NEGATIVE = "Negative prices: taken as unknown"
    DIGITS = "Prices finer than the currency: taken as unknown"
    CURRENCY = "Currencies that are unclear or more than one: the price is taken as unknown"
    WITHOUT_ROW = "Pictures without a row"
    NO_FIT = "Pictures whose path does not fit the pattern"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    row: as a spreadsheet counts, the header is row 1 (in JSON the first entry is 1); 0: no row
    """

    kind: Kind
    row: int
    words: str


def by_kind(problems: Iterable[Problem]) -> dict[Kind, list[Problem]]:
    """Problems under their headings, both in a fixed order."""
    found: dict[Kind, list[Problem]] = {kind: [] for kind in Kind}
    for problem in problems:
        found[problem.kind].append(problem)
    return {kind: sorted(those, key=lambda p: p.row) for kind, those in found.items() if those}
