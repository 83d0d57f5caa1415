"""Which groups a reviewer sees, in which order, and what there is to choose from."""

from dedup_core.review.queue.asked import ANY, Order, Queue, Range, Show
from dedup_core.review.queue.choices import Choice, Choices, choices, contributors, priced
from dedup_core.review.queue.shown import queued

__all__ = [
    "ANY",
    "Choice",
    "Choices",
    "Order",
    "Queue",
    "Range",
    "Show",
    "choices",
    "contributors",
    "priced",
    "queued",
]
