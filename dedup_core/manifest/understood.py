"""A table with a mapping becomes a manifest: who sent which file, when and for how much."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from dedup_core.errors import ManifestError
from dedup_core.manifest.mapping import MEANINGS
from dedup_core.manifest.mapping import Mapping as Meaning
from dedup_core.manifest.moments import UNKNOWN, moment
from dedup_core.manifest.money import is_currency, minor_units
from dedup_core.manifest.problems import Kind, Problem
from dedup_core.manifest.sheet import Sheet

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHOWN = 80  # characters of a cell inside a sentence


@dataclass(frozen=True, slots=True)
class Manifest:
    """Rows of a manifest as they were understood, as columns; not yet tied to pictures.

    rows:            number of each row in the file
    paths, digests:  the file's path as it is written and its SHA-256; one of them may be empty
    submitted_at_ms: milliseconds since 1970 in UTC, -1 unknown
    prices:          in the currency's smallest units, 0 unknown
    currency:        ISO 4217, empty where none is said
    extra:           the other columns by name, as text
    problems:        also of rows that are in no column here
    """

    name: str
    rows: tuple[int, ...]
    paths: tuple[str, ...]
    digests: tuple[str, ...]
    contributors: tuple[str, ...]
    submitted_at_ms: tuple[int, ...]
    campaigns: tuple[str, ...]
    prices: tuple[int, ...]
    currency: str
    extra: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]

    def __len__(self) -> int:
        """Number of rows that name a file."""
        return len(self.rows)

    @property
    def found(self) -> int:
        """Rows of the file: those that name a file and those that could not be used."""
        unused = sum(problem.kind in (Kind.CELLS, Kind.NO_FILE) for problem in self.problems)
        return len(self) + unused


def understand(sheet: Sheet, mapping: Meaning, *, currency: str = "") -> Manifest:
    """What a table says under a mapping; ManifestError when the mapping makes no sense.

    currency: of rows that name none
    """
    _check(sheet, mapping, currency)
    named, unnamed = _rows_that_name_a_file(sheet, mapping)
    cells = {meaning: named.column(getattr(mapping, meaning)) for meaning in MEANINGS}
    notes, problems = list(sheet.notes), [*sheet.problems, *unnamed]
    times = _times(named, cells["submitted_at"], notes, problems)
    one, codes = _currencies(named, cells, currency, notes, problems)
    prices = _prices(named, cells["price"], codes, one, problems)
    if mapping.contributor:
        problems += _each(named, cells["contributor"], Kind.CONTRIBUTOR, "no contributor")
    meant = set(mapping.columns())
    return Manifest(
        name=sheet.name,
        rows=named.rows,
        paths=cells["file"],
        digests=_digests(cells["digest"], notes),
        contributors=cells["contributor"],
        submitted_at_ms=times,
        campaigns=cells["campaign"],
        prices=prices,
        currency=one,
        extra={n: c for n, c in zip(named.names, named.columns, strict=True) if n not in meant},
        notes=tuple(notes),
        problems=tuple(problems),
    )


def _check(sheet: Sheet, mapping: Meaning, currency: str) -> None:
    for column in mapping.columns():
        if column not in sheet.names:
            raise ManifestError(f"{sheet.name} has no column called “{column}”.")
    if not (mapping.file or mapping.digest):
        raise ManifestError(
            "Choose the column that names the file: without it no row belongs to a picture."
        )
    if currency and not is_currency(currency):
        raise ManifestError(f"“{currency}” is no currency. Write three capital letters, like USD.")


def _rows_that_name_a_file(sheet: Sheet, mapping: Meaning) -> tuple[Sheet, list[Problem]]:
    pairs = zip(sheet.column(mapping.file), sheet.column(mapping.digest), strict=True)
    names_one = [bool(path or digest) for path, digest in pairs]
    if all(names_one):
        return sheet, []
    unnamed = [
        Problem(Kind.NO_FILE, row, "no file is named")
        for row, named in zip(sheet.rows, names_one, strict=True)
        if not named
    ]
    columns = tuple(tuple(compress(column, names_one)) for column in sheet.columns)
    return replace(sheet, columns=columns, rows=tuple(compress(sheet.rows, names_one))), unnamed


def _times(
    sheet: Sheet, cells: Sequence[str], notes: list[str], problems: list[Problem]
) -> tuple[int, ...]:
    """Milliseconds since 1970 for each row, -1 unknown."""
    read = {text: moment(text) for text in set(cells) if text}
    without_zone = sum(text in read and (read[text] or (0, True))[1] is False for text in cells)
    if without_zone:
        notes.append(f"Times without a zone are taken as UTC: {without_zone:,}.")
    problems += [
        Problem(Kind.DATE, row, f"“{_short(text)}” is no time like 2025-03-14T12:00:11+08:00")
        for row, text in zip(sheet.rows, cells, strict=True)
        if text and read[text] is None
    ]
    return tuple((read.get(text) or (UNKNOWN, True))[0] for text in cells)


def _currencies(
    sheet: Sheet,
    cells: Mapping[str, Sequence[str]],
    currency: str,
    notes: list[str],
    problems: list[Problem],
) -> tuple[str, tuple[str, ...]]:
    """The one currency of the manifest, and each row's; those of other rows are problems."""
    codes = tuple(cell.upper() or currency for cell in cells["currency"])
    priced = [bool(price) for price in cells["price"]]
    counts = Counter(code for code in compress(codes, priced) if is_currency(code))
    # The most frequent one; of several as frequent the first in the file, as Counter keeps order.
    one = counts.most_common(1)[0][0] if counts else currency
    if not one and any(priced):
        notes.append("No currency is said: prices are read with two digits behind the point.")
    for row, code, is_priced in zip(sheet.rows, codes, priced, strict=True):
        if is_priced and code != one:
            what = f"“{_short(code)}”" if code else "no currency"
            problems.append(Problem(Kind.CURRENCY, row, f"{what}, where others say {one or '—'}"))
    return one, codes


