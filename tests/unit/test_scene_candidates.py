"""Which pairs are looked at: each picture's nearest, and nothing twice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup_core.scene import candidates as module
from dedup_core.scene.candidates import Cheap, candidates, from_bits, from_features
from dedup_core.scene.local import LocalFeatures, features_of
from tests.scenes import scene


def directions(count: int, width: int, seed: int = 1) -> NDArray[np.float32]:
    values = np.random.default_rng(seed).normal(size=(count, width))
    return (values / np.linalg.norm(values, axis=1, keepdims=True)).astype(np.float32)


def pairs_of(found: module.Candidates) -> list[tuple[int, int]]:
    return list(zip(found.left.tolist(), found.right.tolist(), strict=True))


@given(st.integers(0, 90), st.integers(2, 8), st.integers(0, 9))
def test_every_picture_meets_its_nearest(count: int, width: int, seed: int) -> None:
    vectors = directions(count, width, seed)

    found = pairs_of(candidates(count, {"layout": Cheap(vectors)}))

    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -1)
    wanted = set()
    for row in range(count):
        nearest = np.argsort(-likeness[row])[: module.NEAREST]
        wanted |= {tuple(sorted((row, int(at)))) for at in nearest if likeness[row, at] > 1e-6}
    assert wanted <= set(found)
    assert found == sorted(set(found))
    assert all(left < right for left, right in found)
    assert len(found) <= module.NEAREST * count


def test_a_large_group_is_found_beyond_the_nearest_where_a_loose_limit_is_given() -> None:
    group = np.repeat(directions(1, 16), 50, axis=0)
    vectors = np.concatenate([group, directions(50, 16, 2)])

    strict = candidates(100, {"layout": Cheap(vectors)})
    loose = candidates(100, {"layout": Cheap(vectors, loose=0.95)})

    inside = 50 * 49 // 2
    assert sum(right < 50 for right in strict.right) < inside
    assert sum(right < 50 for right in loose.right) == inside


def test_measures_are_joined_and_counted() -> None:
    vectors, none = directions(6, 4), np.empty(0, np.int32)
    known = {
        "phash": (np.array([5, 0], np.int32), np.array([1, 3], np.int32)),
        "dhash": (none, none),
    }

    found = candidates(6, {"layout": Cheap(vectors * 0)}, known=known)

    assert pairs_of(found) == [(0, 3), (1, 5)]
    assert found.found_by == {"layout": 0, "phash": 2, "dhash": 0}


def test_pictures_taken_within_two_minutes_are_candidates() -> None:
    taken_at = np.array([1000.0, np.nan, 1110.0, 1000.0, 1231.0, np.nan])

    found = candidates(6, {}, taken_at=taken_at)

    assert pairs_of(found) == [(0, 2), (0, 3), (2, 3)]
    assert found.left.dtype == found.right.dtype == np.int32


def test_mirrored_vectors_are_looked_up_too() -> None:
    vectors = np.eye(4, dtype=np.float32)
    turned = vectors[[1, 2, 3, 0]]

    found = candidates(4, {"layout": Cheap(vectors, (turned,))})

    assert pairs_of(found) == [(0, 1), (0, 3), (1, 2), (2, 3)]


def test_hashes_as_vectors_are_as_alike_as_they_share_bits() -> None:
    hashes = np.array([[0b11111111, 0], [0b11110000, 0], [0, 0b11111111]], np.uint8)

    likeness = from_bits(hashes) @ from_bits(hashes).T

    assert likeness == pytest.approx(np.array([[1, 0.5, -1], [0.5, 1, -0.5], [-1, -0.5, 1]]))


def _crops() -> list[LocalFeatures]:
    """Thirty scenes, then a crop of each, the last ten crops mirrored."""
    scenes = [scene(seed) for seed in range(30)]
    crops = [grey[60:420, 80:560] for grey in scenes]
    crops[20:] = [np.ascontiguousarray(crop[:, ::-1]) for crop in crops[20:]]
    return [features_of(grey) for grey in scenes + crops]


def test_local_features_bring_crops_and_mirrored_pictures_together() -> None:
    pictures = _crops()

    measure = from_features(pictures)

    assert measure is not None
    plain = (measure.vectors[:20] @ measure.vectors.T - np.eye(20, 60)).argmax(axis=1)
    turned = (measure.turned[0][20:30] @ measure.vectors.T).argmax(axis=1)
    assert (plain == np.arange(20) + 30).mean() >= 0.9
    assert (turned == np.arange(20, 30) + 30).mean() >= 0.9


def test_local_features_are_measured_the_same_every_time() -> None:
    pictures = _crops()[:12]

    first, second = from_features(pictures), from_features(pictures)

    assert first is not None
    assert second is not None
    assert np.array_equal(first.vectors, second.vectors)


def test_pictures_without_features_are_near_nothing() -> None:
    sky = features_of(np.full((48, 64), 180, np.uint8))

    assert from_features([sky, sky]) is None
    assert from_features([]) is None
    measure = from_features([sky, *(features_of(scene(seed)) for seed in range(3)), sky])
    assert measure is not None
    assert not measure.vectors[[0, 4]].any()
    assert {0, 4}.isdisjoint(
        {row for pair in pairs_of(candidates(5, {"l": measure})) for row in pair}
    )
