"""The list of what people decided as one Streamlit component; its code lies beside this file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from dedup_core.decisions import Act, Entry
from dedup_core.fingerprints import OFFERED
from dedup_core.review.words import deed, path_of, pictures_of, setting, taking_back, who
from dedup_core.store import Dataset
from dedup_core.store.log_reading import LogReading
from pages.ui import words
from pages.ui.code import component
from pages.ui.engine import Engine
from pages.ui.http.address import address, base_path

_MOST_PICTURES = 4
_KEY = "activity"
_TURNS = (Act.UNDO, Act.REDO)


@dataclass(frozen=True, slots=True)
class Shown:
    """Entries with what is known of them.

    targets: what undo and redo entries are about; undone: the undo of those that do not hold;
    names:   paths of contents that the entries do not name
    """

    entries: Sequence[Entry]
    targets: Mapping[int, Entry]
    undone: Mapping[int, Entry]
    names: Mapping[str, str]


def shown(reading: LogReading, entries: Sequence[Entry], dataset: str) -> Shown:
    """Entries with what is known of them; `dataset` is empty for all."""
    targets = reading.targets(entries)
    both = [*entries, *targets.values()]
    wanted = {digest for entry in both for digest in pictures_of(entry)[:_MOST_PICTURES]}
    names = reading.names(sorted(wanted), dataset)
    return Shown(entries, targets, reading.undone(entries), names)


def show_activity(
    engine: Engine,
    found: Shown,
    *,
    datasets: Mapping[str, Dataset],
    several: bool,
    page: int,
    turn: Callable[[Act, int, str], None],
) -> None:
    """Draw entries, the newest first.

    several: whether they are of several datasets, which are named then
    turn:    called with undo or redo, the entry's id and a token when somebody presses it
    """

    def pressed() -> None:
        asked = st.session_state[_KEY].turn
        turn(Act(asked["act"]), int(asked["id"]), str(asked["token"]))

    rows = [_row(entry, found, datasets, several) for entry in found.entries]
    content = {"rows": rows, "page": page, "pictures": address(engine, "content/")}
    component(engine, "activity")(key=_KEY, data=content, on_turn_change=pressed)


def _row(
    entry: Entry, found: Shown, datasets: Mapping[str, Dataset], several: bool
) -> dict[str, object]:
    about = found.targets.get(entry.target or 0, entry)
    undo, dataset = found.undone.get(entry.id), datasets.get(entry.dataset)
    pictures, moment = pictures_of(about), words.moment(entry.at)
    day, _, clock = moment.rpartition(", ")
    return {
        "id": entry.id,
        "day": day,
        "time": clock,
        "who": who(entry),
        "deed": deed(entry, target=found.targets.get(entry.target or 0), names=found.names),
        "setting": setting(entry),
        "why": entry.why if entry.act is not Act.RULE else "",
        "dataset": (dataset.name if dataset else "a removed dataset") if several else "",
        "blind": entry.blind,
        "undone": f"Undone by {who(undo)}, {words.moment(undo.at)}" if undo else "",
        "pictures": [[d, found.names.get(d, "")] for d in pictures[:_MOST_PICTURES]],
        "more": max(0, len(pictures) - _MOST_PICTURES),
        "review": _address_in_review(about, found.names) if dataset else "",
        "turn": "" if entry.act in _TURNS else "redo" if undo else "undo",
        "changes": taking_back(entry),
    }


def _address_in_review(entry: Entry, names: Mapping[str, str]) -> str:
    """The link to the group in Review, at the setting that was on screen; empty without a path."""
    path = path_of(entry, names)
    if not path:
        return ""
    asked = {"dataset": entry.dataset, "text": path}
    if entry.method and entry.threshold is not None:
        asked |= _method_in_review(entry.method) | {"threshold": f"{entry.threshold:g}"}
    if entry.rule:
        asked["rule"] = entry.rule
    return f"{base_path()}/?{urlencode(asked)}"


def _method_in_review(name: str) -> dict[str, str]:
    """The method as the address says it: mirrored and rotated pictures are a switch beside it."""
    for method in OFFERED:
        if method.turned is not None and method.turned.name == name:
            return {"method": method.name, "turned": "1"}
    return {"method": name}
