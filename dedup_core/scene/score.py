"""How likely it is that two pictures show the same scene, given the geometry between them."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from importlib import resources

from dedup_core.scene.geometry import Geometry

_FILE = "calibration.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weights of a logistic model over three measures; none is below 0.

    intercept: log odds where all measures are 0
    inliers:   for each step of ln(1 + inliers)
    agreement: for an agreement of 1; disagreement counts as 0
    support:   for a support of 1
    """

    intercept: float
    inliers: float
    agreement: float
    support: float

    def probability(self, geometry: Geometry | None) -> float:
        """The probability, 0 … 1, that the pair shows one scene; 0 where there is no geometry.

        It counts pairs for which a map was found as half of them right and half of them wrong.
        """
        if geometry is None:
            return 0.0
        measures = measured(geometry)
        weights = (self.inliers, self.agreement, self.support)
        odds = self.intercept + sum(w * m for w, m in zip(weights, measures, strict=True))
        return 1 / (1 + math.exp(-odds))


def measured(geometry: Geometry) -> tuple[float, float, float]:
    """What the model sees of a geometry: ln(1 + inliers), agreement from 0 on, support."""
    return math.log1p(geometry.inliers), max(geometry.agreement, 0.0), geometry.support


def calibration() -> Calibration:
    """The weights that come with the package, fitted by benchmarks/fit_scene.py."""
    text = resources.files(__package__).joinpath(_FILE).read_text(encoding="utf-8")
    weights = json.loads(text)["weights"]
    return Calibration(**{name: float(weights[name]) for name in Calibration.__slots__})
