"""Manifests as they are kept: the rows of the file, so that a new index finds them again."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Connection, Engine, Integer, Row, Table, Text, delete, insert, select

from dedup_core.manifest import (
    FolderPattern,
    Kind,
    Manifest,
    Matched,
    Problem,
    Submissions,
    folder_pattern,
    match,
    match_folders,
    nothing_known,
)
from dedup_core.model import Catalog
from dedup_core.store.tables import metadata

manifests = Table(
    "manifests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dataset", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),  # of the file, or the folder pattern
    Column("is_pattern", Integer, nullable=False),
    Column("currency", Text, nullable=False),
    Column("extra_names", Text, nullable=False),  # JSON: the other columns, in order
    Column("notes", Text, nullable=False),  # JSON
    Column("problems", Text, nullable=False),  # JSON: [kind, row, words], found before matching
    Column("rows", Integer, nullable=False),
    Column("added_at", Text, nullable=False),
    sqlite_autoincrement=True,  # a number is never given twice: it says which manifest it is
)

manifest_rows = Table(
    "manifest_rows",
    metadata,
    Column("manifest", Integer, primary_key=True),
    Column("row", Integer, primary_key=True),  # as a spreadsheet counts
    Column("path", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("contributor", Text, nullable=False),
    Column("submitted_at_ms", Integer, nullable=False),
    Column("campaign", Text, nullable=False),
    Column("price", Integer, nullable=False),  # in the currency's smallest units
    Column("extra", Text, nullable=False),  # JSON: values of the other columns, in order
)


@dataclass(frozen=True, slots=True)
class Attached:
    """The manifest or the folder pattern of a dataset, in short.

    id:   another one for every manifest that was ever attached
    rows: of the file; 0 for a pattern
    """

    id: int
    name: str
    is_pattern: bool
    rows: int
    added_at: str


class Manifests:
    """The manifests of a workspace, at most one for each dataset."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def attach(self, dataset: str, content: Manifest | FolderPattern) -> None:
        """Put a manifest or a pattern in the place of what was there, in one transaction."""
        with self._database.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            _detach(connection, dataset)
            if isinstance(content, FolderPattern):
                _write_pattern(connection, dataset, content)
            else:
                _write_manifest(connection, dataset, content)

    def detach(self, dataset: str) -> None:
        """Forget what is attached to a dataset."""
        with self._database.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            _detach(connection, dataset)

    def about(self, dataset: str) -> Attached | None:
        """What is attached to a dataset, without its rows; None when nothing is."""
        t = manifests
        columns = (t.c.id, t.c.name, t.c.is_pattern, t.c.rows, t.c.added_at)
        with self._database.connect() as connection:
            row = connection.execute(select(*columns).where(t.c.dataset == dataset)).first()
        return None if row is None else Attached(row[0], row[1], bool(row[2]), row[3], row[4])

    def of(self, dataset: str) -> Manifest | FolderPattern | None:
        """What is attached to a dataset, whole."""
        with self._database.connect() as connection:
            about = connection.execute(
                select(manifests).where(manifests.c.dataset == dataset)
            ).first()
            if about is None:
                return None
            if about.is_pattern:
                return folder_pattern(about.name)
            t = manifest_rows
            mine = select(t).where(t.c.manifest == about.id).order_by(t.c.row)
            return _manifest(about, connection.execute(mine).all())


class Submitted:
    """The submissions of one catalog, up to date with what is attached. Safe in several threads."""

    def __init__(self, manifests: Manifests, dataset: str, catalog: Catalog) -> None:
        self._manifests, self._dataset, self._catalog = manifests, dataset, catalog
        self._found: tuple[int | None, Matched | None] = (None, None)
        self._nothing = nothing_known(len(catalog))
        self._lock = threading.Lock()

    def matched(self) -> Matched | None:
        """The manifest tied to the pictures; None without one."""
        about = self._manifests.about(self._dataset)
        with self._lock:
            if about is None or about.id != self._found[0]:
                self._found = (about.id, self._match()) if about else (None, None)
            return self._found[1]

    def submissions(self) -> Submissions:
        """Who sent which picture; the same object until another manifest is attached."""
        matched = self.matched()
        return self._nothing if matched is None else matched.submissions

    def _match(self) -> Matched | None:
        content = self._manifests.of(self._dataset)
        if isinstance(content, FolderPattern):
            return match_folders(content, self._catalog)
        return None if content is None else match(content, self._catalog)


def _detach(connection: Connection, dataset: str) -> None:
    mine = select(manifests.c.id).where(manifests.c.dataset == dataset)
    connection.execute(delete(manifest_rows).where(manifest_rows.c.manifest.in_(mine)))
    connection.execute(delete(manifests).where(manifests.c.dataset == dataset))


def _write_pattern(connection: Connection, dataset: str, pattern: FolderPattern) -> None:
    _write_about(connection, dataset, name=pattern.text, is_pattern=True)


def _write_manifest(connection: Connection, dataset: str, manifest: Manifest) -> None:
    id = _write_about(
        connection,
        dataset,
        name=manifest.name,
        currency=manifest.currency,
        extra_names=_json(list(manifest.extra)),
        notes=_json(manifest.notes),
        problems=_json([[p.kind.name, p.row, p.words] for p in manifest.problems]),
        rows=manifest.found,
    )
    extra = list(zip(*manifest.extra.values(), strict=True)) or [()] * len(manifest)
    rows = zip(
        manifest.rows,
        manifest.paths,
        manifest.digests,
        manifest.contributors,
        manifest.submitted_at_ms,
        manifest.campaigns,
        manifest.prices,
        map(_json, extra),
        strict=True,
    )
    names = [column.name for column in manifest_rows.columns]
    written = [dict(zip(names, (id, *row), strict=True)) for row in rows]
    if written:
        connection.execute(insert(manifest_rows), written)


def _write_about(
    connection: Connection,
    dataset: str,
    *,
    name: str,
    is_pattern: bool = False,
    currency: str = "",
    extra_names: str = "[]",
    notes: str = "[]",
    problems: str = "[]",
    rows: int = 0,
) -> int:
    values = {
        "dataset": dataset,
        "name": name,
        "is_pattern": int(is_pattern),
        "currency": currency,
        "extra_names": extra_names,
        "notes": notes,
        "problems": problems,
        "rows": rows,
        "added_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
    }
    found = connection.execute(insert(manifests).values(values).returning(manifests.c.id))
    return int(found.scalar_one())


def _manifest(about: Row[Any], rows: list[Row[Any]] | Any) -> Manifest:
    """A manifest as `attach` was given it."""
    names = manifest_rows.columns.keys()
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
    extra_names = json.loads(about.extra_names)
    extra = list(zip(*map(json.loads, columns.get("extra", ())), strict=True))
    return Manifest(
        name=about.name,
        rows=columns.get("row", ()),
        paths=columns.get("path", ()),
        digests=columns.get("digest", ()),
        contributors=columns.get("contributor", ()),
        submitted_at_ms=columns.get("submitted_at_ms", ()),
        campaigns=columns.get("campaign", ()),
        prices=columns.get("price", ()),
        currency=about.currency,
        extra=dict(zip(extra_names, extra or [()] * len(extra_names), strict=True)),
        notes=tuple(json.loads(about.notes)),
        problems=tuple(Problem(Kind[kind], *said) for kind, *said in json.loads(about.problems)),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
