"""Recall of `combined` beside what it is made of, on photos that never served for fitting.

python -m benchmarks.judge_combined
"""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.__main__ import PHOTOS
from benchmarks.accuracy.cache import Cache
from benchmarks.accuracy.contenders import ours
from benchmarks.accuracy.features import features
from benchmarks.accuracy.measure import Known, distances_of, known_pairs, scores_of
from benchmarks.accuracy.photographs import photographs
from benchmarks.accuracy.scenes import SAME, UNCHANGED, judged_pairs
from benchmarks.accuracy.truth import Dataset, Label, without
from benchmarks.common import show_table
from dedup_core.fingerprints import combined, method_named
from dedup_core.fusion import CHEAP, Said, fusion, nearness_of
from dedup_core.search.cosine import STEP

Distances = NDArray[np.float64]


def all_evidence(distances: Mapping[str, Distances]) -> Distances:
    """1 - the probability of pairs, from the distances under the methods it is made of."""
    near = {
        name: np.where(
            np.isfinite(each := distances[name]), nearness_of(method_named(name), each), np.nan
        )
        for name in CHEAP
    }
    scene, unchanged = (1 - np.minimum(distances[name], 1) for name in (SAME, UNCHANGED))
    changed = 1 - unchanged / np.where(scene > 0, scene, 1)
    said = Said(scene, np.where(scene > 0, changed, 0), near)
    return np.asarray(np.rint((1 - fusion().probability(said)) / STEP) * STEP)


def rows_of(
    name: str, distances: Distances, limit: float, known: Known, dataset: Dataset
) -> list[list[object]]:
    """A row for each tier."""
    taken = distances <= limit
    wrong, place = (
        int(taken[known.labels == label].sum()) for label in (Label.DIFFERENT, Label.SAME_PLACE)
    )
    rows = list[list[object]]()
    for tier, score in scores_of(distances, known, dataset).tiers.items():
        cuts = (score.strict, score.usual, score.strict_same_place)
        recalls = [f"{cut.recall:.3f}" if cut else "" for cut in cuts]
        default = f"{taken[known.labels == tier].mean():.3f}"
        rows.append([tier.name, name, f"{score.average:.3f}", *recalls, default, wrong, place])
    return rows


def main() -> None:
    cv2.setNumThreads(1)
    cache, contenders = Cache(), [ours(method_named(name)) for name in CHEAP]
    whole = photographs(PHOTOS, PHOTOS / "truth.csv", use="judge", cache=cache.folder)
    made = features(whole, contenders, cache)
    dataset = without(whole, ~made.readable)
    known = known_pairs(dataset)
    judged = judged_pairs(dataset, made, known, cache)
    distances = {one.name: distances_of(one, made, known) for one in contenders}
    distances |= judged.distances
    limits = {one.name: one.default for one in contenders} | dict(judged.limits)
    method = combined.METHOD
    distances[method.name] = all_evidence(distances)
    limits[method.name] = method.limit_of(method.default)
    rows = [
        row for name, each in distances.items()
        for row in rows_of(name, each, limits[name], known, dataset)
    ]  # fmt: skip
    head = ["tier", "method", "average precision", "recall at .99", "at .95"]
    head += ["at .99, same place in", "by default", "wrong by default", "same place by default"]
    show_table("Judged", head, sorted(rows, key=lambda row: str(row[0])))


if __name__ == "__main__":
    main()
