"""All evidence on a pair as one probability: a logistic model of what several methods say.

What a look at the pair found counts with the log odds that it is calibrated to; what cheap methods
say adds to them, the more the nearer they find the two, and never takes away. So no pair falls
below what `scene` says of it, but for one thing: it is multiplied by how likely it is that no part
of the scene differs. Files of one content are at 1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dedup_core.errors import NotComputedError
from dedup_core.fingerprints import Method, method_named
from dedup_core.judged import RECORD, Rows
from dedup_core.measured import JudgedContents, JudgedRows, Measured, by_judgement, rows_of
from dedup_core.model import Catalog
from dedup_core.pairs import budget_for
from dedup_core.search.cosine import STEP

Numbers = NDArray[np.float64]

CHEAP = ("phash-turned", "pdq", "layout")  # methods that are asked beside the look at a pair
_FILE = "fusion.json"
# Probabilities of one scene count from the least that is stored of a look to where more is noise.
LEAST, _MOST = 0.05, 0.9999


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of pairs, columns of float64 [pairs].

    scene:    probability that both show one scene; 0 where nothing was found
    changed:  probability that a part of it differs
    nearness: of each method in `CHEAP`: 1 for no distance, 0 from its default threshold on; NaN
              where it must not compare the two, or was not computed: that counts as far
    """

    scene: Numbers
    changed: Numbers
    nearness: Mapping[str, Numbers]


@dataclass(frozen=True, slots=True)
class Fusion:
    """The weights of the model, in log odds.

    intercept: where nothing speaks for a pair
    scene:     for each step of the log odds of one scene above those of `LEAST`
    nearness:  of each method in `CHEAP`, for the nearness of 1
    """

    intercept: float
    scene: float
    nearness: Mapping[str, float]

    def probability(self, said: Said) -> Numbers:
        """The probability, 0 … 1, that pairs show the same, float64 [pairs]; 0 if nothing says so.

        It counts likely pairs as half of them right and half of them wrong.
        """
        speaking = self.scene * scene_odds(said.scene)
        for name in CHEAP:
            speaking += self.nearness[name] * np.nan_to_num(said.nearness[name])
        same = 1 / (1 + np.exp(-(self.intercept + speaking)))
        return np.where(speaking > 0, (1 - said.changed) * same, 0)


def fusion() -> Fusion:
    """The weights that come with the package, fitted by benchmarks/fit_combined.py."""
    text = resources.files(__package__).joinpath(_FILE).read_text(encoding="utf-8")
    weights = json.loads(text)["weights"]
    return Fusion(**{name: weights[name] for name in Fusion.__slots__})


def scene_odds(probability: Numbers) -> Numbers:
    """Log odds above those of the least probability that counts; 0 below it."""
    return log_odds(probability.clip(LEAST, _MOST)) - log_odds(np.float64(LEAST))


def log_odds(probability: Numbers | np.float64) -> Numbers:
    """ln(p / (1 - p))."""
    return np.asarray(np.log(probability / (1 - probability)))


def nearness_of(method: Method, distances: NDArray[np.generic]) -> Numbers:
    """How near pairs are: 1 for no distance, 0 from the method's default threshold on."""
    far = method.limit_of(method.default)
    return np.asarray((1 - distances.astype(np.float64) / far).clip(0, 1))


class Measuring(Protocol):
    """Finds the pairs of a method within a distance."""

    def __call__(self, method: Method, *, loosest: float | None, budget: int) -> Measured:
        """Raises NotComputedError where the method has no fingerprints."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a dataset's pairs."""

    looked_at: JudgedContents
    cheap: Mapping[str, Measured]
    model: Fusion

    def pairs(self, rows: JudgedRows) -> JudgedRows:
        """Pairs that were looked at or that a cheap method finds, each once, with an empty record.

        rows: those that were looked at
        """
        size = max(1, len(self.looked_at.content))
        found = [(rows.left, rows.right)]
        found += [(near.pairs.left, near.pairs.right) for near in self.cheap.values()]
        keys = np.unique(
            np.concatenate([left.astype(np.int64) * size + right for left, right in found])
        )
        left, right = (keys // size).astype(np.int32), (keys % size).astype(np.int32)
        nothing = np.broadcast_to(np.zeros((), RECORD), len(keys))
        return JudgedRows(left, right, nothing, self._most_left_out(rows.partly_at))

    def _most_left_out(self, partly_at: float) -> float:
        """The probability that no pair exceeds which is not among `pairs`.

        It is beyond the reach of every cheap method, and not likelier than those looked at.
        """
        if partly_at >= 1:
            return 1.0
        near = {name: np.zeros(1) for name in CHEAP}
        for name, measured in self.cheap.items():
            near[name] = nearness_of(method_named(name), np.array([measured.pairs.reach]))
        said = Said(np.array([max(partly_at, 0.0)]), np.zeros(1), near)
        return float(self.model.probability(said)[0])

    def similarity(self, left: Rows, right: Rows) -> NDArray[np.float32]:
        """The probability of pairs of rows; 1 for files of one content."""
        judged, content = self.looked_at.judged, self.looked_at.content
        one, other = content[left].astype(np.int32), content[right].astype(np.int32)
        by_content = JudgedRows(judged.left, judged.right, judged.record)
        at = by_content.find(one, other, len(content))
        scene, changed = (
            np.append(judged.record[name], np.float32(0))[at].astype(np.float64)
            for name in ("probability", "changed")
        )
        nearness = {name: self._nearness(name, left, right) for name in CHEAP}
        found = self.model.probability(Said(scene, changed, nearness))
        return np.where(one == other, 1, found).astype(np.float32)

    def _nearness(self, name: str, left: Rows, right: Rows) -> Numbers:
        measured = self.cheap.get(name)
        if measured is None:
            return np.full(len(left), np.nan)
        near = nearness_of(method_named(name), measured.distances(left, right))
        silent = np.zeros(len(self.looked_at.content), np.bool_)
        silent[measured.pairs.silent] = True
        return np.where(silent[left] | silent[right], np.nan, near)


def by_all_evidence(
    catalog: Catalog,
    method: Method,
    looked_at: JudgedContents,
    measure: Measuring,
    *,
    loosest: float | None,
    budget: int,
) -> Measured:
    """From judged pairs and those that cheap methods find by default, as far as these are there."""
    rows = rows_of(looked_at, most=budget)
    known = _Known(looked_at, _cheaply(measure, looked_at.content, budget), fusion())
    pairs = known.pairs(rows)
    similarity = known.similarity(pairs.left, pairs.right)
    found = by_judgement(catalog, method, pairs, similarity, loosest=loosest, budget=budget)

    def distances(left: Rows, right: Rows) -> NDArray[np.float32]:
        similarity = known.similarity(left, right).astype(np.float64)
        return (np.rint((1 - similarity) / STEP) * STEP).astype(np.float32)

    return Measured(found.pairs, distances)


def _cheaply(measure: Measuring, content: NDArray[np.int64], budget: int) -> dict[str, Measured]:
    """What each method in `CHEAP` says that was computed; pairs of one content come on top."""
    most = budget_for(content, budget)
    found = {}
    for method in map(method_named, CHEAP):
        limit = method.limit_of(method.default)
        try:
            found[method.name] = measure(method, loosest=limit, budget=most)
        except NotComputedError:
            continue  # it says nothing
    return found
