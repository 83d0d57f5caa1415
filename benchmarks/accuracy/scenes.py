"""The method that looks at pairs one by one: its candidates, and what it finds of them.

A pair that is no candidate is at distance 1, as in the product. What is done here is what
`dedup_core.look` does, without a workspace: features of the stored thumbnails, candidates by
layout, details, hashes in eight positions and time, then geometry and, where the scene is the same,
whether a part of it differs.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.accuracy.cache import Cache, text_of
from benchmarks.accuracy.contenders import ours
from benchmarks.accuracy.costs import Cost, cpu_of
from benchmarks.accuracy.features import Features, features
from benchmarks.accuracy.measure import Known
from benchmarks.accuracy.truth import TIERS, Dataset, Label, Rows
from benchmarks.common import say
from dedup_core.evidence.relation import SURE
from dedup_core.fingerprints import layout, phash, scene
from dedup_core.fingerprints.turned import turned_method
from dedup_core.likely import LOOSE_BITS, LOOSE_LAYOUT, PAIRS_A_PICTURE
from dedup_core.pairs import MIN_INFORMATION
from dedup_core.scene import local
from dedup_core.scene.candidates import Candidates, Cheap, candidates, from_features
from dedup_core.scene.geometry import Geometry
from dedup_core.scene.local import LocalFeatures
from dedup_core.scene.score import calibration
from dedup_core.scene.verify import compare
from dedup_core.search import turned

SAME, UNCHANGED = "scene", "scene, unchanged"
SCENES = (SAME, UNCHANGED)
_NO_CANDIDATE = 1.0  # distance
_TIMED_PICTURES, _TIMED_PAIRS = 24, 200
_LOOKING = tuple(
    f"dedup_core/scene/{name}.py"
    for name in ("agreement", "candidates", "geometry", "local", "matching", "verify", "vlad")
)
_NUMBERS = ("matches", "inliers", "agreement", "overlap", "support")
_TELL = 5000  # pairs between two lines of progress

Found = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Judged:
    """Of each way to score a looked-at pair: distances of the known pairs, limit, cost.

    looked:     candidates for each picture
    candidates: for each tier, how many of its pairs were looked at, and how many there are
    """

    distances: Mapping[str, NDArray[np.float64]]
    limits: Mapping[str, float]
    costs: Mapping[str, Cost]
    looked: float
    candidates: Mapping[Label, tuple[int, int]]


def judged_pairs(dataset: Dataset, made: Features, known: Known, cache: Cache) -> Judged:
    """What looking at the candidates of a data set finds."""
    pictures = _local_features(dataset, made, cache)
    looking = text_of(*_LOOKING, "benchmarks/accuracy/scenes.py")
    found = cache.made(
        lambda: _looked_at(dataset, made, pictures, cache), "looked", made.key, looking
    )
    same = _probabilities(found)
    whole = text_of("dedup_core/scene", "benchmarks/accuracy/scenes.py")
    part = cache.made(
        lambda: {"changed": _changed(dataset, made, pictures, found, same)},
        "changed", made.key, whole,
    )["changed"]  # fmt: skip
    distances = {
        SAME: _of_known(known, found, 1 - same, len(dataset.names)),
        UNCHANGED: _of_known(known, found, 1 - same * (1 - part), len(dataset.names)),
    }
    limit, cost = scene.METHOD.limit_of(scene.METHOD.default), _cost(made, pictures, found)
    return Judged(
        distances,
        dict.fromkeys(SCENES, limit),
        dict.fromkeys(SCENES, cost),
        int(found["candidates"]) / max(1, int(made.readable.sum())),
        _tiers(dataset, found),
    )


def _local_features(dataset: Dataset, made: Features, cache: Cache) -> list[LocalFeatures]:
    """Of each readable picture, in the order of rows."""
    thumbnails = [jpeg for jpeg in made.thumbnails if jpeg]
    key = ("local", made.key, text_of("dedup_core/scene/local.py", "dedup_core/decode"))
    kept = cache.made(lambda: _packed(dataset, thumbnails), *key)
    data, ends = kept["packed"].tobytes(), np.cumsum(kept["lengths"]).tolist()
    return [local.unpack(data[start:end]) for start, end in pairwise([0, *ends])]


def _packed(dataset: Dataset, thumbnails: Sequence[bytes]) -> dict[str, NDArray[Any]]:
    say(f"{dataset.name}: local features of {len(thumbnails):,}")
    packed = [local.pack(local.features_of(jpeg)) for jpeg in thumbnails]
    lengths = np.array([len(one) for one in packed], np.int64)
    return {"packed": np.frombuffer(b"".join(packed), np.uint8), "lengths": lengths}


def _looked_at(
    dataset: Dataset, made: Features, pictures: Sequence[LocalFeatures], cache: Cache
) -> Found:
    """Every candidate pair of known truth: its rows, and its geometry (inliers -1: there is none).

    "candidates" is the number of all candidates, those of unknown truth, too.
    """
    likely = _likely(dataset, made, pictures, cache)
    rows = np.flatnonzero(made.readable).astype(np.int32)
    is_known = dataset.labels[rows[likely.left], rows[likely.right]] != Label.UNKNOWN
    left, right, count = likely.left[is_known], likely.right[is_known], int(is_known.sum())
    say(f"{dataset.name}: looking at {count:,} of {len(is_known):,} {dict(likely.found_by)}")
    found: dict[str, NDArray[Any]] = {name: np.full(count, -1.0) for name in _NUMBERS}
    found |= {"left": rows[left], "right": rows[right], "candidates": np.array(len(is_known))}
    found["homography"] = np.zeros((count, 3, 3))
    for at, (a, b) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        if at and at % _TELL == 0:
            say(f"{dataset.name}: {at:,}")
        geometry = compare(pictures[a], pictures[b], with_points=False)
        if geometry is not None:
            found["homography"][at] = geometry.homography
            for name in _NUMBERS:
                found[name][at] = getattr(geometry, name)
    return found


def _probabilities(found: Found) -> NDArray[np.float64]:
    """That the two show one scene, of each pair."""
    calibrated = calibration()
    same = np.zeros(len(found["left"]))
    for at in np.flatnonzero(found["inliers"] >= 0):
        geometry = Geometry(
            homography=found["homography"][at],
            matches=int(found["matches"][at]),
            inliers=int(found["inliers"][at]),
            agreement=float(found["agreement"][at]),
            overlap=float(found["overlap"][at]),
            support=float(found["support"][at]),
        )
        same[at] = calibrated.probability(geometry)
    return same


def _changed(
    dataset: Dataset,
    made: Features,
    pictures: Sequence[LocalFeatures],
    found: Found,
    same: NDArray[np.float64],
) -> NDArray[np.float64]:
    """That a part of the scene differs, of each pair that surely shows one."""
    from dedup_core.scene.differs import changed

    sure, part = np.flatnonzero(same >= SURE), np.zeros(len(same))
    say(f"{dataset.name}: what differs in {len(sure):,} pairs")
    number, thumbnails = np.cumsum(made.readable) - 1, made.thumbnails
    for at in sure:
        left, right = int(found["left"][at]), int(found["right"][at])
        geometry = compare(pictures[number[left]], pictures[number[right]], with_points=True)
        if geometry is not None:
            differing = changed(_shown(thumbnails[left]), _shown(thumbnails[right]), geometry)
            part[at] = differing.probability if differing else 0.0
    return part


def _shown(jpeg: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB"))


def _likely(
    dataset: Dataset, made: Features, pictures: Sequence[LocalFeatures], cache: Cache
) -> Candidates:
    """Pairs of readable pictures, by number among these, that are worth a look."""
    hashes = turned_method(phash.METHOD)
    cheap = features(dataset, [ours(layout.METHOD), ours(hashes)], cache)
    readable = made.readable
    measures = {"layout": Cheap(cheap.values["layout"][readable], loose=LOOSE_LAYOUT)}
    details = from_features(pictures)
    if details is not None:
        measures["details"] = details
    return candidates(
        len(pictures),
        measures,
        known={"phash": _near(cheap.values[hashes.name][readable], made.information[readable])},
        taken_at=made.taken_at[readable],
    )


def _near(hashes: NDArray[np.uint8], information: NDArray[np.float64]) -> tuple[Rows, Rows]:
    """Pairs whose hashes are near in any of the eight positions; nothing of flat pictures."""
    rows = np.flatnonzero(information >= MIN_INFORMATION).astype(np.int32)
    budget = max(1000, PAIRS_A_PICTURE * len(hashes))
    found = turned.pairs(hashes[rows], LOOSE_BITS, budget)
    return rows[found.left], rows[found.right]


def _of_known(
    known: Known, found: Found, distance: NDArray[np.float64], rows: int
) -> NDArray[np.float64]:
    """The distance of each known pair; that of no candidate is 1."""
    everything = np.full((rows, rows), _NO_CANDIDATE, np.float32)
    everything[found["left"], found["right"]] = distance
    each = everything[known.left, known.right].astype(np.float64)
    return np.where(each < _NO_CANDIDATE, each, np.inf)


def _tiers(dataset: Dataset, found: Found) -> dict[Label, tuple[int, int]]:
    """How many pairs of each tier were looked at, and how many there are."""
    labels = dataset.labels[found["left"], found["right"]]
    return {
        tier: (int((labels == tier).sum()), count)
        for tier in (*TIERS, Label.SAME_PLACE)
        if (count := dataset.count(tier))
    }


def _cost(made: Features, pictures: Sequence[LocalFeatures], found: Found) -> Cost:
    """Of the features of a picture, and of looking at a pair without what may differ."""
    thumbnails = [jpeg for jpeg in made.thumbnails if jpeg]
    jpegs = thumbnails[:: max(1, len(thumbnails) // _TIMED_PICTURES)]
    picture = cpu_of(lambda: [local.features_of(jpeg) for jpeg in jpegs]) / len(jpegs)
    step = max(1, len(found["left"]) // _TIMED_PAIRS)
    number = np.cumsum(made.readable) - 1
    pairs = list(zip(number[found["left"][::step]], number[found["right"][::step]], strict=True))
    each = cpu_of(lambda: [compare(pictures[a], pictures[b]) for a, b in pairs])
    return Cost(1e3 * picture, 1e6 * each / max(1, len(pairs)))