def _prices(
    sheet: Sheet,
    cells: Sequence[str],
    codes: Sequence[str],
    one: str,
    problems: list[Problem],
) -> tuple[int, ...]:
    """Smallest units of the currency for each row, 0 unknown."""
    read = {text: minor_units(text, one) for text in set(cells) if text}
    prices = []
    for row, text, code in zip(sheet.rows, cells, codes, strict=True):
        units = read[text] if text and code == one else 0  # another currency is said already
        if isinstance(units, Kind):
            problems.append(Problem(units, row, _wrong_price(units, text, one)))
            units = 0
        prices.append(units)
    return tuple(prices)


def _wrong_price(kind: Kind, text: str, currency: str) -> str:
    said = f"“{_short(text)}”"
    if kind is Kind.NEGATIVE:
        return f"{said} is less than nothing"
    if kind is Kind.DIGITS:
        return f"{said} has more digits than {currency or 'a price'} has"
    return f"{said} is no price like 0.15 or 1,234.50"


def _digests(cells: Sequence[str], notes: list[str]) -> tuple[str, ...]:
    digests = tuple(cell.lower() for cell in cells)
    usable = {text: text if _SHA256.fullmatch(text) else "" for text in set(digests)}
    unusable = sum(bool(text) and not usable[text] for text in digests)
    if unusable:
        notes.append(f"Digests that are no SHA-256 are not used: {unusable:,}.")
    return tuple(usable[text] for text in digests)


def _each(sheet: Sheet, cells: Sequence[str], kind: Kind, words: str) -> list[Problem]:
    """A problem for each empty cell."""
    return [
        Problem(kind, row, words) for row, cell in zip(sheet.rows, cells, strict=True) if not cell
    ]


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
