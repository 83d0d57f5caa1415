"""The log of what people decided: entries are added at its end, none is changed or erased."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, func, or_, select
from sqlalchemy.dialects.sqlite import insert

from dedup_core.decisions import Act, Entry, read, written
from dedup_core.errors import ConflictError, DecisionError
from dedup_core.store.tables import log

_TURNS = (Act.UNDO, Act.REDO)


class Log:
    """The log in a database. Several threads and processes may write at once."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def append(self, entry: Entry, *, seen: int | None = None) -> Entry:
        """The entry as it is stored; it is on disk when this returns.

        The same token twice is stored once: a sender may try again until it hears of it.

        seen: the last entry that the reviewer knew. ConflictError when somebody else has said
              something about the same contents since; nothing is written then. None: no matter
        """
        entry = replace(entry, token=entry.token or secrets.token_hex(16))
        with self._database.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # what is read stays true until it is in
            before = _of_token(connection, entry.token)
            if before is not None:
                return _the_same(before, entry)
            target = _target(connection, entry)
            if seen is not None:
                _refuse_conflicts(connection, entry, target, seen)
            pairs = bool(entry.judgements) or (target is not None and bool(target.judgements))
            at = entry.at or datetime.now(UTC).isoformat(timespec="milliseconds")
            row = as_row(entry, pairs=pairs) | {"at": at}
            id = connection.execute(insert(log).values(row).returning(log.c.id)).scalar_one()
        return entry.stored(id, at)

    def of_token(self, token: str) -> Entry | None:
        """The entry that was stored under a token; None: none was."""
        with self._database.connect() as connection:
            return _of_token(connection, token)

    def entries(self, dataset: str, *, after: int = 0) -> list[Entry]:
        """What was said of a dataset, and of pairs in any other one, after the entry of that id."""
        concerned = or_(log.c.dataset == dataset, log.c.pairs)
        with self._database.connect() as connection:
            return _read(connection, select(log).where(concerned, log.c.id > after))

    def last(self, dataset: str) -> int:
        """The id of the newest of these entries; 0 without any."""
        concerned = or_(log.c.dataset == dataset, log.c.pairs)
        with self._database.connect() as connection:
            found = connection.execute(select(func.max(log.c.id)).where(concerned)).scalar()
        return found or 0

    def named(self, ids: Sequence[int]) -> list[Entry]:
        """The entries of these ids, in the order of the log."""
        with self._database.connect() as connection:
            return _read(connection, select(log).where(log.c.id.in_(ids)))


def as_row(entry: Entry, *, pairs: bool) -> dict[str, object]:
    """The columns of an entry; `pairs`: whether it counts in every dataset."""
    return {
        "token": entry.token,
        "dataset": entry.dataset,
        "at": entry.at,
        "reviewer": entry.reviewer,
        "act": entry.act.value,
        "method": entry.method,
        "threshold": entry.threshold,
        "rule": entry.rule,
        "why": entry.why,
        "target": entry.target,
        "blind": entry.blind,
        "pairs": pairs,
        "content": written(entry),
    }


def _entry(row: Row[Any]) -> Entry:
    bare = Entry(
        dataset=row.dataset,
        reviewer=row.reviewer,
        act=Act(row.act),
        token=row.token,
        method=row.method,
        threshold=row.threshold,
        rule=row.rule,
        why=row.why,
        target=row.target,
        blind=row.blind,
        id=row.id,
        at=row.at,
    )
    return read(row.content, bare)


def _read(connection: Connection, query: Select[Any]) -> list[Entry]:
    return [_entry(row) for row in connection.execute(query.order_by(log.c.id))]


def _of_token(connection: Connection, token: str) -> Entry | None:
    found = connection.execute(select(log).where(log.c.token == token)).first()
    return None if found is None else _entry(found)


def _the_same(stored: Entry, entry: Entry) -> Entry:
    """The stored entry, if it is what is sent again; DecisionError if the token is another's."""
    if stored != replace(entry, id=stored.id, at=stored.at):
        raise DecisionError("Another decision was stored under this token; nothing was written.")
    return stored


def _target(connection: Connection, entry: Entry) -> Entry | None:
    """The entry that an undo or a redo is about; DecisionError where there is none."""
    if entry.act not in _TURNS:
        return None
    found = _read(connection, select(log).where(log.c.id == entry.target))
    if not found or found[0].act in _TURNS or found[0].dataset != entry.dataset:
        raise DecisionError("There is nothing to take back: that decision is not in the log.")
    if found[0].blind != entry.blind:
        raise DecisionError("A second look and what is decided in the open do not undo each other.")
    return found[0]


def _refuse_conflicts(
    connection: Connection, entry: Entry, target: Entry | None, seen: int
) -> None:
    if entry.blind:
        return
    mine = (target or entry).digests()
    concerned = or_(log.c.dataset == entry.dataset, log.c.pairs)
    newer = select(log).where(concerned, log.c.id > seen, log.c.reviewer != entry.reviewer)
    theirs = [
        other
        for other in _read(connection, newer.where(~log.c.blind))
        if mine & (_target(connection, other) or other).digests()
    ]
    if theirs:
        who = " and ".join(sorted({other.reviewer for other in theirs}))
        raise ConflictError(
            f"{who} decided about these pictures meanwhile. Nothing was overwritten: look at both "
            "decisions and choose.",
            tuple(other.id for other in theirs),
        )
