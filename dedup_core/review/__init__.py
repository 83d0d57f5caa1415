"""What people see and say of groups."""

from dedup_core.review.ledger import Closed, Ledger, NoteOf
from dedup_core.review.outcome import Headline, Outcome, Setting, outcome
from dedup_core.review.queue import Order, Queue, Show, queued
from dedup_core.review.said import as_column

__all__ = [
    "Closed",
    "Headline",
    "Ledger",
    "NoteOf",
    "Order",
    "Outcome",
    "Queue",
    "Setting",
    "Show",
    "as_column",
    "outcome",
    "queued",
]
