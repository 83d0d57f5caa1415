"""Pictures that were taken at one place at one time, found by whole columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup_core.evidence.gaps import EARTH_RADIUS_M
from dedup_core.model import Catalog

Rows = NDArray[np.int64]
NEAR_M, NEAR_S = 30.0, 600  # the error of GPS between houses; the time that one light may take
# Candidates that are measured at once: 40 MB of columns. Real campaigns have a tenth of it.
_MOST = 2_000_000
# A band of latitude has the height of NEAR_M, so that whoever is near is in it or in the next one.
# Whole numbers of bands, times the seconds until the year 9999 (38 bits), fit into int64.
_BAND_DEGREES = np.degrees(NEAR_M / EARTH_RADIUS_M)
_BAND_STEP = np.int64(1) << 39


def near(catalog: Catalog, among: NDArray[np.bool_]) -> tuple[Rows, Rows]:
    """Each two of some pictures within NEAR_M metres and NEAR_S seconds, once, in rows.

    By the cameras' clocks: at one place these show one zone's time. What tells no time or place is
    near to nothing. Where thousands were taken at one place and moment only those next to each
    other in time are compared, so there may be more pairs than come back.
    among: bool [pictures]
    """
    known = among & (catalog.taken_at_ms >= 0) & np.isfinite(catalog.latitude)
    row = np.flatnonzero(known & np.isfinite(catalog.longitude))
    seconds = catalog.taken_at_ms[row] // 1000
    band = np.floor((catalog.latitude[row] + 90) / _BAND_DEGREES).astype(np.int64)
    key = band * _BAND_STEP + seconds
    order = np.argsort(key, kind="stable")
    row, key = row[order], key[order]
    next_band = key + _BAND_STEP
    here = np.arange(1, len(row) + 1), key.searchsorted(key + NEAR_S, side="right")
    above = key.searchsorted(next_band - NEAR_S), key.searchsorted(next_band + NEAR_S, side="right")
    one, two = (_close(catalog, row, *spans(*_few(*places))) for places in (here, above))
    return np.concatenate([one[0], two[0]]), np.concatenate([one[1], two[1]])


def _few(first: Rows, end: Rows) -> tuple[Rows, Rows]:
    """The same spans, all of them cut where they would hold too many places together."""
    sizes = end - first
    if sizes.sum() > _MOST:
        sizes = np.minimum(sizes, max(1, _MOST // int(np.count_nonzero(sizes))))
    return first, first + sizes


def spans(first: Rows, end: Rows) -> tuple[Rows, Rows]:
    """The number of each span with each of the places from its `first` to before its `end`."""
    sizes = end - first
    of = np.repeat(np.arange(len(sizes)), sizes)
    return of, np.arange(len(of)) + (first - np.cumsum(sizes) + sizes)[of]


def _close(catalog: Catalog, row: Rows, left: Rows, right: Rows) -> tuple[Rows, Rows]:
    """The candidates, places in `row`, that are close enough: as rows."""
    one, other = row[left], row[right]
    close = metres(catalog, one, other) <= NEAR_M
    return one[close], other[close]


def metres(catalog: Catalog, one: Rows, other: Rows) -> NDArray[np.float64]:
    """The way between two pictures each (haversine formula), metres; NaN where unknown."""
    north, east = np.radians(catalog.latitude), np.radians(catalog.longitude)
    half = np.sin((north[other] - north[one]) / 2) ** 2
    across = np.sin((east[other] - east[one]) / 2) ** 2
    half += np.cos(north[one]) * np.cos(north[other]) * across
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1.0))))
