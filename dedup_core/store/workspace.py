"""The workspace: a folder with everything that was computed and decided.

`workspace.sqlite` holds catalogs, fingerprints and decisions, `thumbnails.sqlite` the thumbnails,
`looks.sqlite` what was found out about pairs one by one (deleting it costs time, nothing else),
`uploads/` the files that came through the browser. Several processes may use it at once.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Container, Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from numpy.typing import NDArray
from sqlalchemy import Row, Select, delete, false, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import SQLAlchemyError

from dedup_core import decode
from dedup_core.errors import StoreError
from dedup_core.fingerprints import Method
from dedup_core.model import Catalog, Facts, Skipped
from dedup_core.store import tables
from dedup_core.store.database import create_tables, open_database, upsert
from dedup_core.store.features import known_digests, read_fingerprints, write_segments
from dedup_core.store.log import Log
from dedup_core.store.log_reading import LogReading
from dedup_core.store.looks import Looks
from dedup_core.store.migrations import check_schema, migrate
from dedup_core.store.presets import Presets
from dedup_core.store.reading import read_catalog, read_facts, read_skipped
from dedup_core.store.records import (
    Computed,
    Counts,
    Dataset,
    IndexedEntry,
    KnownEntry,
    columns,
)
from dedup_core.store.rules import SavedRules
from dedup_core.store.shares import Shares
from dedup_core.store.submissions import Manifests
from dedup_core.store.views import Views

CHUNK = 500  # rows a statement: below every limit of SQLite on parameters


class Workspace:
    """One workspace folder. Raises StoreError when the folder cannot be used.

    read_only: every write is refused by the databases themselves, with a ReadOnlyError
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.folder = folder
        try:
            self._open(read_only)
            self.shares = Shares(self._main)
            self.log = Log(self._main)
            self.views = Views(self._main)
            self.manifests = Manifests(self._main)
            self.log_reading = LogReading(self._main)
            self.saved_rules = SavedRules(self._main)
            self.presets = Presets(self._main)
        except (OSError, SQLAlchemyError) as error:
            raise StoreError(
                f"The workspace {folder} cannot be used: {getattr(error, 'orig', None) or error}. "
                "Check that it can be written, or choose another with --workspace or "
                "DEDUP_WORKSPACE."
            ) from error

    def _open(self, read_only: bool) -> None:
        """Open the databases and bring them up to date, or only look whether they are."""
        main, pages = self.folder / "workspace.sqlite", 16_384
        if not read_only:
            self.folder.mkdir(parents=True, exist_ok=True)
        self._main = open_database(main, durable=True, read_only=read_only)
        self._thumbnails, looks = (
            open_database(self.folder / name, durable=False, page_bytes=pages, read_only=read_only)
            for name in ("thumbnails.sqlite", "looks.sqlite")
        )
        self.looks = Looks(looks)
        if read_only:
            check_schema(self._main, main)
            return
        migrate(self._main, main)
        create_tables(self._main, tables.metadata)
        create_tables(self._thumbnails, tables.thumbnail_metadata)
        create_tables(looks, tables.look_metadata)
        self._write_about()

    def close(self) -> None:
        """Let go of the database files."""
        self._main.dispose()
        self._thumbnails.dispose()
        self.looks.close()

    # datasets

    def add_dataset(self, *, name: str, kind: str, place: str, id: str = "") -> Dataset:
        """The dataset for a place, made when it is new; a removed one comes back as it was."""
        known = id or sha256(f"{kind}\0{place}".encode("utf-8", "surrogateescape")).hexdigest()[:12]
        row = {"id": known, "name": name, "kind": kind, "place": place, "created_at": _now()}
        statement = insert(tables.datasets).values(row)
        back = statement.on_conflict_do_update(index_elements=["id"], set_={"removed_at": None})
        with self._main.begin() as connection:
            connection.execute(back)
        return self.dataset(known)

    def datasets(self) -> list[Dataset]:
        """Every dataset that was not removed, the newest first."""
        table = tables.datasets
        query = select(table).where(table.c.removed_at.is_(None))
        with self._main.connect() as connection:
            rows = connection.execute(query.order_by(table.c.created_at.desc(), table.c.id)).all()
        return [_dataset(row) for row in rows]

    def dataset(self, id: str) -> Dataset:
        """The dataset with that id; StoreError when there is none."""
        table = tables.datasets
        query = select(table).where(table.c.id == id, table.c.removed_at.is_(None))
        with self._main.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise StoreError("This dataset is not in the workspace; it may have been removed.")
        return _dataset(row)

    def counts(self, dataset: str) -> Counts:
        """How many files of a dataset are indexed and how many are skipped."""
        t = tables.entries
        query = select(func.count(), func.count(t.c.digest)).where(t.c.dataset == dataset)
        with self._main.connect() as connection:
            found, indexed = connection.execute(query).one()
        return Counts(found, indexed, found - indexed)

    def remove_dataset(self, id: str) -> None:
        """Forget a dataset and delete our copy of an upload. Source pictures are never touched.

        Fingerprints and decisions stay: opening the place again brings everything back.
        """
        dataset = self.dataset(id)
        with self._main.begin() as connection:
            table = tables.datasets
            connection.execute(update(table).where(table.c.id == id).values(removed_at=_now()))
        if dataset.kind == "upload":
            shutil.rmtree(self.uploads / id, ignore_errors=True)

    @property
    def uploads(self) -> Path:
        """The folder that uploaded files are kept in, one folder each."""
        return self.folder / "uploads"

    def secret(self) -> str:
        """A random word of this workspace, made once; it guards the dashboard's own routes."""
        with self._main.connect() as connection:
            return str(connection.execute(_about("secret")).scalar_one())

    # indexing

    def known_entries(self, dataset: str) -> dict[str, KnownEntry]:
        """What earlier scans of a dataset found, by path."""
        t = tables.entries
        columns = (t.c.path, t.c.size_bytes, t.c.stamp, t.c.digest)
        with self._main.connect() as connection:
            rows = connection.execute(select(*columns).where(t.c.dataset == dataset)).all()
        return {row[0]: KnownEntry(*row[1:]) for row in rows}

    def complete_digests(self, methods: Sequence[Method], *, exactly: bool = False) -> set[str]:
        """Contents for which facts, thumbnail and every method's fingerprint are stored."""
        t = tables.pictures
        current = select(t.c.digest).where(t.c.version == decode.VERSION)
        with self._main.connect() as connection:
            found = set(connection.execute(current).scalars())
            for method in methods:
                found &= known_digests(connection, method, exactly=exactly)
        with self._thumbnails.connect() as connection:
            found &= set(connection.execute(select(tables.thumbnails.c.digest)).scalars())
        return found

    def unfinish(self, dataset: str) -> None:
        """Say that a dataset is to be indexed again."""
        d = tables.datasets
        with self._main.begin() as connection:
            connection.execute(update(d).where(d.c.id == dataset).values(indexed_at=None))

    def use_exact_decode(self, dataset: str, exactly: bool) -> None:
        """Say which fingerprints a dataset has from now on; after a change it is to be indexed."""
        d = tables.datasets
        other = update(d).where(d.c.id == dataset, d.c.exact != exactly)
        with self._main.begin() as connection:
            connection.execute(other.values(exact=exactly, indexed_at=None))

    def save(
        self,
        dataset: str,
        rows: Sequence[IndexedEntry],
        done: Sequence[Computed],
        methods: Sequence[Method],
        *,
        exactly: bool = False,
        known: Container[str] = (),
    ) -> None:
        """Store one batch: thumbnails first, then the rest in one transaction.

        known: contents whose thumbnails and facts stay as they are
        """
        fresh = [item for item in done if item.digest not in known]
        if fresh:
            with self._thumbnails.begin() as connection:
                jpegs = [{"digest": item.digest, "jpeg": item.thumbnail} for item in fresh]
                upsert(connection, tables.thumbnails, jpegs)
        facts = [{"digest": i.digest, "version": decode.VERSION, **columns(i.facts)} for i in fresh]
        with self._main.begin() as connection:
            upsert(connection, tables.pictures, facts)
            write_segments(connection, done, methods, exactly=exactly)
            upsert(connection, tables.entries, [{"dataset": dataset, **columns(r)} for r in rows])

    def finish(
        self,
        dataset: str,
        gone: Iterable[str],
        *,
        methods: Sequence[Method],
        exactly: bool = False,
        anew: bool = True,
    ) -> None:
        """Drop the entries that are gone; the dataset is indexed if every method has all of it.

        anew: whether it is so from now on; otherwise the time when it was indexed may stay
        """
        t, waiting = tables.entries, sorted(gone)
        with self._main.begin() as connection:
            for start in range(0, len(waiting), CHUNK):
                part = waiting[start : start + CHUNK]
                connection.execute(delete(t).where(t.c.dataset == dataset, t.c.path.in_(part)))
        mine = select(t.c.digest).where(t.c.dataset == dataset, t.c.digest.is_not(None))
        with self._main.begin() as connection:
            indexed = set(connection.execute(mine).scalars())
            whole = indexed <= self.complete_digests(methods, exactly=exactly)
            d, at = tables.datasets, _now() if whole else None
            stands = d.c.indexed_at.is_not(None) if whole and not anew else false()
            # Not if another run has changed meanwhile how the dataset is decoded.
            changed = update(d).where(d.c.id == dataset, d.c.exact == exactly, ~stands)
            connection.execute(changed.values(indexed_at=at))

    # reading

    def catalog(self, dataset: str) -> Catalog:
        """The catalog that the last scan left."""
        source = self.dataset(dataset).name
        with self._main.connect() as connection:
            return read_catalog(connection, dataset, source)

    def skipped(self, dataset: str) -> tuple[Skipped, ...]:
        """The files of a dataset that are not indexed, each with its reason, in path order."""
        with self._main.connect() as connection:
            return read_skipped(connection, dataset)

    def facts(self, digest: str) -> Facts:
        """What is known of a content; StoreError when it was never indexed."""
        with self._main.connect() as connection:
            return read_facts(connection, digest)

    def fingerprints(
        self, digests: Sequence[str], method: Method, *, exactly: bool = False
    ) -> NDArray[Any]:
        """Fingerprints [digests, …] of contents; NotComputedError if some lack."""
        with self._main.connect() as connection:
            return read_fingerprints(connection, digests, method, exactly=exactly)

    def thumbnail(self, digest: str) -> bytes | None:
        """The JPEG thumbnail of a content, None when there is none."""
        t = tables.thumbnails
        with self._thumbnails.connect() as connection:
            return connection.execute(select(t.c.jpeg).where(t.c.digest == digest)).scalar()

    def _write_about(self) -> None:
        """The schema and the secret, each written once."""
        known = {"schema": str(tables.SCHEMA_VERSION), "secret": secrets.token_urlsafe(24)}
        rows = [{"key": key, "value": value} for key, value in known.items()]
        with self._main.begin() as connection:
            connection.execute(insert(tables.about).values(rows).on_conflict_do_nothing())


def _about(key: str) -> Select[tuple[str]]:
    return select(tables.about.c.value).where(tables.about.c.key == key)


def _dataset(row: Row[Any]) -> Dataset:
    at = row.indexed_at or ""
    return Dataset(row.id, row.name, row.kind, row.place, row.created_at, at, row.exact)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
