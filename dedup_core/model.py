"""Values that several stages share. All of them are frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

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
    taken_at_ms:   the camera's clock, milliseconds since 1970 without a zone; None: unknown
    utc_offset_minutes: of that clock, ahead of UTC; None: unknown
    latitude, longitude: degrees, north and east are positive; both or neither
    serial:        the camera's number as it writes it, to be compared and never shown whole; empty
                   where the file says none, or was indexed before serials were read
    orientation:   as the file says, 1 to 8 (EXIF); 1 is upright
    sharpness:     mean squared Laplacian of the thumbnail's grey values, grey levels squared
    exposure:      mean of the 32 x 32 grey reduction, grey levels: 0 black, 255 white
    information:   mean step between neighbours in the 32 x 32 grey reduction, grey levels
    """

    width: int
    height: int
    size_bytes: int
    format: str
    taken_at_ms: int | None
    utc_offset_minutes: int | None
    latitude: float | None
    longitude: float | None
    camera: str
    orientation: int
    sharpness: float
    exposure: float
    information: float
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Catalog:
    """The pictures of one source as columns in path order; the row number is the id in one scan.

    All columns have one value a picture. Where it is unknown, `taken_at_ms` is -1, `camera` and
    `serial` are empty, and `utc_offset_minutes`, `latitude` and `longitude` are NaN; units and
    meanings as in `Facts`. Every file that was seen is counted: found = indexed + skipped.
    """

    source: str
    paths: tuple[str, ...]
    digests: tuple[str, ...]
    width: NDArray[np.int32]
    height: NDArray[np.int32]
    size_bytes: NDArray[np.int64]
    taken_at_ms: NDArray[np.int64]
    utc_offset_minutes: NDArray[np.float64]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    sharpness: NDArray[np.float64]
    information: NDArray[np.float64]
    camera: tuple[str, ...]
    serial: tuple[str, ...]
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
    """How far a stage is.

    done, total:  files; `known` of the done were up to date before this run began
    size_bytes:   read in this run so far, of `total_bytes` that are to be read
    computed:     pictures whose features were computed
    skipped:      files that were found but cannot be indexed
    seconds:      worked so far; a pause does not count
    """

    stage: str
    done: int
    total: int
    known: int
    size_bytes: int
    total_bytes: int
    computed: int
    skipped: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Files a second; 0 while there is nothing to go by."""
        return (self.done - self.known) / self.seconds if self.seconds > 0.2 else 0.0

    @property
    def bytes_per_second(self) -> float:
        """Bytes a second; 0 while there is nothing to go by."""
        return self.size_bytes / self.seconds if self.seconds > 0.2 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """A guess at the time left; None while there is nothing to go by.

        By files or by bytes, whichever takes longer: small files cost by their number.
        """
        if self.done == self.total:
            return 0.0
        files = (self.done - self.known) / (self.total - self.known)
        share = min(files, self.size_bytes / self.total_bytes) if self.total_bytes else files
        return self.seconds * (1 - share) / share if share > 0 and self.seconds > 0.2 else None


Report = Callable[[Progress], None]


def quiet(_: Progress) -> None:
    """A report that goes nowhere."""


class Control(Protocol):
    """How a run is paused and ended from outside. One thread asks, before each file is begun."""

    def paused(self) -> bool:
        """Whether the run is to rest; what is finished is saved first, then comes `wait`."""
        ...

    def wait(self) -> float:
        """Blocks while the run is paused and not stopped; the seconds that took come back."""
        ...

    def stopped(self) -> bool:
        """Whether the run is to end; what is finished is kept."""
        ...


class _Free:
    """A control that never interferes."""

    def paused(self) -> bool:
        return False

    def wait(self) -> float:
        return 0.0

    def stopped(self) -> bool:
        return False


FREE: Control = _Free()
