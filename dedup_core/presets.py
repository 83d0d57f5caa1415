"""A setting under a name, with the evidence for it; as a value and as a file to be passed on.

A file comes from anywhere: every field is checked, nothing unknown is taken over, and what is read
is written again letter by letter.
"""

from __future__ import annotations

import json
from collections.abc import Container, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from itertools import chain, count
from math import isfinite
from typing import Any, Never

from dedup_core.calibrate import Estimates
from dedup_core.errors import DedupError, PresetError
from dedup_core.fingerprints import method_named
from dedup_core.groups import Rule
from dedup_core.pay import Policy
from dedup_core.pay.policy import read as read_policy
from dedup_core.pay.policy import written as written_policy
from dedup_core.store.presets import LONGEST_NAME

MOST_BYTES = 1_000_000  # of a file; a preset has about 600
MOST_PRESETS = 500  # in a file
_FORMAT, _VERSION = "dedup presets", 1
_ROOT = LONGEST_NAME - 6  # letters of a name that a number is put behind: ` (500)`
_LONGEST_TEXT = 200  # names of datasets and people
_LARGEST_GROUP = 1000
_MOST_COUNTED = 2**53  # what other programs still read exactly

Band = tuple[float | None, float | None, float | None]  # low, estimate, high; None: not known


@dataclass(frozen=True, slots=True)
class Evidence:
    """What answered pairs said of a setting when it was saved.

    dataset, source: id and name of the dataset whose pairs were answered
    answers, unsure: answers that counted, and that could not tell
    scene_counts:    whether the same scene counted as a duplicate
    pairs:           within the threshold there
    precision, recall, false_pairs: with their 95 % bands
    """

    dataset: str
    source: str
    answers: int
    unsure: int
    scene_counts: bool
    pairs: int
    precision: Band
    recall: Band
    false_pairs: Band


@dataclass(frozen=True, slots=True)
class Preset:
    """A setting under a name; `by`, `at`: who saved it, and when: ISO 8601.

    threshold: in the unit of the method
    policy, evidence: None where there was none
    """

    name: str
    method: str
    threshold: float
    rule: Rule
    at_least: int
    by: str
    at: str
    policy: Policy | None = None
    evidence: Evidence | None = None


def evidence_of(
    found: Estimates, limit: float, *, dataset: str, source: str, scene_counts: bool
) -> Evidence | None:
    """What estimates say of the threshold at a distance; None before the first answer."""
    if not found.counted:
        return None
    cell = min(range(len(found.limits)), key=lambda at: abs(float(found.limits[at]) - limit))
    return Evidence(
        dataset,
        source[:_LONGEST_TEXT],
        found.counted,
        found.unsure,
        scene_counts,
        int(found.pairs[cell]),
        _band(found.precision_low[cell], found.precision[cell], found.precision_high[cell]),
        _band(found.recall_low[cell], found.recall[cell], found.recall_high[cell]),
        _band(found.false_low[cell], found.false_pairs[cell], found.false_high[cell]),
    )


def written(presets: Sequence[Preset]) -> str:
    """Presets as a file; see `read`."""
    content = {"format": _FORMAT, "version": _VERSION, "presets": [_row(one) for one in presets]}
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def read(data: bytes | str) -> tuple[Preset, ...]:
    """The presets that `written` wrote; PresetError for anything else, with what is wrong."""
    if len(data) > MOST_BYTES:
        raise PresetError(f"This file has more than {MOST_BYTES:,} bytes; no list of presets has.")
    try:
        content = json.loads(data, parse_constant=_no_number)
        if not isinstance(content, dict) or content.get("format") != _FORMAT:
            raise PresetError("This is no file with presets. Choose one that was exported here.")
        if content.get("version") != _VERSION:
            raise PresetError("This file comes from another version of this tool; update it first.")
        rows = _list(content.get("presets"))
        return tuple(_preset(row, place) for place, row in enumerate(rows, 1))
    except (ValueError, RecursionError) as error:
        raise PresetError("This file is damaged: it is no JSON.") from error


