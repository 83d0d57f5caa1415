"""Saved views: what a reviewer looked at, under a name, for everybody who uses the workspace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    Select,
    Table,
    Text,
    func,
    insert,
    select,
    update,
)

from dedup_core.errors import StoreError
from dedup_core.store.tables import metadata

LONGEST_NAME = 80  # characters
_LONGEST_QUERY = 8_000  # characters; servers refuse longer addresses

views = Table(
    "views",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False),
    Column("dataset", Text, nullable=False),  # empty: for every dataset
    Column("query", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("removed_at", Text),
)


@dataclass(frozen=True, slots=True)
class View:
    """A view under a name.

    dataset: that it is for; empty: for every one
    query:   of the address that shows it, without the dataset
    by, at:  who saved it, and when: ISO 8601 in UTC
    """

    id: int
    name: str
    dataset: str
    query: str
    by: str
    at: str


class Views:
    """The saved views of a workspace. A removed one can be brought back."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def of(self, dataset: str) -> list[View]:
        """The views for a dataset and those for every one, by name."""
        mine = views.c.dataset.in_(("", dataset)) & views.c.removed_at.is_(None)
        named = _columns().where(mine).order_by(func.lower(views.c.name), views.c.id)
        with self._database.connect() as connection:
            return [View(*row) for row in connection.execute(named)]

    def save(self, name: str, query: str, *, dataset: str, by: str) -> View:
        """The new view; StoreError when the name is taken, empty or too long."""
        if len(query) > _LONGEST_QUERY:
            raise StoreError("This view is too long to be saved: shorten the search text.")
        row = {"dataset": dataset, "query": query, "by": by, "at": _now()}
        with self._database.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # nobody takes the name meanwhile
            row["name"] = _free_name(connection, name, dataset)
            found = connection.execute(insert(views).values(row).returning(views.c.id))
            return View(id=found.scalar_one(), **row)

    def rename(self, view: View, name: str) -> None:
        """Give a view another name; StoreError when it is taken, empty or too long."""
        with self._database.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            free = _free_name(connection, name, view.dataset, but=view.id)
            connection.execute(update(views).where(views.c.id == view.id).values(name=free))

    def remove(self, view: View) -> None:
        """Take a view off the list."""
        with self._database.begin() as connection:
            connection.execute(update(views).where(views.c.id == view.id).values(removed_at=_now()))

    def restore(self, view: View) -> None:
        """Put a removed view back; StoreError when its name is taken by now."""
        with self._database.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            _free_name(connection, view.name, view.dataset, but=view.id)
            connection.execute(update(views).where(views.c.id == view.id).values(removed_at=None))


def _columns() -> Select[Any]:
    return select(*(views.c[name] for name in View.__dataclass_fields__))


def _free_name(connection: Connection, name: str, dataset: str, *, but: int = 0) -> str:
    """A name as it is kept; no two views that are listed together have the same."""
    clean = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if not clean:
        raise StoreError("Type a name for this view.")
    if len(clean) > LONGEST_NAME:
        raise StoreError(f"Choose a name of at most {LONGEST_NAME} characters.")
    beside = views.c.removed_at.is_(None) & (views.c.id != but)
    if dataset:
        beside &= views.c.dataset.in_(("", dataset))
    taken = connection.execute(select(views.c.name).where(beside)).scalars()
    if clean.casefold() in {other.casefold() for other in taken}:
        raise StoreError(f"There is a view named {clean} already. Choose another name.")
    return clean


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
