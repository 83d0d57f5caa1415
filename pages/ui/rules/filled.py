"""What the form of a rule is filled with: a rule becomes the state of its widgets."""

from __future__ import annotations

import streamlit as st

from dedup_core.fingerprints import Method
from dedup_core.review.rules import BulkRule, conditions, keeping
from pages.ui import linked

_DEFAULTS: dict[str, object] = {
    "relations": ["copy"],
    "one": True,
    "seconds": 60,
    "least": 2,
    "most": 10,
    "formats": "dng, png, jpg",
    "pattern": "*/final/*",
}
Distance = conditions.Closest | conditions.CloseToKept
_DISTANCES: tuple[type[Distance], ...] = (conditions.Closest, conditions.CloseToKept)
MOST_SECONDS, LEAST_PICTURES, MOST_PICTURES = 1_000_000, 2, 1_000_000


def key(name: str) -> str:
    """The key of a widget of the form."""
    return f"rule {name}"


def filled(name: str) -> str:
    """The key of a widget that is drawn now, with what it had before another page was shown."""
    linked.take_over(key(name))
    return key(name)


def distance(kind: type[Distance], method: Method) -> str:
    """The name of a distance; each method has its own, as each has its unit."""
    return f"{kind.name} threshold of {method.name}"


def fill(rule: BulkRule, method: Method) -> None:
    """Show a rule in the form. A distance by another method is left at the default."""
    on = {condition.name for condition in rule.conditions}
    switched = {name: name in on for name in (kind.name for kind in conditions.ALL)}
    state = {**_DEFAULTS, **switched, **_values(rule)}
    state |= {"changed_too": rule.changed_too, "action": rule.action.value}
    state["keep"] = [criterion.name for criterion in rule.keep]
    for name, value in state.items():
        st.session_state[key(name)] = value
    for kind in _DISTANCES:
        st.session_state[key(distance(kind, method))] = _threshold(rule, kind, method)


def first_rule(method: Method) -> BulkRule:
    """What the form shows at first: careful, and of use at once."""
    closest = conditions.Closest(method.name, strict(method))
    return BulkRule((closest, conditions.NothingDiffers()))


def strict(method: Method) -> float:
    """A distance to begin with: what the method calls strict, in its unit."""
    limit = method.notches[min(1, len(method.notches) - 1)].limit
    return float(limit) if method.is_similarity else int(limit)


def _threshold(rule: BulkRule, kind: type[Distance], method: Method) -> float:
    """The distance of a rule where it is by this method, else the default."""
    closest = (part for part in rule.conditions if isinstance(part, kind))
    for part in closest:
        if part.method == method.name:
            said = min(part.threshold, method.scale)
            return float(said) if method.is_similarity else int(said)
    return strict(method)


def _values(rule: BulkRule) -> dict[str, object]:
    """The numbers and words of a rule's parts."""
    values: dict[str, object] = {}
    for part in (*rule.conditions, *rule.keep):
        if isinstance(part, conditions.Related):
            values["relations"] = list(part.relations)
        elif isinstance(part, conditions.Contributors):
            values["one"] = part.one
        elif isinstance(part, conditions.TakenWithin):
            values["seconds"] = min(int(part.seconds), MOST_SECONDS)
        elif isinstance(part, conditions.Sized):
            values |= {"least": _size(part.least), "most": _size(part.most)}
        elif isinstance(part, keeping.Formats):
            values["formats"] = ", ".join(part.formats)
        elif isinstance(part, keeping.PathLike):
            values["pattern"] = part.pattern
    return values


def _size(pictures: int) -> int:
    return min(max(pictures, LEAST_PICTURES), MOST_PICTURES)
