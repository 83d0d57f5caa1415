"""The probability that a pair shows one scene."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.scene.geometry import Geometry
from dedup_core.scene.score import calibration

SHARES = st.floats(0, 1)


def found(inliers: int, agreement: float, support: float) -> Geometry:
    return Geometry(np.eye(3), inliers, inliers, agreement, 1.0, support=support)


def test_without_a_map_the_probability_is_nothing() -> None:
    assert calibration().probability(None) == 0.0


def test_a_copy_is_nearly_certain_and_a_few_points_are_not() -> None:
    copy, chance = found(380, 0.99, 1.0), found(8, 0.3, 0.15)

    assert calibration().probability(copy) > 0.98
    assert calibration().probability(chance) < 0.01


@given(st.integers(8, 400), st.floats(-1, 1), SHARES)
def test_more_evidence_never_lowers_the_probability(
    inliers: int, agreement: float, support: float
) -> None:
    score, less = calibration(), found(inliers, agreement, support)

    at = score.probability(less)

    assert 0.0 <= at <= 1.0
    assert score.probability(replace(less, inliers=inliers + 1)) > at
    assert score.probability(replace(less, agreement=min(agreement + 0.1, 1.0))) >= at
    assert score.probability(replace(less, support=min(support + 0.1, 1.0))) >= at


def test_the_weights_say_how_they_were_fitted() -> None:
    text = resources.files("dedup_core.scene").joinpath("calibration.json").read_text("utf-8")

    assert "benchmarks/fit_scene.py" in json.loads(text)["fitted"]
