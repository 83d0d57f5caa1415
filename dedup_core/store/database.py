"""An SQLite file as the store uses it: write-ahead log, patient with other processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    ExceptionContext,
    MetaData,
    Table,
    create_engine,
    event,
)
from sqlalchemy.dialects.sqlite import insert

from dedup_core.errors import ReadOnlyError, StoreError


def open_database(
    file: Path, *, durable: bool, page_bytes: int = 4096, read_only: bool = False
) -> Engine:
    """The engine for a database file; a durable one survives a power cut, not only a crash.

    page_bytes: of a new file; large ones halve the cost of storing blobs of 10 kB and more
    read_only:  SQLite itself refuses every write: ReadOnlyError. Others may go on writing
    """
    place = URL.create("sqlite", database=str(file))  # a name may hold what means something in one
    if read_only:
        uri = file.absolute().as_uri()
        place = URL.create("sqlite", database=uri, query={"mode": "ro", "uri": "true"})
    engine = create_engine(place, connect_args={"timeout": 30})

    def configure(connection: object, _record: object) -> None:
        if read_only:
            return
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute(f"PRAGMA page_size={page_bytes}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        cursor.close()

    def explain(context: ExceptionContext) -> None:
        if read_only and "readonly" in str(context.original_exception):
            raise ReadOnlyError(
                "This dashboard only shows what was shared; nothing can be changed in it, and "
                "nothing was written."
            ) from context.original_exception
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
    if any(word in problem for word in ("full", "locked", "busy", "I/O", "unable", "readonly")):
        return (
            f"The workspace's database {file} cannot be used: {problem}. Check that the disk is "
            "not full, that the file can be written and that nothing else holds it."
        )
    return (
        f"The workspace's database {file} cannot be used: {problem}. Another version of this "
        "program may be using it: stop that, and start this one again."
    )


def create_tables(engine: Engine, metadata: MetaData) -> None:
    """Make the tables that are missing; processes that begin at once do it one after another."""
    with engine.begin() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        metadata.create_all(connection)


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows, replacing those with the same key."""
    if not rows:
        return
    connection.execute(insert(table).prefix_with("OR REPLACE"), rows)
