"""Values that several stages share. All of them are frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was found but is not indexed, with the reason in words."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one picture's content apart from fingerprints.

    width, height: pixels, upright
    taken_at:      what the camera's clock said, as seconds since 1970 without a zone; None: unknown
    sharpness:     mean squared Laplacian of the thumbnail's grey values, grey levels squared
    information:   mean step between neighbours in the 32 x 32 grey reduction, grey levels
    """

    width: int
    height: int
    size_bytes: int
    format: str
    taken_at: int | None
    camera: str
    sharpness: float
    information: float


@dataclass(frozen=True, slots=True)
class Catalog:
    """The pictures of one source as columns in path order; the row number is the id in one scan.

    All columns have one value a picture. `taken_at` is -1 where the time is unknown; units and
    meanings as in `Facts`. Every file that was seen is counted: found = indexed + skipped.
    """

    source: str
    paths: tuple[str, ...]
    digests: tuple[str, ...]
    width: NDArray[np.int32]
    height: NDArray[np.int32]
    size_bytes: NDArray[np.int64]
    taken_at: NDArray[np.int64]
    sharpness: NDArray[np.float64]
    information: NDArray[np.float64]
    skipped: tuple[Skipped, ...]

    def __len__(self) -> int:
        """Number of indexed pictures."""
        return len(self.paths)

    @property
    def found(self) -> int:
        """Number of files seen."""
        return len(self.paths) + len(self.skipped)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is: files done of `total`, bytes read, how many were computed and skipped."""

    stage: str
    done: int
    total: int
    size_bytes: int
    computed: int
    skipped: int


Report = Callable[[Progress], None]
Stop = Callable[[], bool]


def quiet(_: Progress) -> None:
    """A report that goes nowhere."""


def never() -> bool:
    """A stop that never comes."""
    return False
