"""The workspace: a folder with everything that was computed and decided.

`workspace.sqlite` holds catalogs, fingerprints and decisions, `thumbnails.sqlite` the thumbnails,
`uploads/` the files that came through the browser. Several processes may use it at once.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, Select, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import SQLAlchemyError

from dedup_core import decode
from dedup_core.errors import StoreError
from dedup_core.fingerprints import Method
from dedup_core.model import Catalog, Skipped
from dedup_core.store import tables
from dedup_core.store.database import open_database, upsert
from dedup_core.store.records import Computed, Counts, Dataset, IndexedEntry, KnownEntry, Mark

CHUNK = 500  # rows a statement: below every limit of SQLite on parameters


class Workspace:
    """One workspace folder. Raises StoreError when the folder cannot be used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._main = open_database(folder / "workspace.sqlite", durable=True)
            self._thumbnails = open_database(folder / "thumbnails.sqlite", durable=False)
            tables.metadata.create_all(self._main)
            tables.thumbnail_metadata.create_all(self._thumbnails)
            self._check_version()
        except (OSError, SQLAlchemyError) as error:
            raise StoreError(
                f"The workspace {folder} cannot be used: {getattr(error, 'orig', None) or error}. "
                "Check that it can be written, or choose another with --workspace or "
                "DEDUP_WORKSPACE."
            ) from error

    def close(self) -> None:
        """Let go of the database files."""
        self._main.dispose()
        self._thumbnails.dispose()

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
        statement = insert(tables.about).values(key="secret", value=secrets.token_urlsafe(24))
        with self._main.begin() as connection:
            connection.execute(statement.on_conflict_do_nothing())
            return str(connection.execute(_about("secret")).scalar_one())

    # indexing

    def known_entries(self, dataset: str) -> dict[str, KnownEntry]:
        """What earlier scans of a dataset found, by path."""
        t = tables.entries
        columns = (t.c.path, t.c.size_bytes, t.c.stamp, t.c.digest)
        with self._main.connect() as connection:
            rows = connection.execute(select(*columns).where(t.c.dataset == dataset)).all()
        return {row[0]: KnownEntry(*row[1:]) for row in rows}

    def complete_digests(self, methods: Sequence[Method]) -> set[str]:
        """Contents for which facts, thumbnail and every method's fingerprint are stored."""
        found: set[str] = set()
        with self._main.connect() as connection:
            t = tables.pictures
            found.update(
                connection.execute(
                    select(t.c.digest).where(t.c.version == decode.VERSION)
                ).scalars()
            )
            f = tables.features
            for method in methods:
                same = (f.c.method == method.name) & (f.c.version == method.version)
                found &= set(connection.execute(select(f.c.digest).where(same)).scalars())
        with self._thumbnails.connect() as connection:
            found &= set(connection.execute(select(tables.thumbnails.c.digest)).scalars())
        return found

    def save(
        self,
        dataset: str,
        rows: Sequence[IndexedEntry],
        done: Sequence[Computed],
        methods: Sequence[Method],
    ) -> None:
        """Store one batch: thumbnails first, then the rest in one transaction."""
        with self._thumbnails.begin() as connection:
            upsert(
                connection,
                tables.thumbnails,
                [{"digest": item.digest, "jpeg": item.thumbnail} for item in done],
            )
        versions = {method.name: method.version for method in methods}
        with self._main.begin() as connection:
            upsert(
                connection,
                tables.pictures,
                [{"digest": i.digest, "version": decode.VERSION, **asdict(i.facts)} for i in done],
            )
            upsert(
                connection,
                tables.features,
                [
                    {"digest": i.digest, "method": name, "version": versions[name], "value": value}
                    for i in done
                    for name, value in i.values.items()
                ],
            )
            upsert(
                connection,
                tables.entries,
                [{"dataset": dataset, **asdict(row)} for row in rows],
            )

    def finish(self, dataset: str, gone: Iterable[str], *, indexed: bool) -> None:
        """Drop the entries that are no longer there, and say whether all is indexed now."""
        t, waiting = tables.entries, sorted(gone)
        with self._main.begin() as connection:
            for start in range(0, len(waiting), CHUNK):
                part = waiting[start : start + CHUNK]
                connection.execute(delete(t).where(t.c.dataset == dataset, t.c.path.in_(part)))
            d = tables.datasets
            at = _now() if indexed else None
            connection.execute(update(d).where(d.c.id == dataset).values(indexed_at=at))

    # reading

    def catalog(self, dataset: str) -> Catalog:
        """The catalog that the last scan left."""
        e, p = tables.entries, tables.pictures
        facts = (
            p.c.width,
            p.c.height,
            p.c.size_bytes,
            p.c.taken_at,
            p.c.sharpness,
            p.c.information,
        )
        found = select(e.c.path, e.c.digest, *facts).join(p, p.c.digest == e.c.digest)
        with self._main.connect() as connection:
            rows = connection.execute(found.where(e.c.dataset == dataset).order_by(e.c.path)).all()
        columns = list(zip(*rows, strict=True)) if rows else [()] * 8
        return Catalog(
            source=self.dataset(dataset).name,
            paths=tuple(columns[0]),
            digests=tuple(columns[1]),
            width=np.array(columns[2], np.int32),
            height=np.array(columns[3], np.int32),
            size_bytes=np.array(columns[4], np.int64),
            taken_at=np.array([-1 if t is None else t for t in columns[5]], np.int64),
            sharpness=np.array(columns[6], np.float64),
            information=np.array(columns[7], np.float64),
            skipped=self.skipped(dataset),
        )

    def skipped(self, dataset: str) -> tuple[Skipped, ...]:
        """The files of a dataset that are not indexed, each with its reason, in path order."""
        t = tables.entries
        query = select(t.c.path, t.c.reason).where(t.c.dataset == dataset, t.c.digest.is_(None))
        with self._main.connect() as connection:
            rows = connection.execute(query.order_by(t.c.path)).all()
        return tuple(Skipped(path, reason or "") for path, reason in rows)

    def fingerprints(self, digests: Sequence[str], method: Method) -> NDArray[np.uint8]:
        """Fingerprints uint8 [digests, width_bytes] of contents; StoreError if some lack."""
        t = tables.features
        same = (t.c.method == method.name) & (t.c.version == method.version)
        wanted, found = sorted(set(digests)), dict[str, bytes]()
        with self._main.connect() as connection:
            for begin in range(0, len(wanted), CHUNK):
                some = t.c.digest.in_(wanted[begin : begin + CHUNK])
                rows = connection.execute(select(t.c.digest, t.c.value).where(same, some))
                found.update((digest, value) for digest, value in rows)
        if len(found) < len(wanted):
            raise StoreError(f"Some pictures have no {method.name} yet. Index the dataset again.")
        values = b"".join(found[digest] for digest in digests)
        return np.frombuffer(values, np.uint8).reshape(len(digests), method.width_bytes)

    def thumbnail(self, digest: str) -> bytes | None:
        """The JPEG thumbnail of a content, None when there is none."""
        t = tables.thumbnails
        with self._thumbnails.connect() as connection:
            return connection.execute(select(t.c.jpeg).where(t.c.digest == digest)).scalar()

    # marks

    def add_marks(self, dataset: str, marks: Sequence[Mark]) -> None:
        """Append marks to the log; they are on disk when this returns."""
        if not marks:
            return
        at = _now()
        with self._main.begin() as connection:
            connection.execute(
                insert(tables.marks),
                [{"dataset": dataset, "at": at, **asdict(mark)} for mark in marks],
            )

    def marks(self, dataset: str) -> dict[str, Mark]:
        """The latest mark of each picture by path, without those that were taken back."""
        t = tables.marks
        latest = select(func.max(t.c.id)).where(t.c.dataset == dataset).group_by(t.c.path)
        query = select(t.c.path, t.c.digest, t.c.keep).where(t.c.id.in_(latest))
        with self._main.connect() as connection:
            rows = connection.execute(query.order_by(t.c.id)).all()
        return {row[0]: Mark(*row) for row in rows if row[2] is not None}

    def _check_version(self) -> None:
        current = str(tables.SCHEMA_VERSION)
        with self._main.begin() as connection:
            statement = insert(tables.about).values(key="schema", value=current)
            connection.execute(statement.on_conflict_do_nothing())
            stored = str(connection.execute(_about("schema")).scalar_one())
        if stored != current:
            raise StoreError(
                f"The workspace {self.folder} was made by another version of this program "
                f"(schema {stored}, this one writes {current}). Choose another folder."
            )


def _about(key: str) -> Select[tuple[str]]:
    return select(tables.about.c.value).where(tables.about.c.key == key)


def _dataset(row: Row[tuple[str, str, str, str, str, str | None, str | None]]) -> Dataset:
    return Dataset(row.id, row.name, row.kind, row.place, row.created_at, row.indexed_at or "")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
