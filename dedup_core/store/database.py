"""An SQLite file as the store uses it: write-ahead log, patient with other processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, ExceptionContext, Table, create_engine, event
from sqlalchemy.dialects.sqlite import insert

from dedup_core.errors import StoreError


def open_database(file: Path, *, durable: bool) -> Engine:
    """The engine for a database file; a durable one survives a power cut, not only a crash."""
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": 30})

    def configure(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        cursor.close()

    def explain(context: ExceptionContext) -> None:
        raise StoreError(_words(file, str(context.original_exception))) from (
            context.original_exception
        )

    event.listen(engine, "connect", configure)
    event.listen(engine, "handle_error", explain)
    return engine


def _words(file: Path, problem: str) -> str:
    if "malformed" in problem or "not a database" in problem:
        return (
            f"The workspace's database {file} cannot be used: {problem}. It is damaged; nothing in "
            "it was changed. Put a backup in its place, or move it away to begin anew (what is "
            "still readable in it: `sqlite3 FILE .recover`)."
        )
    return (
        f"The workspace's database {file} cannot be used: {problem}. "
        "Check that the disk is not full and that nothing else holds the file."
    )


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows, replacing those with the same key."""
    if not rows:
        return
    connection.execute(insert(table).prefix_with("OR REPLACE"), rows)
