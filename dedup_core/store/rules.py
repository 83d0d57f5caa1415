"""Rules that were kept by name, as the text that `review.rules` wrote."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Column, Engine, Table, Text, delete, select

from dedup_core.store.database import upsert
from dedup_core.store.tables import metadata

saved_rules = Table(
    "saved_rules",
    metadata,
    Column("name", Text, primary_key=True),
    Column("content", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("at", Text, nullable=False),
)


class SavedRules:
    """The rules of a workspace that have a name. They decide nothing until somebody runs one."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def all(self) -> dict[str, str]:
        """The text of each rule by its name, in the order of the names."""
        query = select(saved_rules.c.name, saved_rules.c.content).order_by(saved_rules.c.name)
        with self._database.connect() as connection:
            return {row.name: row.content for row in connection.execute(query)}

    def save(self, name: str, content: str, *, reviewer: str) -> None:
        """Keep a rule under a name; an older one of that name gives way."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        row = {"name": name, "content": content, "reviewer": reviewer, "at": at}
        with self._database.begin() as connection:
            upsert(connection, saved_rules, [row])

    def remove(self, name: str) -> None:
        """Forget the rule of that name."""
        with self._database.begin() as connection:
            connection.execute(delete(saved_rules).where(saved_rules.c.name == name))
