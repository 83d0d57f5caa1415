"""Two stored thumbnails → how one lies on the other, how far they then differ, and where."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

from dedup_core.evidence.laying import Likeness, likeness_of
from dedup_core.evidence.relation import SURE
from dedup_core.scene.differs import Changed, changed
from dedup_core.scene.geometry import Geometry
from dedup_core.scene.local import features_of
from dedup_core.scene.score import calibration
from dedup_core.scene.verify import compare


@dataclass(frozen=True, slots=True)
class Look:
    """What looking at two thumbnails told; None for what was not found.

    geometry:   how the left one lies on the right one, with the matched points
    same_scene: probability, 0 … 1, that they show one scene; None where nobody could look
    likeness:   laid on each other by the geometry, without one frame on frame
    changed:    the part that differs while the rest agrees
    """

    geometry: Geometry | None = None
    same_scene: float | None = None
    likeness: Likeness | None = None
    changed: Changed | None = None


def look(left: bytes | None, right: bytes | None) -> Look:
    """Look at two thumbnails (JPEG); nothing is found where one of them is missing."""
    if left is None or right is None:
        return Look()
    first, second = (Image.open(io.BytesIO(jpeg)).convert("RGB") for jpeg in (left, right))
    geometry = compare(features_of(left), features_of(right))
    same_scene = calibration().probability(geometry)
    if geometry is None or same_scene < SURE:  # it would lay them on each other for nothing
        return Look(same_scene=same_scene, likeness=likeness_of(first, second, None))
    return Look(
        geometry,
        same_scene,
        likeness_of(first, second, geometry.homography),
        changed(np.asarray(first), np.asarray(second), geometry),
    )
