"""Settings that were kept by name, as the text that `presets` wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
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

presets = Table(
    "presets",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("removed_at", Text),
)


@dataclass(frozen=True, slots=True)
class StoredPreset:
    """A preset as it is kept; the name counts, whatever the content says."""

    id: int
    name: str
    content: str


class Presets:
    """The presets of a workspace. A removed one can be brought back."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def all(self) -> list[StoredPreset]:
        """Those that were not removed, by name."""
        columns = presets.c.id, presets.c.name, presets.c.content
        kept = select(*columns).where(presets.c.removed_at.is_(None))
        with self._database.connect() as connection:
            rows = connection.execute(kept.order_by(func.lower(presets.c.name), presets.c.id))
            return [StoredPreset(*row) for row in rows]

    def add(self, name: str, content: str) -> StoredPreset:
        """The new preset; StoreError when the name is taken, empty or too long."""
        with self._database.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # nobody takes the name meanwhile
            row = {"name": _free_name(connection, name), "content": content}
            new = insert(presets).values(row).returning(presets.c.id)
            return StoredPreset(connection.execute(new).scalar_one(), row["name"], content)

    def rename(self, id: int, name: str) -> None:
        """Give a preset another name; StoreError as for a new one."""
        with self._database.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            free = _free_name(connection, name, but=id)
            connection.execute(update(presets).where(presets.c.id == id).values(name=free))

    def remove(self, id: int) -> None:
        """Take a preset off the list."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._database.begin() as connection:
            connection.execute(update(presets).where(presets.c.id == id).values(removed_at=now))

    def restore(self, preset: StoredPreset) -> None:
        """Put a removed preset back; StoreError when its name is taken by now."""
        with self._database.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            _free_name(connection, preset.name, but=preset.id)
            back = update(presets).where(presets.c.id == preset.id)
            connection.execute(back.values(removed_at=None))


def _free_name(connection: Connection, name: str, *, but: int = 0) -> str:
    """A name as it is kept; no two presets have the same, but for capital letters."""
    clean = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if not clean:
        raise StoreError("Type a name for this preset.")
    if len(clean) > LONGEST_NAME:
        raise StoreError(f"Choose a name of at most {LONGEST_NAME} characters.")
    beside = presets.c.removed_at.is_(None) & (presets.c.id != but)
    taken = connection.execute(select(presets.c.name).where(beside)).scalars()
    if clean.casefold() in {other.casefold() for other in taken}:
        raise StoreError(f"There is a preset named {clean} already. Choose another name.")
    return clean
