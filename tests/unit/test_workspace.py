"""The workspace: what was decided or computed stays, and what cannot be used says so."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from pathlib import Path

import pytest

from dedup_core import fingerprints
from dedup_core.decisions import Act, Entry, Mark
from dedup_core.errors import SourceError, StoreError
from dedup_core.fingerprints import When
from dedup_core.scan import add_path, scan, source_of
from dedup_core.sources import write_names
from dedup_core.store import IndexedEntry, Workspace
from tests.conftest import REPOSITORY
from tests.making import data_of, folder_of, photo, picture

Block = Callable[[], AbstractContextManager[None]]


def test_the_same_place_is_the_same_dataset(tmp_path: Path, workspace: Workspace) -> None:
    folder = folder_of(tmp_path / "in", {"x.png": picture(1)})

    first, again = add_path(workspace, folder), add_path(workspace, tmp_path / "in" / ".." / "in")

    assert first == again
    assert workspace.datasets() == [first]
    assert (first.name, first.kind, first.place, first.indexed_at) == (
        "in",
        "path",
        str(folder),
        "",
    )


def test_an_unknown_dataset_is_refused(workspace: Workspace) -> None:
    with pytest.raises(StoreError, match="not in the workspace; it may have been removed"):
        workspace.dataset("nothing")


def test_counts_add_up(tmp_path: Path, workspace: Workspace) -> None:
    files = {"x.png": picture(1), "y.png": picture(2), "bad.png": b"hello", "empty.png": b""}
    dataset = add_path(workspace, folder_of(tmp_path / "in", files))

    scan(workspace, dataset)

    counts = workspace.counts(dataset.id)
    assert (counts.found, counts.indexed, counts.skipped) == (4, 2, 2)


def test_fingerprints_that_were_never_computed_are_an_error(
    tmp_path: Path, workspace: Workspace
) -> None:
    dataset = add_path(workspace, folder_of(tmp_path / "in", {"x.png": picture(1)}))
    scan(workspace, dataset, [fingerprints.method_named("ahash")])

    with pytest.raises(StoreError, match=r"no phash yet. Index the dataset again"):
        workspace.fingerprints(["no such digest"], fingerprints.method_named("phash"))


def test_a_later_pass_for_one_method_leaves_thumbnails_and_facts_as_they_are(
    tmp_path: Path, workspace: Workspace
) -> None:
    data = data_of(photo(1, (2600, 2000)), "JPEG", quality=80)
    dataset = add_path(workspace, folder_of(tmp_path / "in", {"x.jpg": data}))
    scan(workspace, dataset)
    (digest,) = workspace.catalog(dataset.id).digests
    before = workspace.facts(digest), workspace.thumbnail(digest)
    ahash = fingerprints.method_named("ahash")
    from_every_pixel = replace(ahash, name="finer", when=When.ASKED, every_pixel=True)

    scan(workspace, dataset, [from_every_pixel])

    assert (workspace.facts(digest), workspace.thumbnail(digest)) == before
    assert len(workspace.fingerprints([digest], from_every_pixel)) == 1
    assert workspace.dataset(dataset.id).indexed_at


def test_a_content_without_a_thumbnail_has_none(workspace: Workspace) -> None:
    assert workspace.thumbnail("no such digest") is None


def test_more_rows_than_one_statement_takes_are_stored_and_dropped(workspace: Workspace) -> None:
    dataset = workspace.add_dataset(name="many", kind="path", place="/many")
    rows = [IndexedEntry(f"{n:05}", n, "stamp", None, "reason") for n in range(40_000)]

    workspace.save(dataset.id, rows, [], [])
    workspace.finish(dataset.id, [row.path for row in rows[1:]], methods=[])

    assert [row.path for row in workspace.catalog(dataset.id).skipped] == ["00000"]


# removal


def test_decisions_and_fingerprints_survive_the_removal_of_a_dataset(
    tmp_path: Path, workspace: Workspace
) -> None:
    folder = folder_of(tmp_path / "in", {"x.png": picture(1)})
    dataset = add_path(workspace, folder)
    scan(workspace, dataset)
    workspace.log.append(Entry(dataset.id, "Ana", Act.MARK, marks=(Mark("x.png", "d", False),)))

    workspace.remove_dataset(dataset.id)

    assert workspace.datasets() == []
    with pytest.raises(StoreError):
        workspace.dataset(dataset.id)
    assert add_path(workspace, folder).id == dataset.id
    assert [entry.act for entry in workspace.log.entries(dataset.id)] == [Act.MARK]
    assert workspace.catalog(dataset.id).paths == ("x.png",)


def test_removing_a_dataset_never_touches_its_pictures(
    tmp_path: Path, workspace: Workspace
) -> None:
    files = {"x.png": picture(1), "deep/y.png": picture(2), "notes.txt": b"hello"}
    folder = folder_of(tmp_path / "in", files)
    dataset = add_path(workspace, folder)
    scan(workspace, dataset)

    workspace.remove_dataset(dataset.id)

    assert {name: (folder / name).read_bytes() for name in files} == files


def test_removing_an_upload_deletes_our_copy_of_it_alone(workspace: Workspace) -> None:
    for id in ("one", "two"):
        folder = folder_of(workspace.uploads / id, {"000000": picture(1)})
        write_names(folder, {"x.png": "000000"})
        workspace.add_dataset(name=id, kind="upload", place=id, id=id)

    workspace.remove_dataset("one")

    assert [folder.name for folder in workspace.uploads.iterdir()] == ["two"]


def test_an_upload_without_its_list_of_names_is_refused(workspace: Workspace) -> None:
    folder_of(workspace.uploads / "one", {"000000": picture(1)})
    dataset = workspace.add_dataset(name="Holiday", kind="upload", place="one", id="one")

    with pytest.raises(SourceError, match=r"Holiday is incomplete. Upload it again"):
        source_of(workspace, dataset)


# a workspace that cannot be used


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # an engine that never came up
def test_a_workspace_of_a_newer_program_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "workspace" / "workspace.sqlite"
    Workspace(file.parent).close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE about SET value = '99' WHERE key = 'schema'")
        connection.execute("DROP TABLE log")
        connection.commit()
        before = list(connection.iterdump())

    with pytest.raises(StoreError, match=r"newer version .* \(schema 99.* choose another folder"):
        Workspace(file.parent)

    with closing(sqlite3.connect(file)) as connection:
        assert list(connection.iterdump()) == before


def test_a_file_in_the_place_of_the_workspace_is_refused(tmp_path: Path) -> None:
    (tmp_path / "workspace").write_bytes(b"")

    with pytest.raises(StoreError, match=r"workspace cannot be used: .* --workspace or"):
        Workspace(tmp_path / "workspace")


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_workspace_that_is_no_database_is_refused(tmp_path: Path) -> None:
    folder_of(tmp_path / "workspace", {"workspace.sqlite": b"this is no database " * 100})

    with pytest.raises(StoreError, match="cannot be used: file is not a database"):
        Workspace(tmp_path / "workspace")


def test_a_damaged_workspace_says_so_and_is_left_as_it_is(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    folder = folder_of(tmp_path / "in", {f"{n}.png": picture(n) for n in range(40)})
    dataset = add_path(workspace, folder)
    scan(workspace, dataset)
    workspace.close()
    file = tmp_path / "workspace" / "workspace.sqlite"
    data = bytearray(file.read_bytes())
    data[4096:] = bytes(byte ^ 0x5A for byte in data[4096:])  # all but the first page
    file.write_bytes(data)

    with pytest.raises(StoreError, match=r"It is damaged; nothing in it was changed. Put a backup"):
        Workspace(tmp_path / "workspace").catalog(dataset.id)

    assert file.read_bytes() == data


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "what? really & 100 %"
    workspace = Workspace(folder)
    workspace.add_dataset(name="d", kind="path", place="/d")
    workspace.close()

    assert (folder / "workspace.sqlite").stat().st_size > 0
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_processes_may_open_a_new_workspace_at_the_same_time(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from dedup_core.store import Workspace; "
    code += "Workspace(Path(sys.argv[1])).close()"
    command = [sys.executable, "-c", code, str(tmp_path / "workspace")]

    started = [subprocess.Popen(command, cwd=REPOSITORY) for _ in range(5)]

    assert [process.wait() for process in started] == [0] * 5


def test_a_run_that_another_one_overtook_leaves_the_dataset_to_be_indexed(
    tmp_path: Path, workspace: Workspace
) -> None:
    dataset = add_path(workspace, folder_of(tmp_path / "in", {"x.png": picture(1)}))
    workspace.use_exact_decode(dataset.id, True)
    workspace.use_exact_decode(dataset.id, False)

    workspace.finish(dataset.id, [], methods=[], exactly=True)

    assert workspace.dataset(dataset.id).indexed_at == ""


def test_a_workspace_without_rights_is_refused(open_folder: Path, without_rights: Block) -> None:
    (open_folder / "closed").mkdir(mode=0o500)

    with without_rights(), pytest.raises(StoreError, match="Check that it can be written"):
        Workspace(open_folder / "closed" / "workspace")


def test_the_secret_is_made_once_and_is_long(tmp_path: Path, workspace: Workspace) -> None:
    secret = workspace.secret()

    again, other = Workspace(workspace.folder), Workspace(tmp_path / "other")
    assert again.secret() == secret
    assert other.secret() != secret
    assert len(secret) >= 32
    again.close()
    other.close()
