"""How much two people agree beyond chance, in numbers that say how sure they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BOTH_KEEP, FIRST_KEEPS, SECOND_KEEPS, BOTH_REMOVE = range(4)  # columns of what was decided twice
LEAST_GROUPS = 10  # below, resamples repeat a handful of groups and the band promises too much
_RESAMPLES, _SEED = 2000, 1  # 95 % bounds then move by less than 0.01 from seed to seed
_Z = 1.959964  # 95 % of a normal distribution lie within so many deviations

Counts = NDArray[np.int64]
Band = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Figures:
    """What two people decided about the same groups, counted.

    same_groups:   groups of which both keep exactly the same pictures, with `groups_band`
    same_pictures: pictures that both keep or both remove
    kappa:         Cohen's, -1 … 1; None where both said the same of everything there is, so that
                   chance explains it as well
    band:          95 % of kappa; None below LEAST_GROUPS groups or without any difference
    """

    groups: int
    same_groups: int
    groups_band: Band | None
    pictures: int
    same_pictures: int
    kappa: float | None
    band: Band | None

    @property
    def share_of_groups(self) -> float:
        """Groups decided alike, 0 … 1."""
        return self.same_groups / self.groups if self.groups else 0.0

    @property
    def share_of_pictures(self) -> float:
        """Pictures decided alike, 0 … 1."""
        return self.same_pictures / self.pictures if self.pictures else 0.0


def figures(counts: Counts) -> Figures:
    """The figures of int64 [groups, 4], columns as named above: pictures of each group.

    Kappa: Cohen, A coefficient of agreement for nominal scales (1960). Its band is a percentile
    bootstrap over groups, with a fixed seed: the pictures of one group are decided together, and
    the usual variance (Fleiss, Cohen & Everitt 1969) takes them for independent, which makes it
    too narrow. The band of the groups is Wilson's (1927).
    """
    counts = counts.reshape(-1, 4)
    total = counts.sum(axis=0)
    alike = int((counts[:, FIRST_KEEPS] + counts[:, SECOND_KEEPS] == 0).sum())
    found = float(cohen(total))
    return Figures(
        groups=len(counts),
        same_groups=alike,
        groups_band=wilson(alike, len(counts)),
        pictures=int(total.sum()),
        same_pictures=int(total[BOTH_KEEP] + total[BOTH_REMOVE]),
        kappa=None if np.isnan(found) else found,
        band=_band(counts) if alike < len(counts) else None,
    )


def cohen(counts: NDArray[np.integer]) -> NDArray[np.float64]:
    """Cohen's kappa along the last axis (4 columns); NaN where chance explains everything."""
    both, first, second, neither = np.moveaxis(counts.astype(np.float64), -1, 0)
    total = both + first + second + neither
    with np.errstate(divide="ignore", invalid="ignore"):
        seen = (both + neither) / total
        keep_first, keep_second = (both + first) / total, (both + second) / total
        chance = keep_first * keep_second + (1 - keep_first) * (1 - keep_second)
        found = (seen - chance) / (1 - chance)
    return np.where(chance < 1, found, np.nan)


def wilson(hits: int, tries: int) -> Band | None:
    """A 95 % band of a share, 0 … 1; None without tries."""
    if not tries:
        return None
    share, spread = hits / tries, _Z * _Z / tries
    middle = share + spread / 2
    half = _Z * ((share * (1 - share) + spread / 4) / tries) ** 0.5
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    return max(0.0, low), min(1.0, high)


def in_a_word(kappa: float) -> str:
    """A kappa as Landis & Koch (1977) name it."""
    for least, word in _WORDS:
        if kappa > least:
            return word
    return "none beyond chance"


_WORDS = (
    (0.8, "almost perfect"),
    (0.6, "substantial"),
    (0.4, "moderate"),
    (0.2, "fair"),
    (0.0, "slight"),
)


def _band(counts: Counts) -> Band | None:
    if len(counts) < LEAST_GROUPS:
        return None
    # Groups that were decided alike are drawn together: the same draw, in less room.
    kinds, often = np.unique(counts, axis=0, return_counts=True)
    drawn = np.random.default_rng(_SEED).multinomial(
        len(counts), often / len(counts), size=_RESAMPLES
    )
    found = cohen(drawn @ kinds)
    low, high = np.percentile(found[~np.isnan(found)], [2.5, 97.5])
    return float(low), float(high)
