"""Local features: what is found, how it is stored, and what a mirror does to it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup_core.scene.local import POINTS, features_of, mirrored, pack, unpack
from tests.making import data_of, photo
from tests.scenes import scene


def test_the_same_picture_gives_the_same_features_every_time() -> None:
    first, second = features_of(scene(1)), features_of(scene(1))

    assert len(first.points) > 100
    assert pack(first) == pack(second)


def test_a_jpeg_gives_the_features_of_its_grey_pixels() -> None:
    jpeg = data_of(photo(3, (640, 480)), "JPEG")
    grey = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)

    assert pack(features_of(jpeg)) == pack(features_of(np.asarray(grey, np.uint8)))


def test_packed_features_come_back_as_they_were() -> None:
    features = features_of(scene(2))

    back = unpack(pack(features))

    assert np.abs(back.points - features.points).max() < 1e-5
    assert np.array_equal(back.descriptors, features.descriptors)
    assert np.array_equal(back.small, features.small)
    assert back.pixels == features.pixels
    assert pack(back) == pack(features)


def test_stored_features_need_68_bytes_a_point() -> None:
    features = features_of(scene(2))

    assert len(features.points) <= POINTS
    assert len(pack(features)) == 10 + 68 * len(features.points) + features.small.size


@pytest.mark.parametrize("spoilt", [b"", b"\x63" + bytes(40), pack(features_of(scene(2)))[:-1]])
def test_features_of_another_version_or_cut_short_are_refused(spoilt: bytes) -> None:
    with pytest.raises(ValueError, match="local features"):
        unpack(spoilt)


def test_bytes_that_are_no_picture_are_refused() -> None:
    with pytest.raises(ValueError, match="not a picture"):
        features_of(b"not a picture at all")


def test_descriptors_of_a_mirrored_picture_are_the_mirrored_descriptors() -> None:
    grey = scene(4)
    sift = cv2.SIFT_create(100)  # type: ignore[attr-defined]
    spots, plain = sift.detectAndCompute(grey, None)
    over = [
        cv2.KeyPoint(
            grey.shape[1] - 1 - spot.pt[0],
            spot.pt[1],
            spot.size,
            (180 - spot.angle) % 360,
            spot.response,
            spot.octave,
        )
        for spot in spots
    ]

    _, seen = sift.compute(np.ascontiguousarray(grey[:, ::-1]), over)

    # A descriptor has length 512. They are not equal: the mirrored pyramid is rounded otherwise.
    off = np.linalg.norm(seen - mirrored(plain), axis=1)
    assert np.median(off) < 60
    assert np.median(np.linalg.norm(seen - plain, axis=1)) > 300


def test_mirroring_twice_changes_nothing() -> None:
    vectors = features_of(scene(4)).vectors

    assert np.array_equal(mirrored(mirrored(vectors)), vectors)


@pytest.mark.parametrize(
    "grey",
    [
        np.full((480, 640), 180, np.uint8),
        np.full((1, 1), 7, np.uint8),
        np.zeros((2, 4000), np.uint8),
        np.linspace(120, 200, 480 * 640).reshape(480, 640).astype(np.uint8),
    ],
    ids=["sky", "one pixel", "a line", "smooth sky"],
)
def test_a_picture_of_nothing_has_no_features(grey: NDArray[np.uint8]) -> None:
    features = features_of(grey)

    assert len(features.points) == len(features.descriptors) == len(features.vectors) == 0
    assert len(unpack(pack(features)).points) == 0


def test_a_huge_picture_is_brought_to_480_pixels() -> None:
    huge = np.kron(scene(5), np.ones((8, 8), np.uint8))

    features = features_of(huge)

    assert features.pixels == (480, 360)
    assert len(features.points) > 100


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 5))
def test_pictures_of_any_shape_have_points_inside_their_frame(
    width: int, height: int, seed: int
) -> None:
    grey = np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)

    features = features_of(grey)

    assert (features.points >= 0).all()
    assert (features.points <= np.array(features.size) + 0.01).all()
