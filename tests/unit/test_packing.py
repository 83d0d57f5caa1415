"""What the grid is sent: columns in the order that the browser reads them."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dedup_core.decisions import Status
from dedup_core.review import Outcome
from dedup_core.review.ledger import NoteOf
from pages.ui.grid import packed
from tests.unit.test_outcome import _outcome

AT = "1970-01-01T00:01:00.000+00:00"


def _read(data: bytes) -> dict[str, NDArray[np.generic]]:
    """The columns by name, as `payload.js` takes them."""
    length = int(np.frombuffer(data, "<i4", 1)[0])
    at = 4 + length
    groups, members = np.frombuffer(data, "<i4", 2, at).tolist()
    at += 8
    found: dict[str, NDArray[np.generic]] = {"about": np.array(json.loads(data[4 : 4 + length]))}
    for name, kind, count in (
        ("start", "<i4", groups + 1),
        ("row", "<i4", members),
        ("closed_at", "<i4", groups),
        ("distance", "<f4", members),
        ("closer", "<i2", groups),
        ("flags", "u1", members),
        ("verdict", "i1", members),
        ("status", "i1", groups),
        ("kind", "i1", groups),
    ):
        found[name] = np.frombuffer(data, kind, count, at)
        at += found[name].nbytes
    assert at == len(data)
    return found


def _decided() -> Outcome:
    """The groups of the outcome tests: the second is decided, the third has a note."""
    decided = list(Status).index(Status.DECIDED)
    whole = _outcome()
    return replace(
        whole,
        status=np.array([0, decided, 0], np.int8),
        closed=np.array([0, 7, 0], np.int64),
        by={7: ("Ana", AT)},
        notes={int(whole.groups.member[-1]): NoteOf("two <b>signs</b>", "Bo", AT)},
    )


def test_every_column_comes_out_as_it_went_in() -> None:
    whole = _decided()

    found = _read(packed(whole, {"setting": "any length of words"}))

    assert found["start"].tolist() == whole.groups.start.tolist()
    assert found["row"].tolist() == whole.groups.member.tolist()
    assert found["distance"].tolist() == whole.distance.tolist()
    assert found["verdict"].tolist() == whole.verdict.tolist()
    assert found["status"].tolist() == whole.status.tolist()
    assert found["kind"].tolist() == [0, 0, 0]


def test_who_decided_a_group_and_when_is_told_and_what_was_noted() -> None:
    found = _read(packed(_decided(), {}))

    about = found["about"].item()
    assert about["closers"] == ["Ana"]
    assert found["closer"].tolist() == [-1, 0, -1]
    assert found["closed_at"].tolist() == [0, 60, 0]
    assert about["notes"] == {"2": ["two <b>signs</b>", "Bo"]}


def test_placeholders_are_told_from_groups() -> None:
    found = _read(packed(_decided(), {}, slot_kind=np.array([False, True, False])))

    assert found["kind"].tolist() == [0, 1, 0]


def test_no_group_at_all_is_packed_too() -> None:
    nothing = _decided().only(np.zeros(0, np.int64))

    found = _read(packed(nothing, {}))

    assert found["start"].tolist() == [0]
    assert found["row"].size == 0
