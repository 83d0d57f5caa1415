"""Evidence on a pair: what is known of both pictures, how they are related, by which rule."""

from dedup_core.evidence.distances import Distance
from dedup_core.evidence.laying import Likeness
from dedup_core.evidence.looking import Look, look
from dedup_core.evidence.pair import Evidence, evidence
from dedup_core.evidence.relation import RULES, Related, Relation, Signs, relation
from dedup_core.evidence.sentence import sentence
from dedup_core.evidence.side_by_side import FactRow, side_by_side

__all__ = [
    "RULES",
    "Distance",
    "Evidence",
    "FactRow",
    "Likeness",
    "Look",
    "Related",
    "Relation",
    "Signs",
    "evidence",
    "look",
    "relation",
    "sentence",
    "side_by_side",
]
