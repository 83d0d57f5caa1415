"""A manifest tied to the pictures of a dataset, by path and by content."""

from __future__ import annotations

from collections import defaultdict, deque

import numpy as np

from dedup_core.manifest.moments import UNKNOWN
from dedup_core.manifest.paths import NOT_FOUND, Shift, find_rows, skipped_number
from dedup_core.manifest.problems import Kind, Problem
from dedup_core.manifest.submissions import Matched, Submissions
from dedup_core.manifest.understood import Manifest
from dedup_core.model import Catalog


def match(manifest: Manifest, catalog: Catalog) -> Matched:
    """What a manifest says of each picture, with everything that does not fit.

    A row means the picture at its path, unless its digest says another content: then it means a
    picture with that content which no other row means, if there is one.
    """
    found, shift = find_rows(manifest.paths, catalog)
    changed = _follow_contents(manifest, catalog, found)
    first = _first_rows(found)
    repeated, merged = _repeated(manifest, found, first)
    problems = [*manifest.problems, *changed, *repeated]
    problems += _missing(manifest, catalog, found)
    without = [path for row, path in enumerate(catalog.paths) if row not in first]
    problems += [Problem(Kind.WITHOUT_ROW, 0, path) for path in without]
    return Matched(
        submissions=_submissions(manifest, first, len(catalog)),
        rows=manifest.found,
        matched=len(first),
        merged=merged,
        row_of=tuple(max(row, NOT_FOUND) for row in found),
        notes=(*manifest.notes, *_said_of(shift)),
        problems=tuple(problems),
    )


def _follow_contents(manifest: Manifest, catalog: Catalog, found: list[int]) -> list[Problem]:
    """Put rows whose digest is not that of their picture where it is; problems where it is nowhere.

    found: the catalog's row for each row of the manifest; changed here
    """
    elsewhere = [_is_elsewhere(manifest, catalog, at, row) for at, row in enumerate(found)]
    if not any(elsewhere):
        return []
    taken = {row for row, other in zip(found, elsewhere, strict=True) if not other}
    free: dict[str, deque[int]] = defaultdict(deque)
    for row, digest in enumerate(catalog.digests):
        if row not in taken:
            free[digest].append(row)
    nowhere = []
    for at in (at for at, other in enumerate(elsewhere) if other):
        if rows := free.get(manifest.digests[at]):
            found[at] = rows.popleft()
            taken.add(found[at])
        else:
            nowhere.append(at)
    return _changed(manifest, found, nowhere, taken)


def _changed(
    manifest: Manifest, found: list[int], nowhere: list[int], taken: set[int]
) -> list[Problem]:
    """Problems for rows whose content is gone and whose path has another; taken pictures are not
    theirs.
    """
    changed = []
    for at in nowhere:
        if found[at] in taken:
            found[at] = NOT_FOUND
        elif found[at] >= 0:
            words = f"{manifest.paths[at]} is another file than the one that was submitted"
            changed.append(Problem(Kind.CHANGED, manifest.rows[at], words))
    return changed


def _is_elsewhere(manifest: Manifest, catalog: Catalog, at: int, row: int) -> bool:
    digest = manifest.digests[at]
    return bool(digest) and (row < 0 or catalog.digests[row] != digest)


def _first_rows(found: list[int]) -> dict[int, int]:
    """The first row of the manifest for each picture that has one, by the catalog's row."""
    first: dict[int, int] = {}
    for at, row in enumerate(found):
        if row >= 0:
            first.setdefault(row, at)
    return first


def _repeated(
    manifest: Manifest, found: list[int], first: dict[int, int]
) -> tuple[list[Problem], int]:
    """Rows that contradict an earlier one of the same picture, and how many only repeat it."""
    different, merged = [], 0
    for at, row in enumerate(found):
        if row < 0 or first[row] == at:
            continue
        if _values(manifest, at) == _values(manifest, first[row]):
            merged += 1
            continue
        words = f"{manifest.paths[at]} has other values in row {manifest.rows[first[row]]}"
        different.append(Problem(Kind.REPEATED, manifest.rows[at], words))
    return different, merged


def _values(manifest: Manifest, at: int) -> tuple[object, ...]:
    columns = (
        manifest.contributors,
        manifest.submitted_at_ms,
        manifest.campaigns,
        manifest.prices,
        *manifest.extra.values(),
    )
    return tuple(column[at] for column in columns)


def _missing(manifest: Manifest, catalog: Catalog, found: list[int]) -> list[Problem]:
    """Rows whose file is not among the pictures, or is there but could not be read."""
    problems = []
    for at, row in enumerate(found):
        if row >= 0:
            continue
        number, kind = skipped_number(row), Kind.MISSING
        words = manifest.paths[at] or manifest.digests[at]
        if number is not None:
            kind, words = Kind.SKIPPED, f"{words}: {catalog.skipped[number].reason}"
        problems.append(Problem(kind, manifest.rows[at], words))
    return problems


def _said_of(shift: Shift) -> list[str]:
    notes = []
    if shift.without:
        notes.append(f"Paths are read without the leading “{shift.without}”.")
    if shift.before:
        notes.append(f"Paths are read as lying in “{shift.before}”.")
    return notes


def _submissions(manifest: Manifest, first: dict[int, int], pictures: int) -> Submissions:
    """The manifest's columns in the catalog's order."""

    def texts(column: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(column[first[row]] if row in first else "" for row in range(pictures))

    rows = np.fromiter(first.keys(), np.int64, len(first))
    places = np.fromiter(first.values(), np.int64, len(first))
    at_ms, price = np.full(pictures, UNKNOWN, np.int64), np.zeros(pictures, np.int64)
    at_ms[rows] = np.array(manifest.submitted_at_ms, np.int64)[places]
    price[rows] = np.array(manifest.prices, np.int64)[places]
    known = np.zeros(pictures, np.bool_)
    known[rows] = True
    return Submissions(
        contributor=texts(manifest.contributors),
        submitted_at_ms=at_ms,
        price=price,
        currency=manifest.currency,
        campaign=texts(manifest.campaigns),
        known=known,
        extra={name: texts(column) for name, column in manifest.extra.items()},
    )
