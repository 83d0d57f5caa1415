"""A rule over many groups, as a value, and as one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from dedup_core.review.rules.conditions import Condition, NothingDiffers
from dedup_core.review.rules.keeping import Criterion, Suggested


class Action(Enum):
    """What a rule does with a group. The value is the word in stored rules."""

    KEEP_ONE = "keep one"  # the rest is removed: as duplicates, or as the same scene by evidence
    SAME_SCENE = "same scene"  # all are kept
    NOT_DUPLICATES = "not duplicates"  # all are kept, and never in one group again
    SKIP = "skip"  # left for later


@dataclass(frozen=True, slots=True)
class BulkRule:
    """What happens to every group in which all conditions hold.

    keep:        criteria in turn, ties by path; conditions about the kept picture need it, too
    changed_too: whether also in groups that were decided when they had other members
    """

    conditions: tuple[Condition, ...] = (NothingDiffers(),)
    keep: tuple[Criterion, ...] = (Suggested(),)
    action: Action = Action.KEEP_ONE
    changed_too: bool = False


def sentence(rule: BulkRule) -> str:
    """A rule in words: `In open groups where …: keep the sharpest; remove the rest.`."""
    groups = "open and changed groups" if rule.changed_too else "open groups"
    where = _listed([condition.words() for condition in rule.conditions])
    return f"In {'' if where else 'all '}{groups}{where and f' where {where}'}: {_deed(rule)}."


def _deed(rule: BulkRule) -> str:
    if rule.action is Action.KEEP_ONE:
        kept = ", then ".join(criterion.words() for criterion in rule.keep)
        return f"keep {kept}; remove the rest"
    return {
        Action.SAME_SCENE: "keep all as pictures of the same scene",
        Action.NOT_DUPLICATES: "keep all, they are not duplicates",
        Action.SKIP: "skip them",
    }[rule.action]


def _listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *first, last = words or [""]
    return f"{', '.join(first)} and {last}" if first else last
