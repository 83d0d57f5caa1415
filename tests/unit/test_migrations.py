"""A workspace of an older program goes on: nothing that a person decided is lost."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dedup_core.decisions import Act, Mark
from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.store import Workspace
from dedup_core.store.tables import SCHEMA_VERSION
from tests.making import folder_of, picture

SCHEMA_1 = """
CREATE TABLE about ("key" TEXT NOT NULL PRIMARY KEY, value TEXT);
CREATE TABLE pictures (
    digest TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, width INTEGER NOT NULL,
    height INTEGER NOT NULL, size_bytes INTEGER NOT NULL, format TEXT NOT NULL, taken_at INTEGER,
    camera TEXT NOT NULL, sharpness FLOAT NOT NULL, information FLOAT NOT NULL);
CREATE TABLE features (
    digest TEXT NOT NULL, method TEXT NOT NULL, version INTEGER NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY (digest, method, version));
CREATE TABLE datasets (
    id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, place TEXT NOT NULL,
    created_at TEXT NOT NULL, indexed_at TEXT, removed_at TEXT);
CREATE TABLE entries (
    dataset TEXT NOT NULL, path TEXT NOT NULL, size_bytes INTEGER NOT NULL, stamp TEXT NOT NULL,
    digest TEXT, reason TEXT, PRIMARY KEY (dataset, path));
CREATE TABLE marks (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, dataset TEXT NOT NULL, path TEXT NOT NULL,
    digest TEXT NOT NULL, keep BOOLEAN, at TEXT NOT NULL);
CREATE INDEX marks_by_dataset ON marks (dataset, id);
INSERT INTO about VALUES ('schema', '1'), ('secret', 'kept');
INSERT INTO pictures VALUES ('d', 1, 9, 9, 9, 'PNG', NULL, '', 1.0, 9.0);
INSERT INTO features VALUES ('d', 'phash', 1, x'0102030405060708');
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A workspace as schema 1 left it: one indexed folder with a decision."""
    folder = folder_of(tmp_path / "in", {"x.png": picture(1), "y.png": picture(2)})
    probe = Workspace(tmp_path / "probe")
    dataset = add_path(probe, folder)
    scan(probe, dataset)
    digests = probe.catalog(dataset.id).digests
    probe.close()
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    with closing(sqlite3.connect(workspace / "workspace.sqlite")) as connection:
        connection.executescript(SCHEMA_1)
        row = (dataset.id, dataset.name, dataset.kind, dataset.place, "2026-01-01", "2026-01-01")
        connection.execute("INSERT INTO datasets VALUES (?, ?, ?, ?, ?, ?, NULL)", row)
        mark = (dataset.id, "y.png", digests[1], True, "2026-01-01")
        connection.execute("INSERT INTO marks VALUES (NULL, ?, ?, ?, ?, ?)", mark)
        connection.commit()
    return workspace


def test_datasets_and_decisions_survive_and_are_to_be_indexed_again(old: Path) -> None:
    workspace = Workspace(old)

    (dataset,) = workspace.datasets()
    assert (dataset.name, dataset.indexed_at, dataset.exact) == ("in", "", False)
    assert workspace.secret() == "kept"
    scan(workspace, dataset)
    opened = OpenDataset(workspace, workspace.dataset(dataset.id))
    assert opened.catalog.paths == ("x.png", "y.png")
    (entry,) = workspace.log.entries(dataset.id)
    assert (entry.act, entry.reviewer, entry.at) == (Act.MARK, "", "2026-01-01")
    assert entry.marks == (Mark("y.png", opened.catalog.digests[1], True),)
    assert list(opened.ledger().marks.values()) == [entry.marks[0]]
    workspace.close()


def test_the_old_database_is_copied_before_it_is_changed(old: Path) -> None:
    Workspace(old).close()

    with closing(sqlite3.connect(old / "workspace-schema-1.sqlite")) as connection:
        assert connection.execute("SELECT value FROM about").fetchone() == ("1",)
        assert connection.execute("SELECT count(*) FROM features").fetchone() == (1,)


def test_a_database_is_brought_up_to_date_once(old: Path) -> None:
    for _ in range(2):
        Workspace(old).close()

    with closing(sqlite3.connect(old / "workspace.sqlite")) as connection:
        stored = connection.execute("SELECT value FROM about WHERE key = 'schema'").fetchone()
    assert stored == (str(SCHEMA_VERSION),)


def test_a_step_that_fails_leaves_the_old_database_as_it_was(old: Path) -> None:
    with closing(sqlite3.connect(old / "workspace.sqlite")) as connection:
        connection.execute("ALTER TABLE datasets ADD COLUMN exact TEXT")  # in the way of the step
        connection.commit()
        before = list(connection.iterdump())

    with pytest.raises(Exception, match="duplicate column"):
        Workspace(old)

    with closing(sqlite3.connect(old / "workspace.sqlite")) as connection:
        assert list(connection.iterdump()) == before
