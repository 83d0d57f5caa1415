"""What people see and say of groups."""

from dedup_core.review.outcome import Headline, Outcome, Setting, as_column, outcome
from dedup_core.review.queue import Order, Queue, Show, queued

__all__ = [
    "Headline",
    "Order",
    "Outcome",
    "Queue",
    "Setting",
    "Show",
    "as_column",
    "outcome",
    "queued",
]
