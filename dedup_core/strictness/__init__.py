"""What each threshold would give, before anyone chooses one: numbers, and some of its pairs."""

from dedup_core.strictness.curve import Counts, Curve, Limits, crowded_from, curve
from dedup_core.strictness.steps import Step, steps

__all__ = ["Counts", "Curve", "Limits", "Step", "crowded_from", "curve", "steps"]
