"""A workspace that is opened for reading: the databases themselves refuse every write."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dedup_core.access import offer
from dedup_core.decisions import Act, Entry, Mark
from dedup_core.errors import DedupError, ReadOnlyError, StoreError
from dedup_core.pay import Policy
from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.settings import Role, from_environment
from dedup_core.store import Dataset, Workspace
from pages.ui.engine import Engine
from tests.making import folder_of, picture
from tests.manifests import manifest
from tests.sharing import OFFICIAL

MARK = Mark("a.png", "a" * 64, keep=False)
Write = Callable[[Workspace, Dataset], object]


@pytest.fixture
def dataset(workspace: Workspace, tmp_path: Path) -> Dataset:
    found = add_path(workspace, folder_of(tmp_path / "in", {"a.png": picture(1)}))
    scan(workspace, found)
    workspace.views.save("mine", "", dataset=found.id, by="Ana")
    return workspace.dataset(found.id)


@pytest.fixture
def reading(workspace: Workspace, dataset: Dataset) -> Iterator[Workspace]:
    opened = Workspace(workspace.folder, read_only=True)
    yield opened
    opened.close()


def _files(workspace: Workspace) -> dict[str, bytes]:
    """All that is stored; what readers share in memory (`-shm`) is no part of it."""
    files = (file for file in workspace.folder.rglob("*") if file.is_file())
    return {file.name: file.read_bytes() for file in files if not file.name.endswith("-shm")}


WRITES: dict[str, Write] = {
    "decide": lambda w, d: w.log.append(Entry(d.id, "Ana", Act.MARK, marks=(MARK,))),
    "add a dataset": lambda w, d: w.add_dataset(name="b", kind="path", place="/b"),
    "remove a dataset": lambda w, d: w.remove_dataset(d.id),
    "index": scan,
    "index again": lambda w, d: w.unfinish(d.id),
    "decode otherwise": lambda w, d: w.use_exact_decode(d.id, exactly=True),
    "attach a manifest": lambda w, d: w.manifests.attach(d.id, manifest("a.png,mei,,,,")),
    "save a view": lambda w, d: w.views.save("new", "", dataset=d.id, by="Ana"),
    "remove a view": lambda w, d: w.views.remove(w.views.of(d.id)[0]),
    "make a link": lambda w, d: offer(w.shares, d.id, OFFICIAL, Policy()),
    "take a link back": lambda w, d: w.shares.revoke("any"),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_every_write_is_refused_and_changes_nothing(
    workspace: Workspace, reading: Workspace, dataset: Dataset, write: Write
) -> None:
    before = _files(workspace)

    with pytest.raises(ReadOnlyError, match="nothing was written"):
        write(reading, dataset)

    assert _files(workspace) == before


def test_what_others_write_is_seen_at_once(
    workspace: Workspace, reading: Workspace, dataset: Dataset
) -> None:
    opened = OpenDataset(reading, dataset)

    entry = workspace.log.append(Entry(dataset.id, "Ana", Act.MARK, marks=(MARK,)))

    assert opened.ledger().last == entry.id
    assert reading.secret() == workspace.secret()


def test_a_workspace_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be used"):
        Workspace(tmp_path / "nowhere", read_only=True)

    assert not (tmp_path / "nowhere").exists()


def test_an_older_workspace_is_left_as_it_is(workspace: Workspace) -> None:
    with sqlite3.connect(workspace.folder / "workspace.sqlite") as database:
        database.execute("DROP TABLE shares")

    with pytest.raises(StoreError, match="reviewers’ dashboard of this version"):
        Workspace(workspace.folder, read_only=True)


def test_a_folder_name_may_hold_what_means_something_in_an_address(tmp_path: Path) -> None:
    folder = tmp_path / "50% ?mode=rwc#ü"
    Workspace(folder).close()

    reading = Workspace(folder, read_only=True)

    assert reading.datasets() == []
    with pytest.raises(ReadOnlyError):
        reading.shares.revoke("any")
    reading.close()


def test_a_dashboard_for_clients_begins_nothing(workspace: Workspace, tmp_path: Path) -> None:
    left = tmp_path / "workspace" / "uploads" / ".incoming-x"
    left.mkdir(parents=True)
    before = _files(workspace)

    engine = Engine(
        from_environment({"DEDUP_WORKSPACE": str(workspace.folder), "DEDUP_ROLE": "client"})
    )
    engine.start()

    assert engine.settings.role is Role.CLIENT
    assert engine.jobs.all() == []
    assert left.is_dir()
    assert _files(workspace) == before
    engine.close()


def test_a_role_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(DedupError, match="DEDUP_ROLE is 'guest'; it must be reviewer or client"):
        from_environment({"DEDUP_WORKSPACE": str(tmp_path), "DEDUP_ROLE": "guest"})


def test_without_a_role_it_is_the_reviewers_dashboard(tmp_path: Path) -> None:
    assert from_environment({"DEDUP_WORKSPACE": str(tmp_path)}).role is Role.REVIEWER
