"""What people decide, as values: an entry of the log holds everything that one act changed.

Nothing here is ever changed or erased. A decision about a pair names two contents by digest, so it
holds in every dataset, under every method and threshold; one about a picture names its path and
digest in one dataset.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from enum import Enum
from typing import Any


class Verdict(Enum):
    """What a person says of two contents. The value is the word in logs and files."""

    DUPLICATE = "duplicate"
    SAME_SCENE = "same scene"
    DIFFERENT = "different"


class Act(Enum):
    """What a person did. The value is the word in logs and files."""

    MARK = "mark"  # keep or remove single pictures
    ACCEPT = "accept"  # decide a group as it is shown
    VERDICT = "verdict"  # say what pictures are to each other
    SPLIT = "split"  # some pictures of a group are different from the rest
    NOT_DUPLICATES = "not duplicates"  # all pictures of a group are different
    SKIP = "skip"  # leave a group for later
    REOPEN = "reopen"  # a decided or skipped group is open again
    NOTE = "note"
    RULE = "rule"  # many groups at once
    SETTLE = "settle"  # take back one side of a contradiction
    ANSWER = "answer"  # say of one pair that was drawn by chance what it is
    APPEAL = "appeal"  # a contributor objects; the group is open again
    UNDO = "undo"
    REDO = "redo"


class Status(Enum):
    """How far a group is. The value is the word in addresses and files."""

    OPEN = "open"
    DECIDED = "decided"
    CHANGED = "changed since"  # it was decided when it had other members
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Mark:
    """A person's word on one picture of a dataset; `keep` None takes it back."""

    path: str
    digest: str
    keep: bool | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on each content of `left` with each of `right`; without `right`: on all of `left`.

    left, right: digests; verdict None takes back what was said of these pairs
    """

    verdict: Verdict | None
    left: tuple[str, ...]
    right: tuple[str, ...] = ()

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Each pair of two contents once, the smaller digest first."""
        left = sorted(set(self.left))
        if not self.right:
            for at, one in enumerate(left):
                yield from ((one, other) for other in left[at + 1 :])
            return
        seen = {
            (min(one, other), max(one, other))
            for one in left
            for other in self.right
            if one != other
        }
        yield from sorted(seen)


@dataclass(frozen=True, slots=True)
class Closing:
    """A group that was decided, skipped or opened again: its members as (path, digest)."""

    status: Status
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote about a group, kept at its contents; an empty text takes it back."""

    text: str
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: who did what, when, seen at which setting, and all that it changed.

    id:     in the order of the log, 0 before it is stored
    at:     ISO 8601 in UTC, milliseconds
    token:  made by whoever sends it; the same one twice is stored once
    method, threshold, rule: the setting on screen; empty and None where there was none
    why:    a rule in words, or a reason somebody gave
    target: the entry that an undo or redo is about
    blind:  a second opinion: it is only compared, it changes nothing
    doubts: pairs of two contents, by digest, of which the reviewer could not tell; a later verdict
            on the pair counts instead
    """

    dataset: str
    reviewer: str
    act: Act
    token: str = ""
    method: str = ""
    threshold: float | None = None
    rule: str = ""
    why: str = ""
    marks: tuple[Mark, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    closings: tuple[Closing, ...] = ()
    notes: tuple[Note, ...] = ()
    doubts: tuple[tuple[str, str], ...] = ()
    target: int | None = None
    blind: bool = False
    id: int = 0
    at: str = ""

    def digests(self) -> set[str]:
        """Every content that it says something of."""
        found = {mark.digest for mark in self.marks}
        found.update(digest for said in self.judgements for digest in (*said.left, *said.right))
        found.update(digest for closing in self.closings for _, digest in closing.members)
        found.update(digest for note in self.notes for digest in note.digests)
        found.update(digest for pair in self.doubts for digest in pair)
        return found

    def stored(self, id: int, at: str) -> Entry:
        """The same with its place in the log."""
        return replace(self, id=id, at=at)


def written(entry: Entry) -> str:
    """What an entry changed, as JSON; see `read`."""
    content = {
        "marks": [[mark.path, mark.digest, mark.keep] for mark in entry.marks],
        "judgements": [
            [said.verdict and said.verdict.value, said.left, said.right]
            for said in entry.judgements
        ],
        "closings": [[closing.status.value, closing.members] for closing in entry.closings],
        "notes": [asdict(note) for note in entry.notes],
        "doubts": entry.doubts,
    }
    return json.dumps({key: value for key, value in content.items() if value}, ensure_ascii=False)


def read(text: str, entry: Entry) -> Entry:
    """An entry with what `written` said of it; ValueError, KeyError or TypeError for nonsense."""
    content: dict[str, Any] = json.loads(text)
    return replace(
        entry,
        marks=tuple(Mark(*row) for row in content.get("marks", ())),
        judgements=tuple(
            Judgement(Verdict(word) if word else None, tuple(left), tuple(right))
            for word, left, right in content.get("judgements", ())
        ),
        closings=tuple(
            Closing(Status(word), tuple((path, digest) for path, digest in members))
            for word, members in content.get("closings", ())
        ),
        notes=tuple(Note(row["text"], tuple(row["digests"])) for row in content.get("notes", ())),
        doubts=tuple((one, other) for one, other in content.get("doubts", ())),
    )
