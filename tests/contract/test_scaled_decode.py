"""What a scaled decode is allowed to move, against the exact one, on real photos."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dedup_core import decode, fingerprints
from dedup_core.fingerprints import Metric
from tests.making import data_of

HASHES = [method for method in fingerprints.ALL if method.metric is Metric.HAMMING]
EVERY_HASH = pytest.mark.parametrize("method", HASHES, ids=lambda method: method.name)
FEW, MANY = 40, 400

pytestmark = pytest.mark.slow


def _files(photos: Path, count: int) -> list[Path]:
    every = sorted(file for file in (photos / "photos").rglob("*") if file.is_file())
    return every[:: len(every) // count]


def _bits_moved(pictures: list[bytes]) -> dict[str, np.ndarray]:
    """For each hash: by how many bits the scaled decode moves it, one value a picture."""
    pairs = [
        [decode.decode(data, exactly=exactly).upright for exactly in (False, True)]
        for data in pictures
    ]
    moved = {}
    for method in HASHES:
        values = [[method.fingerprint(method.reduce(u)[None])[0] for u in pair] for pair in pairs]
        scaled, exact = (np.stack([pair[side] for pair in values]) for side in (0, 1))
        moved[method.name] = np.bitwise_count(scaled ^ exact).sum(axis=1)
    return moved


@pytest.fixture(scope="module")
def as_they_are(photos: Path) -> dict[str, np.ndarray]:
    return _bits_moved([file.read_bytes() for file in _files(photos, MANY)])


@pytest.fixture(scope="module")
def enlarged(photos: Path) -> dict[str, np.ndarray]:
    """Photos of five megapixels, so that each is decoded at a quarter of its size."""
    pictures = []
    for file in _files(photos, FEW):
        image = Image.open(io.BytesIO(file.read_bytes())).convert("RGB")
        scale = 2600 / max(image.size)
        size = round(image.width * scale), round(image.height * scale)
        pictures.append(data_of(image.resize(size, Image.Resampling.BICUBIC), "JPEG", quality=90))
    return _bits_moved(pictures)


@EVERY_HASH
def test_at_most_one_real_photo_in_a_hundred_moves_by_more_than_two_bits(
    method: fingerprints.Method, as_they_are: dict[str, np.ndarray]
) -> None:
    moved = as_they_are[method.name]

    assert len(moved) >= MANY
    assert (moved > 2).mean() <= 0.01
    assert moved.max() <= 6


@EVERY_HASH
def test_large_photos_move_by_a_bit_or_two(
    method: fingerprints.Method, enlarged: dict[str, np.ndarray]
) -> None:
    moved = enlarged[method.name]

    assert (moved > 2).sum() <= 1
    assert moved.max() <= 4
