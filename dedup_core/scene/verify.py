"""Whether two pictures show one scene: is there one map that explains what they have in common?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dedup_core.scene.agreement import agreement_of, overlap_of, support_of
from dedup_core.scene.geometry import Geometry, Size, corners, through
from dedup_core.scene.local import PIXELS, LocalFeatures, mirrored
from dedup_core.scene.matching import matched

LEAST_INLIERS = 8  # fewer are found between any two pictures
_SURE = 30  # inliers from which nobody asks whether the mirrored picture fits better
_TOLERANCE = 4.0  # pixels at 480: how far a point may lie from where the map puts it
_ROUNDS = 1000  # samples at most
_CONFIDENCE = 0.999
_MOST_SCALED = 64.0  # by how much the area of one picture may be larger than the other's


@dataclass(frozen=True, slots=True)
class _Fit:
    """A map between two pictures, and the rows of the features that it explains."""

    homography: NDArray[np.float64]
    matches: int
    left: NDArray[np.intp]
    right: NDArray[np.intp]


def compare(
    left: LocalFeatures, right: LocalFeatures, *, with_points: bool = True
) -> Geometry | None:
    """How the left picture lies on the right one; None where nothing says they share a scene.

    The mirrored picture is tried, too, unless the plain one leaves no doubt.

    with_points: whether to keep where the inliers are, to draw them
    """
    plain = _fit(left, right, mirror=False)
    if plain is not None and len(plain.left) >= _SURE:
        return _geometry(plain, left, right, with_points=with_points)
    fits = [fit for fit in (plain, _fit(left, right, mirror=True)) if fit is not None]
    if not fits:
        return None
    best = max(fits, key=lambda fit: len(fit.left))
    return _geometry(best, left, right, with_points=with_points)


def _geometry(
    fit: _Fit, left: LocalFeatures, right: LocalFeatures, *, with_points: bool
) -> Geometry:
    points = left.points[fit.left], right.points[fit.right]
    geometry = Geometry(
        homography=fit.homography,
        matches=fit.matches,
        inliers=len(fit.left),
        agreement=agreement_of(fit.homography, left, right),
        overlap=overlap_of(fit.homography, left.size, right.size),
        left_size=left.size,
        right_size=right.size,
        support=support_of(fit.homography, left, right, inliers=points),
    )
    return (
        replace(geometry, left_points=points[0], right_points=points[1])
        if with_points
        else geometry
    )


def _fit(left: LocalFeatures, right: LocalFeatures, *, mirror: bool) -> _Fit | None:
    """The map that explains most matches, or None where there is none that makes sense."""
    if min(len(left.points), len(right.points)) < LEAST_INLIERS:
        return None
    rows, columns = matched(left.vectors, mirrored(right.vectors) if mirror else right.vectors)
    if len(rows) < LEAST_INLIERS:
        return None
    # The search refuses maps that turn a picture over, so a mirrored one is turned over for it.
    over = np.diag([-1.0 if mirror else 1.0, 1.0, 1.0])
    found = _homography(left.points[rows], right.points[columns] * over.diagonal()[:2])
    if found is None:
        return None
    homography, inside = over @ found[0], found[1]
    if inside.sum() < LEAST_INLIERS or not is_sensible(homography, left.size, right.size):
        return None
    return _Fit(homography, len(rows), rows[inside], columns[inside])


def _homography(
    left: NDArray[np.floating], right: NDArray[np.floating]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]] | None:
    """The map from points [n, 2] to points [n, 2], and which of them it explains, bool [n].

    MAGSAC++ (Barath et al., CVPR 2020) in OpenCV's USAC, with a fixed seed.
    """
    import cv2  # noqa: PLC0415 - 0.2 s that only looking at scenes needs

    try:
        found, inside = cv2.findHomography(left * PIXELS, right * PIXELS, _settings())  # type: ignore[call-overload]
    except cv2.error:  # OpenCV 5.0 raises it for some degenerate sets of points
        return None
    if found is None or not np.isfinite(found).all():
        return None
    scale = np.array([PIXELS, PIXELS, 1.0])
    return np.asarray(found * scale / scale[:, None], np.float64), inside.ravel() > 0


def _settings() -> object:
    """How OpenCV is to search for the map."""
    import cv2  # noqa: PLC0415 - see _homography

    settings = cv2.UsacParams()
    settings.threshold, settings.confidence = _TOLERANCE, _CONFIDENCE
    settings.maxIterations, settings.randomGeneratorState = _ROUNDS, 0
    settings.score, settings.sampler = cv2.SCORE_METHOD_MAGSAC, cv2.SAMPLING_UNIFORM
    settings.loMethod, settings.isParallel = cv2.LOCAL_OPTIM_SIGMA, False
    settings.loIterations, settings.loSampleSize = 10, 20
    return settings


def is_sensible(homography: NDArray[np.float64], left: Size, right: Size) -> bool:
    """Whether a camera could have made the map: nothing folds over, and sizes stay within reason.

    The left frame must stay convex and on one side of the horizon; its area may become at most
    64 times larger or smaller.
    """
    depth = np.column_stack([corners(left), np.ones(4)]) @ homography[2]
    if not ((depth > 0).all() or (depth < 0).all()):
        return False
    frame = through(homography, corners(left))
    sides = np.roll(frame, -1, axis=0) - frame
    after = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * after[:, 1] - sides[:, 1] * after[:, 0]  # each is twice a triangle
    if not ((turns > 0).all() or (turns < 0).all()):
        return False
    times = float(abs(turns.sum()) / 4 / (left[0] * left[1]))
    return 1 / _MOST_SCALED < times < _MOST_SCALED
