"""The log as people look through it: filtered in the database, a page at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, select
from sqlalchemy import true as everything

from dedup_core.decisions import Act, Entry, written
from dedup_core.store.log import Log
from dedup_core.store.tables import entries as files
from dedup_core.store.tables import log

_AT_ONCE = 500  # values a statement: below every limit of SQLite on parameters
_DIGEST = re.compile("[0-9a-f]{64}")
_TURNS = (Act.UNDO.value, Act.REDO.value)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries are wanted; what is empty does not filter.

    reviewers:    any of these; acts: any of these
    since, until: ISO 8601 in UTC with milliseconds; from the first on, and before the second
    text:         in a path, a note or a reason, upper and lower case alike
    contents:     digests of pictures whose path holds the text (verdicts name no paths)
    """

    dataset: str = ""
    reviewers: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    since: str = ""
    until: str = ""
    text: str = ""
    contents: frozenset[str] = frozenset()

    def takes(self, entry: Entry) -> bool:
        """Whether an entry is wanted: what the database is asked, said plainly."""
        return (
            self.dataset in ("", entry.dataset)
            and (not self.reviewers or entry.reviewer in self.reviewers)
            and (not self.acts or entry.act in self.acts)
            and self.since <= entry.at
            and (not self.until or entry.at < self.until)
            and (not self.text or self.speaks(written(entry), entry.why))
        )

    def speaks(self, content: str, why: str) -> bool:
        """Whether the text is in what an entry changed (as `written`) or in its reason."""
        wanted = self.text.casefold()
        if wanted in why.casefold():
            return True
        if self.contents and any(d in self.contents for d in _DIGEST.findall(content)):
            return True
        escaped = json.dumps(wanted, ensure_ascii=False)[1:-1]
        if escaped not in content.casefold():  # reading each content would cost four times as much
            return False
        return any(wanted in told.casefold() for told in _told(content))


class LogReading:
    """The log of a database, for reading."""

    def __init__(self, database: Engine) -> None:
        self._database = database
        self._log = Log(database)

    def page(self, asked: LogFilter, *, limit: int, offset: int = 0) -> list[Entry]:
        """Some of the entries that are wanted, the newest first."""
        query = select(log.c.id).order_by(log.c.id.desc()).limit(limit).offset(offset)
        with self._database.connect() as connection:
            ids = list(connection.execute(query.where(_where(connection, asked))).scalars())
        return self._log.named(ids)[::-1]

    def every(self, asked: LogFilter) -> Iterator[Entry]:
        """All entries that are wanted, in the order of the log."""
        with self._database.connect() as connection:
            query = select(log.c.id).where(_where(connection, asked)).order_by(log.c.id)
            ids = list(connection.execute(query).scalars())
        yield from self._named(ids)

    def count(self, asked: LogFilter) -> int:
        """How many entries are wanted."""
        with self._database.connect() as connection:
            query = select(func.count()).select_from(log).where(_where(connection, asked))
            return int(connection.execute(query).scalar_one())

    def reviewers(self, dataset: str = "") -> list[str]:
        """Whoever has an entry in a dataset, or in any, by name."""
        query = select(log.c.reviewer).distinct().order_by(log.c.reviewer)
        with self._database.connect() as connection:
            return list(connection.execute(query.where(_of(dataset))).scalars())

    def targets(self, entries: Sequence[Entry]) -> dict[int, Entry]:
        """The entries that undo and redo entries are about, by id."""
        wanted = sorted({entry.target for entry in entries if entry.target is not None})
        return {entry.id: entry for entry in self._named(wanted)}

    def undone(self, entries: Sequence[Entry]) -> dict[int, Entry]:
        """The undo of each entry that does not hold now, by the id of that entry."""
        turns = self.undos([entry.id for entry in entries])
        undos = self._named(sorted(turns.values()))
        return {entry.target: entry for entry in undos if entry.target is not None}

    def undos(self, ids: Sequence[int] | None = None) -> dict[int, int]:
        """The id of the undo of each entry that does not hold now, by its id; None: of all."""
        turns: dict[int, tuple[int, str]] = {}
        query = select(log.c.target, log.c.id, log.c.act).where(log.c.act.in_(_TURNS))
        parts = [everything()] if ids is None else [log.c.target.in_(part) for part in _parts(ids)]
        with self._database.connect() as connection:
            for some in parts:
                rows = connection.execute(query.where(some).order_by(log.c.id))
                turns.update({target: (id, act) for target, id, act in rows})
        return {target: id for target, (id, act) in turns.items() if act == Act.UNDO.value}

    def contents_named(self, text: str, dataset: str = "") -> frozenset[str]:
        """Digests of the pictures whose path holds a text, upper and lower case alike."""
        wanted = text.casefold()
        query = select(files.c.path, files.c.digest).where(files.c.digest.is_not(None))
        with self._database.connect() as connection:
            rows = connection.execute(query.where(_in(dataset)))
            return frozenset(digest for path, digest in rows if wanted in path.casefold())

    def names(self, digests: Sequence[str], dataset: str = "") -> dict[str, str]:
        """A path of each content in a dataset, or in any, by digest; unknown ones are left out."""
        found: dict[str, str] = {}
        query = select(files.c.path, files.c.digest).where(_in(dataset))
        with self._database.connect() as connection:
            for part in _parts(digests):
                some = query.where(files.c.digest.in_(part)).order_by(files.c.path)
                for path, digest in connection.execute(some):
                    found.setdefault(digest, path)
        return found

    def _named(self, ids: Sequence[int]) -> Iterator[Entry]:
        for part in _parts(ids):
            yield from self._log.named(part)


def _parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


def _of(dataset: str) -> ColumnElement[bool]:
    return log.c.dataset == dataset if dataset else everything()


def _in(dataset: str) -> ColumnElement[bool]:
    return files.c.dataset == dataset if dataset else everything()


def _where(connection: Connection, asked: LogFilter) -> ColumnElement[bool]:
    parts = [_of(asked.dataset)]
    if asked.reviewers:
        parts.append(log.c.reviewer.in_(asked.reviewers))
    if asked.acts:
        parts.append(log.c.act.in_([act.value for act in asked.acts]))
    if asked.since:
        parts.append(log.c.at >= asked.since)
    if asked.until:
        parts.append(log.c.at < asked.until)
    if asked.text:
        _teach(connection, asked)
        parts.append(func.entry_speaks(log.c.content, log.c.why) == 1)
    return and_(*parts)


def _teach(connection: Connection, asked: LogFilter) -> None:
    """Give the database the function that looks for the text: its own knows only ASCII letters."""

    def speaks(content: str, why: str) -> int:
        return int(asked.speaks(content, why))

    driver: Any = connection.connection.driver_connection
    driver.create_function("entry_speaks", 2, speaks)


def _told(content: str) -> Iterator[str]:
    """What people can read of a content: paths and notes."""
    parts = json.loads(content)
    yield from (path for path, *_ in parts.get("marks", ()))
    yield from (path for _, members in parts.get("closings", ()) for path, _ in members)
    yield from (note["text"] for note in parts.get("notes", ()))
