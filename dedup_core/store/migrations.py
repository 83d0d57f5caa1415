"""From older schemas to the present one, step by step. Decisions and datasets always survive."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.dialects.sqlite import insert

from dedup_core.decisions import Act, Entry, Mark
from dedup_core.errors import StoreError
from dedup_core.store import tables
from dedup_core.store.log import as_row
from dedup_core.store.tables import SCHEMA_VERSION


def _to_2(connection: Connection) -> None:
    """Fingerprints in segments, facts with more of EXIF: what pictures gave is computed anew."""
    for statement in (
        "DROP TABLE features",
        "DROP TABLE pictures",
        "ALTER TABLE datasets ADD COLUMN exact BOOLEAN NOT NULL DEFAULT 0",
        "UPDATE datasets SET indexed_at = NULL",
    ):
        connection.execute(text(statement))


def _to_3(connection: Connection) -> None:
    """Marks become entries of the log; nobody wrote down then who said them."""
    tables.log.create(connection)
    for id, dataset, path, digest, keep, at in connection.execute(
        text("SELECT id, dataset, path, digest, keep, at FROM marks ORDER BY id")
    ).all():
        mark = Mark(path, digest, None if keep is None else bool(keep))
        entry = Entry(dataset, "", Act.MARK, token=f"mark {id}", marks=(mark,), at=at)
        connection.execute(insert(tables.log).values(as_row(entry, pairs=False)))
    connection.execute(text("DROP TABLE marks"))


def _to_4(connection: Connection) -> None:
    """A camera's serial number beside the other facts; unknown of what is indexed already.

    To read it of these would mean to read and decode every picture again.
    """
    there = text("SELECT name FROM sqlite_master WHERE name = 'pictures'")
    if connection.execute(there).first() is not None:  # it is not, behind the step to 2
        connection.execute(text("ALTER TABLE pictures ADD COLUMN serial TEXT NOT NULL DEFAULT ''"))


# from this schema to the next
_STEPS: dict[int, Callable[[Connection], None]] = {1: _to_2, 2: _to_3, 3: _to_4}


def migrate(engine: Engine, file: Path) -> None:
    """Bring a database to the present schema, after a copy beside it; a new one is left alone.

    StoreError when a newer version of this program wrote it; the file is not touched then.
    """
    with engine.connect() as connection:
        stored = _schema(connection)
    if stored is None or stored == SCHEMA_VERSION:
        return
    if stored > SCHEMA_VERSION or stored not in _STEPS:
        raise StoreError(
            f"{file} was written by a newer version of this program (schema {stored}, this one "
            f"writes {SCHEMA_VERSION}); nothing was changed. Use the newer program, or choose "
            "another folder with --workspace or DEDUP_WORKSPACE."
        )
    _copy(engine, file.with_name(f"{file.stem}-schema-{stored}{file.suffix}"))
    with engine.begin() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # the driver opens none for CREATE and DROP
        for schema in range(_schema(connection) or SCHEMA_VERSION, SCHEMA_VERSION):
            _STEPS[schema](connection)  # none, if another process was quicker
        connection.execute(
            text("UPDATE about SET value = :value WHERE key = 'schema'"),
            {"value": str(SCHEMA_VERSION)},
        )


def check_schema(engine: Engine, file: Path) -> None:
    """Leaves a database as it is; StoreError when it lacks what this program reads."""
    with engine.connect() as connection:
        stored = _schema(connection)
        names = text("SELECT name FROM sqlite_master WHERE type = 'table'")
        there = set(connection.execute(names).scalars())
    if stored != SCHEMA_VERSION or not there.issuperset(tables.metadata.tables):
        raise StoreError(
            f"{file} was written by another version of this program, and it is opened for reading "
            "only. Start the reviewers’ dashboard of this version on it once."
        )


def _schema(connection: Connection) -> int | None:
    """The schema of a database; None where there is none yet."""
    tables = connection.execute(text("SELECT name FROM sqlite_master WHERE name = 'about'"))
    if tables.first() is None:
        return None
    row = connection.execute(text("SELECT value FROM about WHERE key = 'schema'")).first()
    return None if row is None else int(row[0])


def _copy(engine: Engine, target: Path) -> None:
    """A whole copy of a database, once."""
    if target.exists():
        return
    part = target.with_suffix(f".{os.getpid()}.part")
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM INTO :part"), {"part": str(part)})
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
