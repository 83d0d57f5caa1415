"""The first rows of a manifest as they were understood, in words, to look at before it is used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dedup_core.manifest import moments, money
from dedup_core.manifest.submissions import Matched
from dedup_core.manifest.understood import Manifest
from dedup_core.model import Catalog


@dataclass(frozen=True, slots=True)
class Shown:
    """One row in words; what is unknown is empty. `picture`: its path in the dataset."""

    row: int
    file: str
    picture: str
    contributor: str
    submitted: str
    campaign: str
    price: str


def first_rows(manifest: Manifest, matched: Matched, catalog: Catalog, *, most: int) -> list[Shown]:
    """At most so many rows from the beginning of a manifest."""
    return [_shown(manifest, at, matched, catalog) for at in range(min(most, len(manifest)))]


def first_pictures(matched: Matched, catalog: Catalog, *, most: int) -> list[Shown]:
    """Pictures with what a folder pattern says of them; one of each folder comes first."""
    said = matched.submissions
    return [
        Shown(0, "", path, said.contributor[row], "", said.campaign[row], "")
        for row, path in _one_of_each_folder(catalog.paths, most)
    ]


def _shown(manifest: Manifest, at: int, matched: Matched, catalog: Catalog) -> Shown:
    row, price = matched.row_of[at], manifest.prices[at]
    return Shown(
        row=manifest.rows[at],
        file=manifest.paths[at] or manifest.digests[at],
        picture=catalog.paths[row] if row >= 0 else "",
        contributor=manifest.contributors[at],
        submitted=moments.in_words(manifest.submitted_at_ms[at]),
        campaign=manifest.campaigns[at],
        price=money.in_words(price, manifest.currency) if price else "",
    )


def _one_of_each_folder(paths: tuple[str, ...], most: int) -> Iterator[tuple[int, str]]:
    first: dict[str, int] = {}
    for row, path in enumerate(paths):
        first.setdefault(path.rpartition("/")[0], row)
    rows = [*first.values(), *sorted(set(range(min(most, len(paths)))) - set(first.values()))]
    yield from ((row, paths[row]) for row in rows[:most])
