"""Rules in bulk: conditions over groups, what to keep, a preview, and one entry of the log."""

from dedup_core.review.rules.material import Material, OfPairs
from dedup_core.review.rules.preview import Miss, Preview, preview
from dedup_core.review.rules.rule import Action, BulkRule, sentence
from dedup_core.review.rules.run import entry
from dedup_core.review.rules.written import read, written

__all__ = [
    "Action",
    "BulkRule",
    "Material",
    "Miss",
    "OfPairs",
    "Preview",
    "entry",
    "preview",
    "read",
    "sentence",
    "written",
]
