"""What 95 % bands promise, held against the truth in 500 simulated runs of each kind.

`python -m benchmarks.calibration` prints the whole table. Seeds are fixed, so nothing here is left
to chance.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from benchmarks.simulated_answers import Goal, coverage, goals, is_met, met, shapes, simulated
from dedup_core.calibrate.bands import Bands

RUNS = 500
SHAPES = {shape.name: shape for shape in shapes()}
ALL_OF_THEM = "all duplicates"  # where the truth is 1, no band can lie above it
JUDGED = ("sharp", "overlapping", "rare", ALL_OF_THEM)


@cache
def _ends(name: str, answers: int) -> Bands:
    return simulated(SHAPES[name], answers, runs=RUNS)


def _held(low: np.ndarray, high: np.ndarray, truth: np.ndarray, name: str) -> bool:
    found = coverage(low, high, truth)
    if name == ALL_OF_THEM:
        return found.all >= 0.92
    return 0.92 <= found.inner <= 0.98 and found.all >= 0.92


@pytest.mark.parametrize("answers", [30, 60, 120])
@pytest.mark.parametrize("name", JUDGED)
def test_bands_hold_the_true_precision_and_recall_in_95_of_100_runs(
    name: str, answers: int
) -> None:
    shape, ends = SHAPES[name], _ends(name, answers)

    assert _held(ends.precision_low, ends.precision_high, shape.precision, name)
    assert _held(ends.recall_low, ends.recall_high, shape.recall, name)


@pytest.mark.parametrize("goal", goals(), ids=str)
@pytest.mark.parametrize("name", JUDGED)
def test_what_is_recommended_after_60_answers_meets_its_goal_in_nine_of_ten_runs(
    name: str, goal: Goal
) -> None:
    shape = SHAPES[name]

    advised, fulfilled = met(shape, goal, _ends(name, 60), is_met(shape, goal))

    assert advised == 0 or fulfilled >= 0.9
