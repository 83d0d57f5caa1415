"""One data set, measured with everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.cache import Cache
from benchmarks.accuracy.contenders import Contender, all_contenders
from benchmarks.accuracy.costs import Cost, costs_of
from benchmarks.accuracy.evaluation import Agreement, Told, agreements, ask_imagededup
from benchmarks.accuracy.features import Features, features
from benchmarks.accuracy.measure import Known, Scores, distances_of, known_pairs, scores_of
from benchmarks.accuracy.scenes import SCENES, Judged, judged_pairs
from benchmarks.accuracy.truth import Dataset, Label, without
from benchmarks.common import say
from dedup_core.errors import MethodError


@dataclass(frozen=True, slots=True)
class Measured:
    """One data set with everything that was measured on it.

    scores, costs, limits: by contender; a limit is the largest distance that counts by default
    taken:      recall at that limit of each listed kind of pair: (label, how) → taken, all
    told:       imagededup's word where duplicates are listed, and how far our hashes are its
    judged:     the method that looks at pairs
    refused:    methods that cannot work on this data set, and why
    """

    dataset: Dataset
    scores: Mapping[str, Scores]
    costs: Mapping[str, Cost]
    limits: Mapping[str, float]
    taken: Mapping[str, Mapping[tuple[Label, str], tuple[int, int]]]
    told: Told | None
    agreements: Sequence[Agreement]
    judged: Judged | None
    refused: Mapping[str, str]


def run(whole: Dataset, cache: Cache, only: Sequence[str] | None) -> Measured:
    """Everything about one data set; `only` these methods."""
    wanted = [one for one in all_contenders() if only is None or one.name in only]
    made = features(whole, wanted, cache)
    dataset = without(whole, ~made.readable)
    known = known_pairs(dataset)
    refused, wanted = _refused(wanted, made)
    distances = {one.name: distances_of(one, made, known) for one in wanted}
    limits = {one.name: one.default for one in wanted}
    costs = costs_of(wanted, dataset, made, known)
    judged = None
    if only is None or set(only) & set(SCENES):
        judged = judged_pairs(dataset, made, known, cache)
        distances |= judged.distances
        limits |= judged.limits
        costs |= judged.costs
    say(f"{dataset.name}: counting")
    scores = {name: scores_of(each, known, dataset) for name, each in distances.items()}
    found = {name: _nearest_first(each, limits[name]) for name, each in distances.items()}
    told = ask_imagededup(dataset, made, known, found, cache)
    taken = {name: _taken(each, limits[name], known, dataset) for name, each in distances.items()}
    agreed = agreements(dataset, made, told, cache) if told else []
    return Measured(dataset, scores, costs, limits, taken, told, agreed, judged, refused)


def _refused(
    contenders: Sequence[Contender], made: Features
) -> tuple[dict[str, str], list[Contender]]:
    """Why some cannot work on a data set, by name, and those that can."""
    refused, able = dict[str, str](), list[Contender]()
    for one in contenders:
        try:
            one.whole(made.values[one.name])
        except MethodError as error:
            refused[one.name] = str(error)
        else:
            able.append(one)
    return refused, able


def _nearest_first(distances: NDArray[np.float64], limit: float) -> NDArray[np.int64]:
    """Which known pairs lie within a limit, the nearest first."""
    near = np.flatnonzero(distances <= limit)
    return near[np.argsort(distances[near], kind="stable")]


def _taken(
    distances: NDArray[np.float64], limit: float, known: Known, dataset: Dataset
) -> dict[tuple[Label, str], tuple[int, int]]:
    """Of each listed kind of pair, how many lie within a limit, and how many there are."""
    near = np.zeros(dataset.labels.shape, bool)
    within = distances <= limit
    near[known.left[within], known.right[within]] = True
    return {
        kind: (int(near[rows[:, 0], rows[:, 1]].sum()), len(rows))
        for kind, rows in dataset.kinds.items()
    }