def not_yet_among(new: Sequence[Preset], known: Sequence[Preset]) -> list[Preset]:
    """Those that are not there, under whatever name, each under one that is free: `Strict (2)`."""
    names, there = {one.name.casefold() for one in known}, {_nameless(one) for one in known}
    found = list[Preset]()
    for preset in dict.fromkeys(new):
        if _nameless(preset) not in there:
            name = _free(preset.name, names)
            names.add(name.casefold())
            found.append(replace(preset, name=name))
    return found


def _nameless(preset: Preset) -> Preset:
    return replace(preset, name="")


def _free(name: str, taken: Container[str]) -> str:
    numbered = (f"{name[:_ROOT]} ({number})" for number in count(2))
    return next(one for one in chain([name], numbered) if one.casefold() not in taken)


def _row(preset: Preset) -> dict[str, object]:
    policy = None if preset.policy is None else json.loads(written_policy(preset.policy))
    return {**asdict(preset), "rule": preset.rule.value, "policy": policy}


def _list(rows: object) -> list[object]:
    if not isinstance(rows, list) or len(rows) > MOST_PRESETS:
        raise PresetError(
            f"A file holds a list of up to {MOST_PRESETS} presets; this one does not."
        )
    return rows


def _preset(row: object, place: int) -> Preset:
    try:
        values = _of(row, Preset)
        method = method_named(_text(values["method"]))
        return Preset(
            name=_text(values["name"], LONGEST_NAME),
            method=method.name,
            threshold=_number(values["threshold"], 0, method.scale),
            rule=Rule(_text(values["rule"])),
            at_least=_whole(values["at_least"], 2, _LARGEST_GROUP),
            by=_text(values["by"]),
            at=_moment(values["at"]),
            policy=None if values["policy"] is None else read_policy(json.dumps(values["policy"])),
            evidence=None if values["evidence"] is None else _evidence(values["evidence"]),
        )
    except (DedupError, ValueError, TypeError, KeyError) as error:
        raise PresetError(f"Preset {place} of this file cannot be used: {error}") from error


def _evidence(row: object) -> Evidence:
    values = _of(row, Evidence)
    if not isinstance(values["scene_counts"], bool):
        raise TypeError("whether the same scene counts is yes or no.")
    return Evidence(
        dataset=_text(values["dataset"]),
        source=_text(values["source"]),
        answers=_whole(values["answers"], 0, _MOST_COUNTED),
        unsure=_whole(values["unsure"], 0, _MOST_COUNTED),
        scene_counts=values["scene_counts"],
        pairs=_whole(values["pairs"], 0, _MOST_COUNTED),
        precision=_read_band(values["precision"], 1),
        recall=_read_band(values["recall"], 1),
        false_pairs=_read_band(values["false_pairs"], _MOST_COUNTED),
    )


def _of(row: object, kind: type[Preset] | type[Evidence]) -> dict[str, Any]:
    """The fields of a row, if they are those of the kind."""
    names = {field.name for field in fields(kind)}
    if not isinstance(row, dict) or set(row) != names:
        raise TypeError(f"it needs {', '.join(sorted(names))}, and nothing else.")
    return row


def _band(low: float, middle: float, high: float) -> Band:
    """Three numbers as a file holds them; None for what is not known."""
    one, two, three = (
        round(float(value), 6) if isfinite(value) else None for value in (low, middle, high)
    )
    return one, two, three


def _read_band(value: object, most: float) -> Band:
    if not isinstance(value, list) or len(value) != 3:
        raise TypeError("a band has three numbers.")
    low, middle, high = (None if one is None else _number(one, 0, most) for one in value)
    return low, middle, high


def _text(value: object, most: int = _LONGEST_TEXT) -> str:
    if not isinstance(value, str) or not value or len(value) > most:
        raise TypeError(f"a name or word has 1 to {most} letters.")
    value.encode()  # half a character, which JSON can spell, is a ValueError
    if not value.isprintable():
        raise ValueError("a name or word holds letters that cannot be seen.")
    return value


def _number(value: object, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("a number is missing.")
    if not least <= value <= most:
        raise ValueError(f"{value} is not between {least:g} and {most:g}.")
    return value


def _whole(value: object, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError(f"a count is a whole number from {least} to {most}.")
    return value


def _moment(value: object) -> str:
    text = _text(value)
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError("a date needs its time zone.")
    return text


def _no_number(word: str) -> Never:
    raise ValueError(f"{word} is no number")
