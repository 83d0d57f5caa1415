"""Who sent which picture, when and for how much: columns beside the catalog's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.manifest.moments import UNKNOWN
from dedup_core.manifest.problems import Problem


@dataclass(frozen=True, slots=True)
class Submissions:
    """What is known of each picture's submission; one value for each row of the catalog.

    contributor, campaign: empty where unknown
    submitted_at_ms:       milliseconds since 1970 in UTC, -1 unknown, int64 [pictures]
    price:                 in the currency's smallest units, 0 unknown, int64 [pictures]
    currency:              of all prices, ISO 4217; empty where none is said
    known:                 whether the manifest has a row, or the pattern fits, bool [pictures]
    extra:                 the manifest's other columns by name, as text, empty where unknown
    """

    contributor: tuple[str, ...]
    submitted_at_ms: NDArray[np.int64]
    price: NDArray[np.int64]
    currency: str
    campaign: tuple[str, ...]
    known: NDArray[np.bool_]
    extra: Mapping[str, tuple[str, ...]]

    def __len__(self) -> int:
        """Number of pictures."""
        return len(self.contributor)

    @property
    def contributors(self) -> int:
        """Number of different contributors."""
        return len(set(self.contributor) - {""})

    @property
    def total(self) -> int:
        """What all pictures cost together, in the currency's smallest units."""
        return int(self.price.sum())


@dataclass(frozen=True, slots=True)
class Matched:
    """A manifest, or a folder pattern, tied to the pictures of a dataset.

    rows = matched + merged + unmatched, pictures = matched + without
    rows:      rows of the file, or pictures for a pattern
    merged:    rows that say the same of a picture as an earlier one
    unmatched: rows that belong to no picture, or say otherwise than an earlier one: see `problems`
    row_of:    the catalog's row for each row that names a file, -1 none
    """

    submissions: Submissions
    rows: int
    matched: int
    merged: int
    row_of: tuple[int, ...]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def unmatched(self) -> int:
        """Rows that gave no picture anything."""
        return self.rows - self.matched - self.merged

    @property
    def without(self) -> int:
        """Pictures that nothing is known of."""
        return len(self.submissions) - self.matched


def nothing_known(pictures: int) -> Submissions:
    """The submissions of a dataset without a manifest."""
    return Submissions(
        contributor=("",) * pictures,
        submitted_at_ms=np.full(pictures, UNKNOWN, np.int64),
        price=np.zeros(pictures, np.int64),
        currency="",
        campaign=("",) * pictures,
        known=np.zeros(pictures, np.bool_),
        extra={},
    )
