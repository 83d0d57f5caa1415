"""From some answers on single pairs to what a threshold means: precision, recall, advice."""

from dedup_core.calibrate.answers import NOT_ASKED, UNSURE, answers_from, asked, next_pair
from dedup_core.calibrate.drawing import Design, design
from dedup_core.calibrate.estimating import LEAST_ANSWERS, Estimates, estimate
from dedup_core.calibrate.goals import (
    FewFalse,
    Goal,
    LittleWithheld,
    MuchFound,
    Recommendation,
    recommend,
    settled,
)

__all__ = [
    "LEAST_ANSWERS",
    "NOT_ASKED",
    "UNSURE",
    "Design",
    "Estimates",
    "FewFalse",
    "Goal",
    "LittleWithheld",
    "MuchFound",
    "Recommendation",
    "answers_from",
    "asked",
    "design",
    "estimate",
    "next_pair",
    "recommend",
    "settled",
]
