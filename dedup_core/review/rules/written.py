"""Rules as JSON, for rules that are kept by name. What is read is checked."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any, TypeVar

from dedup_core.errors import DecisionError, MethodError
from dedup_core.fingerprints import method_named
from dedup_core.judged import RELATIONS
from dedup_core.review.rules import conditions, keeping
from dedup_core.review.rules.rule import Action, BulkRule

T = TypeVar("T")
_KIND = "is"  # the key that names the class


def written(rule: BulkRule) -> str:
    """A rule as JSON."""
    content = {
        "conditions": [_as_object(condition) for condition in rule.conditions],
        "keep": [_as_object(criterion) for criterion in rule.keep],
        "action": rule.action.value,
        "changed_too": rule.changed_too,
    }
    return json.dumps(content, ensure_ascii=False)


def read(text: str) -> BulkRule:
    """The rule that `written` wrote; DecisionError for anything else."""
    try:
        content = json.loads(text)
        return BulkRule(
            conditions=tuple(_of(conditions.ALL, row) for row in content["conditions"]),
            keep=tuple(_of(keeping.ALL, row) for row in content["keep"]),
            action=Action(content["action"]),
            changed_too=content["changed_too"] is True,
        )
    except (MethodError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DecisionError(
            "This rule cannot be read; it may come from a newer version. Make it anew."
        ) from error


def _as_object(part: Any) -> dict[str, Any]:
    return {_KIND: part.name, **asdict(part)}


def _of(kinds: tuple[type[T], ...], row: dict[str, Any]) -> T:
    """The part that an object stands for; ValueError, KeyError or TypeError for nonsense."""
    kind = {known.name: known for known in kinds}[row[_KIND]]  # type: ignore[attr-defined]
    values = {field.name: row[field.name] for field in fields(kind)}  # type: ignore[arg-type]
    if set(row) != {_KIND, *values}:
        raise ValueError("there are values that no such part has")
    return kind(**{name: _checked(name, value) for name, value in values.items()})


def _checked(name: str, value: Any) -> Any:
    """A value of that name as it is held; ValueError, TypeError or MethodError if it cannot be."""
    if name in _LISTS:
        return tuple(_word(_LISTS[name], word) for word in value)
    if type(value) not in _KINDS[name]:
        raise TypeError(f"{name} is of another kind")
    if name == "method":
        method_named(value)
    if type(value) in _NUMBER and not 0 <= value < _LARGEST:
        raise ValueError(f"{name} is out of range")
    return value


def _word(known: tuple[str, ...], word: Any) -> str:
    if not isinstance(word, str) or (known and word not in known):
        raise ValueError("a word that is not known")
    return word


_NUMBER = (int, float)
_LARGEST = 10**9  # NaN and infinity are not below it either
_LISTS = {"relations": RELATIONS, "formats": ()}
_KINDS = {
    "method": (str,),
    "threshold": _NUMBER,
    "one": (bool,),
    "seconds": _NUMBER,
    "least": (int,),
    "most": (int,),
    "pattern": (str,),
}
