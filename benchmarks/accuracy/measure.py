"""A contender's distances over all pairs whose truth is known → its numbers for each tier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.contenders import Contender
from benchmarks.accuracy.features import Features
from benchmarks.accuracy.scoring import Curve, Cut, curve_of
from benchmarks.accuracy.truth import TIERS, Dataset, Label, Rows

STRICT, USUAL, RATE = 0.99, 0.95, 1e-6


@dataclass(frozen=True, slots=True)
class Known:
    """Distances of all pairs whose truth is known: float64, and the label of each."""

    left: Rows
    right: Rows
    labels: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Score:
    """One contender on one tier; the last two with the same place as a wrong pair, too."""

    average: float
    strict: Cut
    usual: Cut
    rate: Cut
    strict_same_place: Cut | None
    usual_same_place: Cut | None


@dataclass(frozen=True, slots=True)
class Scores:
    """One contender on one data set: by tier, and recall of each kind of edit."""

    tiers: Mapping[Label, Score]
    kinds: Mapping[str, Cut]


def known_pairs(dataset: Dataset) -> Known:
    """All pairs of a data set whose truth is known."""
    left, right = np.nonzero(dataset.labels)
    return Known(left.astype(np.int32), right.astype(np.int32), dataset.labels[left, right])


def distances_of(contender: Contender, made: Features, known: Known) -> NDArray[np.float64]:
    """The distance of each known pair; infinity where a picture is left out by the method."""
    values, readable = made.values[contender.name], made.readable
    silent = contender.silent(values, np.nan_to_num(made.information)) | ~readable
    values = contender.whole(values)
    compared = ~(silent[known.left] | silent[known.right])
    distances = np.full(len(known.left), np.inf)
    distances[compared] = contender.distances(values, known.left[compared], known.right[compared])
    return distances


def scores_of(distances: NDArray[np.float64], known: Known, dataset: Dataset) -> Scores:
    """All numbers of one contender on one data set."""
    apart = {label: distances[known.labels == label] for label in Label}
    tiers = {tier: _score(apart, tier) for tier in TIERS if len(apart[tier])}
    if Label.T1 not in tiers:
        return Scores(tiers, {})
    limit, place = tiers[Label.T1].strict.limit, _places(known, len(dataset.names))
    kinds = {}
    for (label, kind), rows in dataset.kinds.items():
        if label is not Label.T1:
            continue
        of_kind = distances[place[rows[:, 0], rows[:, 1]]]
        kinds[kind] = Cut(limit, int((of_kind <= limit).sum()), len(rows), 0)
    return Scores(tiers, kinds)


def _score(apart: Mapping[Label, NDArray[np.float64]], tier: Label) -> Score:
    curve = curve_of(apart[tier], apart[Label.DIFFERENT])
    harder = _with_same_place(apart, tier)
    return Score(
        curve.average_precision(),
        curve.at_precision(STRICT),
        curve.at_precision(USUAL),
        curve.at_false_rate(RATE),
        harder.at_precision(STRICT) if harder else None,
        harder.at_precision(USUAL) if harder else None,
    )


def _with_same_place(apart: Mapping[Label, NDArray[np.float64]], tier: Label) -> Curve | None:
    if not len(apart[Label.SAME_PLACE]):
        return None
    return curve_of(apart[tier], np.concatenate([apart[Label.DIFFERENT], apart[Label.SAME_PLACE]]))


def _places(known: Known, rows: int) -> NDArray[np.int32]:
    """Where a pair is among the known ones, int32 [n, n]."""
    place = np.full((rows, rows), -1, np.int32)
    place[known.left, known.right] = np.arange(len(known.left))
    return place
