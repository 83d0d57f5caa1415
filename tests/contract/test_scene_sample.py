"""On the sample: the walk round a light is one scene, and look-alike junctions are not."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import cv2
import pytest

from dedup_core import decode
from dedup_core.errors import PictureError
from dedup_core.scene.local import LocalFeatures, features_of
from dedup_core.scene.score import calibration
from dedup_core.scene.verify import compare

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
THRESHOLD = 0.5
STEP_DEGREES = 3


@dataclass(frozen=True)
class Looked:
    """A listed pair and the probability that it shows one scene."""

    how: str
    relation: str
    degrees: float
    probability: float


def _features(name: str) -> LocalFeatures | None:
    try:
        return features_of(decode.decode((SAMPLE / "photos" / name).read_bytes()).thumbnail)
    except PictureError:
        return None


@pytest.fixture(scope="module")
def looked_at() -> list[Looked]:
    """The listed pairs but for the farther ones of the walk."""
    cv2.setNumThreads(1)
    score, known, found = calibration(), {}, []
    with (SAMPLE / "truth.csv").open(encoding="utf-8", newline="") as stream:
        rows = [
            row
            for row in csv.DictReader(stream)
            if float(row["angle_degrees"] or 0) <= STEP_DEGREES
        ]
    for row in rows:
        for name in (row["left"], row["right"]):
            known.setdefault(name, _features(name) if name not in known else None)
        left, right = known[row["left"]], known[row["right"]]
        if left is not None and right is not None:
            chance = score.probability(compare(left, right, with_points=False))
            degrees = float(row["angle_degrees"] or 0)
            found.append(Looked(row["how"], row["relation"], degrees, chance))
    return found


def _share(pairs: list[Looked]) -> float:
    assert pairs
    return sum(pair.probability >= THRESHOLD for pair in pairs) / len(pairs)


def test_at_least_95_percent_of_neighbouring_shots_of_the_walk_are_one_scene(
    looked_at: list[Looked],
) -> None:
    neighbours = [pair for pair in looked_at if pair.how == "walk"]

    assert len(neighbours) == 39 + 38 + 37
    assert _share(neighbours) >= 0.95


def test_every_edited_copy_is_the_same_scene(looked_at: list[Looked]) -> None:
    copies = [pair for pair in looked_at if pair.relation == "copy"]

    assert _share(copies) == 1.0


@pytest.mark.parametrize(
    "how",
    [
        "look-alike junctions",
        "same visit, other signal",
        "same junction, other place",
        "flat night shots",
    ],
)
def test_no_look_alike_is_the_same_scene(looked_at: list[Looked], how: str) -> None:
    look_alikes = [pair for pair in looked_at if pair.how == how]

    assert _share(look_alikes) == 0.0
