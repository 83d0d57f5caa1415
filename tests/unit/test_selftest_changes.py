"""The changes of the self-test do to a picture what their names say."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageOps

from dedup_core.decode import decode
from dedup_core.selftest.changes import ALL, Change
from dedup_core.selftest.planting import LONGEST_SIDE, original
from tests.making import data_of, photo

BY_NAME = {change.name: change for change in ALL}
EVERY_CHANGE = pytest.mark.parametrize("change", ALL, ids=lambda change: change.name)
SIZES = {
    "resized": (200, 150),
    "cropped-5": (380, 285),
    "cropped-10": (360, 270),
    "cropped-25": (300, 225),
    "rotated-90": (300, 400),
}


def _copy(name: str, picture: Image.Image) -> Image.Image:
    return Image.open(io.BytesIO(BY_NAME[name].copy_of(picture))).convert("RGB")


def _apart(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.asarray(one, float) - np.asarray(other, float)).mean())


@EVERY_CHANGE
def test_a_copy_is_another_file_that_can_be_decoded(change: Change) -> None:
    picture = photo(1, (400, 300))

    first, second = change.copy_of(picture), change.copy_of(picture)

    assert first == second != data_of(picture, "JPEG", quality=90)
    assert decode(first).facts.format == "JPEG"


@EVERY_CHANGE
@pytest.mark.parametrize("size", [(1, 1), (1, 40), (40, 1)])
def test_the_smallest_pictures_can_be_changed(change: Change, size: tuple[int, int]) -> None:
    copy = Image.open(io.BytesIO(change.copy_of(photo(1, size))))

    assert min(copy.size) >= 1


@pytest.mark.parametrize("name", SIZES)
def test_a_copy_has_the_size_that_its_name_promises(name: str) -> None:
    assert _copy(name, photo(1, (400, 300))).size == SIZES[name]


def test_a_crop_takes_as_much_from_either_side() -> None:
    picture = photo(2, (400, 300))

    cropped = _copy("cropped-25", picture)

    assert _apart(cropped, picture.crop((50, 38, 350, 263))) < 3


def test_mirrored_and_turned_back_a_copy_is_the_original() -> None:
    picture = photo(3, (400, 300))

    assert _apart(ImageOps.mirror(_copy("mirrored", picture)), picture) < 3
    assert _apart(_copy("rotated-90", picture).rotate(90, expand=True), picture) < 3


@pytest.mark.parametrize("name", ["rotated-1", "rotated-5"])
@pytest.mark.parametrize("size", [(400, 300), (300, 500)])
def test_a_rotated_copy_has_no_empty_corners(name: str, size: tuple[int, int]) -> None:
    copy = np.asarray(_copy(name, Image.new("RGB", size, (250, 250, 250))))

    assert copy.min() > 240


def test_a_brightened_copy_is_brighter_and_an_overlaid_one_differs_at_its_foot() -> None:
    picture = photo(4, (400, 300))

    bright, overlaid = _copy("brightened", picture), _copy("overlaid", picture)

    assert np.asarray(bright).mean() > np.asarray(picture).mean() + 10
    assert _apart(overlaid.crop((0, 0, 400, 256)), picture.crop((0, 0, 400, 256))) < 3
    assert _apart(overlaid.crop((0, 266, 400, 300)), picture.crop((0, 266, 400, 300))) > 30


def test_large_originals_are_brought_to_a_size_that_messengers_send() -> None:
    data = data_of(photo(5, (LONGEST_SIDE + 400, 600)))

    assert max(original(data, max_pixels=10_000_000).size) == LONGEST_SIDE
