"""What holds now, folded from the log: the same log always gives the same state."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Generic, TypeVar

from dedup_core.decisions import Act, Entry, Judgement, Mark, Status

T = TypeVar("T")
K = TypeVar("K")
Picture = tuple[str, str]  # path and digest: what is said of a content is not said of the next one
_TURNS = (Act.UNDO, Act.REDO)


@dataclass(frozen=True, slots=True)
class Closed:
    """That a picture's group was decided or skipped.

    entry_id, place: the entry, and which of its groups; those of one group have both in common
    """

    entry_id: int
    place: int
    status: Status
    reviewer: str
    at: str


@dataclass(frozen=True, slots=True)
class NoteOf:
    """What somebody wrote about a group."""

    text: str
    reviewer: str
    at: str


class _Latest(Generic[K, T]):
    """The last word on each key, with the earlier ones below it for an undo.

    `now` is replaced, never changed: who has read it may go on reading. Words are added between
    `begin` and `end`, so that a thousand entries cost one copy.
    """

    def __init__(self) -> None:
        self.now: dict[K, T] = {}
        self._next: dict[K, T] = {}
        self._said: dict[K, list[tuple[int, T]]] = defaultdict(list)

    def begin(self) -> None:
        self._next = dict(self.now)

    def end(self) -> None:
        self.now = self._next

    def add(self, id: int, words: Iterable[tuple[K, T]]) -> None:
        for key, word in words:
            self._said[key].append((id, word))
            self._next[key] = word

    def again(self, keys: Iterable[K], off: set[int]) -> None:
        """Look once more at what holds for these keys."""
        for key in keys:
            holding = [word for id, word in self._said[key] if id not in off]
            self._next.pop(key, None)
            if holding:
                self._next[key] = holding[-1]


class Ledger:
    """The state of one dataset's decisions. Safe to use from several threads.

    Entries are taken in the order of the log. Judgements of pairs count from every dataset, all
    else from this one only. A blind entry changes nothing.

    last: id of the newest entry taken; said: how often the judgements that hold have changed
    """

    def __init__(self, dataset: str) -> None:
        self.dataset = dataset
        self.last = self.said = 0
        self._entries: dict[int, Entry] = {}
        self._off: set[int] = set()
        self._marks: _Latest[Picture, Mark] = _Latest()
        self._closed: _Latest[Picture, Closed] = _Latest()
        self._notes: _Latest[str, NoteOf] = _Latest()
        self._judging: list[int] = []  # entries that judge pairs
        self._undone: dict[str, list[int]] = defaultdict(list)  # by reviewer, to be redone
        self._lock = threading.RLock()

    def take(self, entries: Iterable[Entry]) -> None:
        """Take newer entries, in the order of the log; what was taken already is left out."""
        with self._lock:
            columns: tuple[_Latest[Any, Any], ...] = (self._marks, self._closed, self._notes)
            newer = [entry for entry in entries if entry.id > self.last]
            for column in columns if newer else ():
                column.begin()
            for entry in newer:
                self._entries[entry.id] = entry
                (self._turn if entry.act in _TURNS else self._add)(entry)
            for column in columns if newer else ():
                column.end()
            if newer:
                self.last = newer[-1].id

    @property
    def entries(self) -> list[Entry]:
        """All entries that were taken, in the order of the log."""
        with self._lock:
            return list(self._entries.values())

    def since(self, id: int) -> list[Entry]:
        """What the entries after that id are about: they themselves, or what they took back."""
        with self._lock:
            newer = takewhile(lambda entry: entry.id > id, reversed(self._entries.values()))
            return [self._entries.get(entry.target or entry.id, entry) for entry in newer]

    @property
    def marks(self) -> dict[Picture, Mark]:
        """The last mark of each picture, by path and digest."""
        return self._marks.now

    @property
    def closed(self) -> dict[Picture, Closed]:
        """For each picture the last group in which it was decided, skipped or opened again."""
        return self._closed.now

    @property
    def notes(self) -> dict[str, NoteOf]:
        """The last note at each content; empty texts took one back."""
        return self._notes.now

    def active(self, entry: Entry) -> bool:
        """Whether an entry holds: it is no undo or redo itself, and it is not undone."""
        return entry.act not in _TURNS and entry.id not in self._off

    def judgements(self) -> list[tuple[int, Judgement]]:
        """What is said of pairs and holds, with the entry's id, in the order of the log."""
        with self._lock:
            return [
                (id, said)
                for id in self._judging
                if id not in self._off
                for said in self._entries[id].judgements
            ]

    def doubts(self) -> list[tuple[str, str]]:
        """Pairs of contents of which somebody could not tell, and that holds; in log order."""
        with self._lock:
            return [
                pair
                for entry in self._entries.values()
                if entry.doubts and not entry.blind and self.active(entry)
                for pair in entry.doubts
            ]

    def undoable(self, reviewer: str) -> Entry | None:
        """What an undo of this reviewer takes back: the newest of their entries that holds."""
        with self._lock:
            for entry in reversed(self._entries.values()):
                mine = entry.reviewer == reviewer and entry.dataset == self.dataset
                if mine and not entry.blind and self.active(entry):
                    return entry
        return None

    def redoable(self, reviewer: str) -> Entry | None:
        """What a redo of this reviewer brings back; None once they decided something new."""
        with self._lock:
            undone = self._undone[reviewer]
            return self._entries[undone[-1]] if undone else None

    def _add(self, entry: Entry) -> None:
        if entry.blind:
            return
        if entry.dataset == self.dataset:
            self._undone[entry.reviewer].clear()
        if entry.judgements:
            self._judging.append(entry.id)
            self.said += 1
        if entry.dataset == self.dataset:
            self._marks.add(entry.id, (((mark.path, mark.digest), mark) for mark in entry.marks))
            self._closed.add(entry.id, _closed(entry))
            self._notes.add(entry.id, _notes(entry))

    def _turn(self, turn: Entry) -> None:
        target = self._entries.get(turn.target or 0)
        undo = turn.act is Act.UNDO
        if target is None or undo == (target.id in self._off):
            return
        (self._off.add if undo else self._off.remove)(target.id)
        if target.blind:
            return
        if target.dataset == self.dataset:
            self._stack(turn, target)
        self.said += bool(target.judgements)
        if target.dataset == self.dataset:
            self._marks.again([(mark.path, mark.digest) for mark in target.marks], self._off)
            self._closed.again([picture for picture, _ in _closed(target)], self._off)
            self._notes.again([digest for digest, _ in _notes(target)], self._off)

    def _stack(self, turn: Entry, target: Entry) -> None:
        if turn.act is Act.UNDO:
            self._undone[turn.reviewer].append(target.id)
            return
        for undone in self._undone.values():
            if target.id in undone:
                undone.remove(target.id)


def _closed(entry: Entry) -> list[tuple[Picture, Closed]]:
    return [
        (picture, Closed(entry.id, place, closing.status, entry.reviewer, entry.at))
        for place, closing in enumerate(entry.closings)
        for picture in closing.members
    ]


def _notes(entry: Entry) -> list[tuple[str, NoteOf]]:
    return [
        (digest, NoteOf(note.text, entry.reviewer, entry.at))
        for note in entry.notes
        for digest in note.digests
    ]
