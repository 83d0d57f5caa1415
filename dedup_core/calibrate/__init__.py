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
from dedup_core.calibrate.sitting import (
    USUAL,
    Sitting,
    Sittings,
    begun_at,
    last_answer,
    said_by_others,
    seed_of,
)

__all__ = [
    "LEAST_ANSWERS",
    "NOT_ASKED",
    "UNSURE",
    "USUAL",
    "Design",
    "Estimates",
    "FewFalse",
    "Goal",
    "LittleWithheld",
    "MuchFound",
    "Recommendation",
    "Sitting",
    "Sittings",
    "answers_from",
    "asked",
    "begun_at",
    "design",
    "estimate",
    "last_answer",
    "next_pair",
    "recommend",
    "said_by_others",
    "seed_of",
    "settled",
]
