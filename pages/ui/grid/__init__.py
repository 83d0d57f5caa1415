"""The grid of groups as one Streamlit component; its code lies beside this file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dedup_core.fingerprints import Metric
from dedup_core.judged import CHANGED
from dedup_core.review import Outcome
from pages.ui.code import component
from pages.ui.engine import Engine
from pages.ui.http.address import address

KEPT, MARKED, DIFFERS, JOINED = 1, 2, 4, 8


@dataclass(frozen=True, slots=True)
class Desk:
    """Who reviews here and what they know, beside the groups.

    seen:       id of the newest entry of the log that these groups contain
    blind:      a second opinion: it is only compared with the first
    undo, redo: what those would do, in words; empty where there is nothing
    looking:    nothing can be done, only looked at; the server takes nothing either
    """

    reviewer: str = "Reviewer"
    seen: int = 0
    blind: bool = False
    undo: str = ""
    redo: str = ""
    looking: bool = False


class Shown(Protocol):
    """An open dataset, as far as the grid needs it."""

    version: str


def packed(
    outcome: Outcome, about: dict[str, object], *, slot_kind: NDArray[np.bool_] | None = None
) -> bytes:
    """The groups in the layout that `payload.js` reads, `about` as JSON before them.

    slot_kind: where a group stands for one that is none any more, bool [groups]
    """
    groups = outcome.groups
    closers, closer, closed_at = _closed(outcome)
    notes = _notes(outcome)
    head = json.dumps({**about, "closers": closers, "notes": notes}).encode()
    head += b" " * (-len(head) % 4)
    differs = outcome.relation == CHANGED
    flags = outcome.kept * KEPT + outcome.marked * MARKED + differs * DIFFERS
    flags = flags + outcome.joined * JOINED
    kind = np.zeros(len(groups), np.bool_) if slot_kind is None else slot_kind
    columns = (
        np.array([len(head)], "<i4").tobytes() + head,
        np.array([len(groups), len(groups.member)], "<i4").tobytes(),
        groups.start.astype("<i4").tobytes(),
        groups.member.astype("<i4").tobytes(),
        closed_at.astype("<i4").tobytes(),
        outcome.distance.astype("<f4").tobytes(),
        closer.astype("<i2").tobytes(),
        flags.astype(np.uint8).tobytes(),
        outcome.verdict.astype(np.int8).tobytes(),
        outcome.status.astype(np.int8).tobytes(),
        kind.astype(np.int8).tobytes(),
    )
    return b"".join(columns)


def _closed(outcome: Outcome) -> tuple[list[str], NDArray[np.int16], NDArray[np.int32]]:
    """Names, and of each group the place of who closed it (-1: nobody) and when, in s since 1970.

    A rule closes thousands of groups in one entry, so each entry is looked at once.
    """
    entries, place = np.unique(outcome.closed, return_inverse=True)
    told = [outcome.by.get(entry, ("", "")) for entry in entries.tolist()]
    names = sorted({name for name, at in told if at})
    of_entry = [names.index(name) if at else -1 for name, at in told]
    seconds = [int(datetime.fromisoformat(at).timestamp()) if at else 0 for _, at in told]
    return names, np.array(of_entry, np.int16)[place], np.array(seconds, np.int32)[place]


def _notes(outcome: Outcome) -> dict[int, list[str]]:
    """Text and writer of the newest note of each group that has one."""
    if not outcome.notes:
        return {}
    rows = np.fromiter(outcome.notes, np.int32, len(outcome.notes))
    noted = np.unique(outcome.groups.of_each_member()[np.isin(outcome.groups.member, rows)])
    found = ((group, outcome.note(group)) for group in noted.tolist())
    return {group: [note.text, note.reviewer] for group, note in found if note}


def show_grid(
    engine: Engine,
    opened: Shown,
    outcome: Outcome,
    *,
    setting: str,
    empty: str,
    desk: Desk | None = None,
    slot_kind: NDArray[np.bool_] | None = None,
    grant: str = "",
) -> None:
    """Draw the groups. `setting` differs when other groups were asked for; `empty`: why none.

    grant: a client's, see `component`
    """
    method, id = outcome.method, opened.version.split("-")[0]
    exact, who = method.metric is Metric.EXACT, desk or Desk()
    about: dict[str, object] = {
        **asdict(who),
        "base": address(engine, f"of/{opened.version}/", grant=grant),
        "acts": "" if who.looking else address(engine, f"acts/{id}"),
        "presence": "" if who.looking else address(engine, f"presence/{id}"),
        "setting": setting,
        "threshold": method.limit_of(outcome.setting.threshold),
        "method": method.name,
        "rule": outcome.setting.rule.value,
        "asked": outcome.setting.threshold,
        "unit": method.unit,
        "words": [*(notch.word for notch in method.notches), "other pixels"] if exact else None,
        "similar": method.is_similarity,
        "notches": [[method.limit_of(notch.limit), notch.word] for notch in method.notches],
        "empty": empty,
    }
    data = packed(outcome, about, slot_kind=slot_kind)
    component(engine, "grid", grant=grant)(
        key="grid", data=data, on_saved_change=lambda: None, on_others_change=lambda: None
    )
