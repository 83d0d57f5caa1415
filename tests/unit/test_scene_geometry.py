"""The map between two pictures: found where there is one, none where not, and read rightly."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup_core.scene.geometry import Geometry, corners, through
from dedup_core.scene.local import features_of
from dedup_core.scene.verify import compare, is_sensible
from tests.scenes import Grey, scene, seen_through

SIZE = (1.0, 0.75)


def turn(degrees: float, scale: float = 1.0) -> NDArray[np.float64]:
    """Clockwise about the centre of a 4:3 picture."""
    a = math.radians(degrees)
    about = np.array([[1, 0, 0.5], [0, 1, 0.375], [0, 0, 1.0]])
    turned = np.array([[math.cos(a), -math.sin(a), 0], [math.sin(a), math.cos(a), 0], [0, 0, 1]])
    return about @ turned @ np.diag([scale, scale, 1]) @ np.linalg.inv(about)


MIRROR = np.array([[-1.0, 0, 1], [0, 1, 0], [0, 0, 1]])
MOVED = np.array([[1.0, 0.02, 0.06], [-0.03, 0.98, 0.02], [0.06, 0.05, 1]])


def geometry(homography: NDArray[np.float64]) -> Geometry:
    return Geometry(homography, 50, 40, 0.9, 0.9, left_size=SIZE, right_size=SIZE)


def looked_at(left: Grey, right: Grey) -> Geometry | None:
    return compare(features_of(left), features_of(right))


@pytest.mark.parametrize(
    "homography",
    [np.eye(3), turn(10), turn(-35, 1.2), turn(90), turn(0, 0.6), MOVED, MIRROR, MIRROR @ turn(12)],
    ids=["same", "10°", "-35°", "90°", "smaller", "moved", "mirrored", "mirrored and turned"],
)
def test_the_map_that_was_applied_is_found(homography: NDArray[np.float64]) -> None:
    left = scene(1)

    found = looked_at(left, seen_through(left, homography))

    assert found is not None
    inside = corners(SIZE) * 0.5 + 0.2
    off = through(found.homography, inside) - through(homography, inside)
    assert np.abs(off).max() < 0.01
    assert found.mirrored == (np.linalg.det(homography) < 0)
    assert found.agreement > 0.9
    assert found.support > 0.5


def test_evidence_can_be_drawn_from_the_points() -> None:
    left = scene(2)

    found = looked_at(left, seen_through(left, MOVED))

    assert found is not None
    assert found.left_points.shape == found.right_points.shape == (found.inliers, 2)
    assert found.inliers <= found.matches
    off = np.linalg.norm(through(found.homography, found.left_points) - found.right_points, axis=1)
    assert off.max() < 5 / 480


def test_points_are_left_out_where_nobody_asks() -> None:
    features = features_of(scene(2))

    found = compare(features, features, with_points=False)

    assert found is not None
    assert len(found.left_points) == len(found.right_points) == 0


def test_the_same_pair_gives_the_same_map_every_time() -> None:
    left, right = features_of(scene(2)), features_of(seen_through(scene(2), MOVED))

    first, second = compare(left, right), compare(left, right)

    assert first is not None
    assert second is not None
    assert np.array_equal(first.homography, second.homography)
    assert np.array_equal(first.left_points, second.left_points)


def test_other_scenes_share_no_map() -> None:
    features = [features_of(scene(seed)) for seed in range(8)]

    found = [compare(left, right) for left, right in combinations(features, 2)]

    assert all(geometry is None or geometry.inliers < 15 for geometry in found)


def test_pictures_without_features_share_no_map() -> None:
    sky, busy = features_of(np.full((480, 640), 180, np.uint8)), features_of(scene(1))

    assert compare(sky, sky) is None
    assert compare(sky, busy) is None
    assert compare(busy, sky) is None


def test_overlap_is_the_share_of_the_left_picture_that_is_inside_the_right_one() -> None:
    left = scene(3)

    found = looked_at(left, np.ascontiguousarray(left[:, 320:]))

    assert found is not None
    assert found.overlap == pytest.approx(0.5, abs=0.05)


@given(st.floats(-179, 180), st.floats(0.3, 3.0), st.booleans())
def test_a_turn_in_the_plane_is_read_exactly(degrees: float, scale: float, over: bool) -> None:
    homography = turn(degrees, scale) @ (MIRROR if over else np.eye(3))

    read = geometry(homography)

    assert read.rotation_degrees == pytest.approx(degrees, abs=1e-6)
    assert read.mirrored == over


@pytest.mark.parametrize(
    "homography",
    [
        np.eye(3),
        turn(7, 1.4),
        turn(90, 1.4),
        turn(0, 0.5),
        MIRROR,
        np.diag([1.0, 0.9, 1.0]),
        np.array([[2.0, 0, -0.3], [0, 2, -0.5], [0, 0, 1]]),
    ],
    ids=["same", "turned and cut", "quarter turn", "smaller", "mirrored", "squeezed", "cropped"],
)
def test_what_an_edit_explains_is_no_camera_movement(homography: NDArray[np.float64]) -> None:
    assert geometry(homography).view == "none"


def test_more_movement_is_a_larger_view() -> None:
    along = [np.array([[1.0, 0, by], [0, 1, 0], [0, 0, 1]]) for by in (0.0, 0.05, 0.15, 0.5)]

    views = [geometry(homography).view for homography in along]

    assert views == ["none", "small", "medium", "large"]


@pytest.mark.parametrize(
    "homography",
    [
        np.array([[1.0, 0, 0], [0, 1, 0], [-2, 0, 1]]),
        np.diag([0.05, 0.05, 1.0]),
        np.diag([20.0, 20.0, 1.0]),
        np.array([[1.0, 0, 0], [0, 1, 0], [0, -1.34, 1]]),
    ],
    ids=["past the horizon", "a speck", "a giant", "folded"],
)
def test_maps_that_no_camera_makes_are_refused(homography: NDArray[np.float64]) -> None:
    assert not is_sensible(homography, SIZE, SIZE)
    assert is_sensible(MOVED, SIZE, SIZE)
