"""Real photos: other cards on one table are told apart from one scene seen twice."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from dedup_core.decode.thumbnail import as_jpeg, as_thumbnail
from dedup_core.scene.differs import Changed, changed
from dedup_core.scene.local import LocalFeatures, features_of
from dedup_core.scene.verify import compare

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
CARDS = 45  # of 91 photos, the last ones: most pairs with a map are there
LEG = 10  # shots of the sample's walk with the same traffic

Pair = tuple[Path, Path]


class Looked:
    """Pairs of files as the product looks at them; each file is read once."""

    def __init__(self) -> None:
        self._seen: dict[Path, tuple[NDArray[np.uint8], LocalFeatures]] = {}

    def at(self, pairs: Iterable[Pair]) -> list[Changed | None]:
        """What is told of each pair that a map is found for; nothing less likely than .5."""
        told = []
        for left, right in pairs:
            (one, known), (other, known_too) = self._of(left), self._of(right)
            geometry = compare(known, known_too)
            if geometry is not None:
                told.append(changed(one, other, geometry))
        return told

    def _of(self, path: Path) -> tuple[NDArray[np.uint8], LocalFeatures]:
        if path not in self._seen:
            with Image.open(path) as image:
                jpeg = as_jpeg(as_thumbnail(image.convert("RGB")))
            pixels = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR_RGB)
            self._seen[path] = np.uint8(pixels), features_of(jpeg)
        return self._seen[path]


def pairs_of(photos: Path, how: str) -> list[Pair]:
    with (photos / "truth.csv").open(encoding="utf-8") as rows:
        return [
            (photos / row["left"], photos / row["right"])
            for row in csv.DictReader(rows)
            if row["how"].startswith(how)
        ]


def walked(degrees: float) -> list[Pair]:
    """Neighbours in the sample's walk, while the traffic stays the same."""
    order = sorted((SAMPLE / "photos" / "raj").iterdir())
    with (SAMPLE / "truth.csv").open(encoding="utf-8") as rows:
        near = [
            (SAMPLE / "photos" / row["left"], SAMPLE / "photos" / row["right"])
            for row in csv.DictReader(rows)
            if row["how"] == "walk" and float(row["angle_degrees"]) <= degrees
        ]
    return [(a, b) for a, b in near if order.index(a) // LEG == order.index(b) // LEG]


@pytest.mark.slow
def test_one_scene_seen_by_a_camera_that_moved_a_little_did_not_change(photos: Path) -> None:
    told = Looked().at(pairs_of(photos, "boofcv"))

    assert len(told) >= 50
    assert np.mean([answer is not None for answer in told]) <= 0.05


@pytest.mark.slow
def test_other_cards_on_the_same_table_are_told(photos: Path) -> None:
    pairs = pairs_of(photos, "other cards, same table")
    first = set(sorted({path for pair in pairs for path in pair})[-CARDS:])

    told = Looked().at(pair for pair in pairs if set(pair) <= first)

    assert len(told) >= 15
    assert np.mean([answer is not None for answer in told]) >= 0.9


def test_neighbours_on_the_walk_around_a_traffic_light_are_one_scene() -> None:
    told = Looked().at(walked(degrees=2)[::3])

    assert len(told) >= 15
    assert not any(told)


def test_a_sticker_on_a_copy_is_told_and_the_rest_is_known_to_be_one_shot() -> None:
    folder = SAMPLE / "photos"

    (told,) = Looked().at([(folder / "dex" / "51_final.jpg", folder / "dex" / "new_photo_75.jpg")])

    assert told is not None
    assert told.elsewhere > 0.9
    assert told.share < 0.15
