"""What looking closer makes of planted copies: the methods that judge pairs one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.evidence.looking import shown
from dedup_core.evidence.relation import SURE
from dedup_core.fingerprints import combined, method_named, scene
from dedup_core.fusion import CHEAP, LEAST, Said, fusion, nearness_of
from dedup_core.scene.differs import changed
from dedup_core.scene.local import LocalFeatures, features_of
from dedup_core.scene.score import Calibration, calibration
from dedup_core.scene.verify import compare
from dedup_core.selftest.comparing import Cast, Compared, Rows, told
from dedup_core.selftest.result import MethodResult

NEAREST = 3  # others that each copy is looked at beside: those that layout finds the most alike
_NOTHING = np.zeros((1, 1), np.uint8)  # stands for a thumbnail that is not there, or is damaged

Numbers = NDArray[np.float64]
Thumbnail = Callable[[int], bytes | None]


@dataclass(frozen=True, slots=True)
class Looked:
    """One original: probabilities of one scene, and that a part differs; float64 of both.

    copies: [changes, 2], of each copy and the original
    others: [changes, NEAREST, 2], of each copy and its nearest others
    before: [changes, NEAREST, 2], of the original and the same
    """

    copies: Numbers
    others: Numbers
    before: Numbers


def nearest_others(layout: Compared, cast: Cast, related: NDArray[np.bool_]) -> Rows:
    """The others most like each copy, as numbers, int32 [originals, changes, NEAREST].

    Others that belong to the original are left out as long as there are any more.
    """
    length = np.linalg.norm(layout.values, axis=1, keepdims=True)
    units = layout.values / np.maximum(length, 1e-6)
    alike = units[cast.copy()] @ units[: len(cast.others)].T
    alike = alike.transpose(1, 0, 2)
    barred = related | (cast.originals[:, None] == cast.others)
    alike = np.where(barred[:, None, :], -2, alike)
    return np.argsort(-alike, axis=2, kind="stable")[:, :, :NEAREST].astype(np.int32)


@dataclass(frozen=True, slots=True)
class Looker:
    """Looks at one original after the other. thumbnail: of a catalog row."""

    cast: Cast
    near: Rows
    thumbnail: Thumbnail
    model: Calibration

    def look(self, at: int) -> Looked:
        """Everything about the original of that number."""
        cast = self.cast
        mine = _Seen(self.thumbnail(int(cast.originals[at])))
        copies = [_Seen(copy.thumbnail) for copy in cast.copies[at]]
        others = {
            int(other): _Seen(self.thumbnail(int(cast.others[other])))
            for other in np.unique(self.near[at])
        }
        before = {number: self._said(mine, other) for number, other in others.items()}
        return Looked(
            np.array([self._said(mine, copy) for copy in copies]),
            np.array(
                [
                    [self._said(others[int(number)], copy) for number in near]
                    for copy, near in zip(copies, self.near[at], strict=True)
                ]
            ),
            np.array([[before[int(number)] for number in near] for near in self.near[at]]),
        )

    def _said(self, left: _Seen, right: _Seen) -> tuple[float, float]:
        """How likely it is that two show one scene, and that a part differs, as it is stored."""
        geometry = compare(left.features, right.features)
        same = self.model.probability(geometry)
        if geometry is None or same < LEAST:
            return 0.0, 0.0
        if same < SURE or left.thumbnail is None or right.thumbnail is None:
            return same, 0.0
        one, other = np.asarray(shown(left.thumbnail)), np.asarray(shown(right.thumbnail))
        part = changed(one, other, geometry, least=LEAST)
        return same, part.probability if part else 0.0


class _Seen:
    """A thumbnail with its local features."""

    def __init__(self, thumbnail: bytes | None) -> None:
        self.thumbnail = thumbnail
        self.features: LocalFeatures = _features(thumbnail)


def _features(thumbnail: bytes | None) -> LocalFeatures:
    try:
        return features_of(thumbnail or _NOTHING)
    except ValueError:  # one damaged thumbnail must not end the run
        return features_of(_NOTHING)


def looker(cast: Cast, near: Rows, thumbnail: Thumbnail) -> Looker:
    """Ready to look."""
    import cv2  # noqa: F401, PLC0415 - 0.2 s that only looking at scenes needs

    return Looker(cast, near, thumbnail, calibration())


def by_looking(
    looked: list[Looked], cast: Cast, near: Rows, cheap: Mapping[str, Compared], others: int
) -> list[MethodResult]:
    """The results of `scene` and of `combined`.

    cheap:  what `combined` asks beside, by method
    others: pairs of a copy and another picture for each change, looked at or not
    """
    copies = np.stack([each.copies for each in looked], axis=1)
    beside = np.stack([each.others for each in looked], axis=1).reshape(len(copies), -1, 2)
    before = np.stack([each.before for each in looked], axis=1).reshape(len(copies), -1, 2)
    original, copy = cast.original(), cast.copy()
    other = near.transpose(1, 0, 2).reshape(len(copies), -1)
    mine = np.broadcast_to(original, copy.shape)
    wide = near.shape[2]
    pairs = (
        (copies, copy, mine),
        (beside, np.repeat(copy, wide, axis=1), other),
        (before, np.repeat(mine, wide, axis=1), other),
    )
    by_scene = [_distance(said[..., 0]) for said, _, _ in pairs]
    by_all = [_distance(_fused(said, left, right, cheap)) for said, left, right in pairs]
    return [
        told(method, *distances, others=others)
        for method, distances in ((scene.METHOD, by_scene), (combined.METHOD, by_all))
    ]


def _fused(said: Numbers, left: Rows, right: Rows, cheap: Mapping[str, Compared]) -> Numbers:
    """The probability from all evidence on pairs of places."""
    nearness = {name: np.full(left.shape, np.nan) for name in CHEAP}
    for name, known in cheap.items():
        nearness[name] = nearness_of(method_named(name), known.distances(left, right))
    return fusion().probability(Said(said[..., 0], said[..., 1], nearness))


def _distance(probability: Numbers) -> NDArray[np.float32]:
    return (1 - probability).astype(np.float32)
