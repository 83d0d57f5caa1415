"""Two stored thumbnails → how one lies on the other, how far they then differ, and where."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

from dedup_core.evidence.laying import Likeness, likeness_of
from dedup_core.evidence.relation import SURE, Signs
from dedup_core.scene.differs import TOLD, Changed, changed
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

    def signs(self, *, exact: int | None = None, bits: int | None = None) -> Signs:
        """What it tells of the relation, beside what is known by exact copies and by phash."""
        return Signs(
            exact=exact,
            bits=bits,
            geometry=self.geometry,
            same_scene=self.same_scene,
            likeness=self.likeness,
            changed=self.changed.probability if self.changed else None,
            elsewhere=self.changed.elsewhere if self.changed else None,
        )


def look(left: bytes | None, right: bytes | None) -> Look:
    """Look at two thumbnails (JPEG); nothing is found where one of them is missing."""
    if left is None or right is None:
        return Look()
    geometry = compare(features_of(left), features_of(right))
    same_scene = calibration().probability(geometry)
    first, second = shown(left), shown(right)
    if geometry is None or same_scene < SURE:  # it would lay them on each other for nothing
        return Look(same_scene=same_scene, likeness=likeness_of(first, second, None))
    return laid(first, second, geometry, same_scene)


def laid(
    left: Image.Image,
    right: Image.Image,
    geometry: Geometry,
    same_scene: float,
    *,
    least: float = TOLD,
) -> Look:
    """What is seen of two pictures once they lie on each other.

    least: probability from which a part that differs is told
    """
    return Look(
        geometry,
        same_scene,
        likeness_of(left, right, geometry.homography),
        changed(np.asarray(left), np.asarray(right), geometry, least=least),
    )


def shown(jpeg: bytes) -> Image.Image:
    """A thumbnail in colour."""
    return Image.open(io.BytesIO(jpeg)).convert("RGB")
