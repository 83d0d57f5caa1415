"""An open dataset stays as it was opened, and knows whether it is all there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dedup_core.fingerprints import INDEXED, Method, method_named
from dedup_core.groups import Rule
from dedup_core.review import Setting
from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.store import Dataset, Workspace
from tests.making import folder_of, picture


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(
        tmp_path / "in", {"b.png": picture(1), "c.png": picture(1), "d.png": picture(2)}
    )


@pytest.fixture
def dataset(workspace: Workspace, folder: Path) -> Dataset:
    added = add_path(workspace, folder)
    scan(workspace, added)
    return workspace.dataset(added.id)


@pytest.mark.parametrize(
    "method", [m for m in INDEXED if not m.learns], ids=lambda method: method.name
)
def test_what_is_indexed_meanwhile_does_not_move_its_rows(
    method: Method, workspace: Workspace, dataset: Dataset, folder: Path
) -> None:
    opened = OpenDataset(workspace, dataset)
    (folder / "a.png").write_bytes(picture(3))
    (folder / "d.png").unlink()
    scan(workspace, dataset)

    outcome = opened.outcome(Setting(method.name, method.threshold_of(0), Rule.KEEPER))

    rows = outcome.groups.member.tolist()
    assert [opened.catalog.paths[row] for row in rows] == ["b.png", "c.png"]
    assert OpenDataset(workspace, dataset).version != opened.version


def test_a_thousand_copies_of_one_file_do_not_cost_other_pairs(
    tmp_path: Path, workspace: Workspace
) -> None:
    folder = folder_of(tmp_path / "many", {"x.png": picture(7), "y.jpg": picture(7, "JPEG")})
    (folder / "copy 0000.png").write_bytes(picture(1))
    for number in range(1, 2100):
        os.link(folder / "copy 0000.png", folder / f"copy {number:04}.png")
    added = add_path(workspace, folder)
    scan(workspace, added, [method_named("phash")])

    groups = OpenDataset(workspace, added).groups(Setting("phash", 10, Rule.KEEPER))

    assert sorted(groups.sizes.tolist()) == [2, 2100]


def test_an_index_that_found_nothing_new_leaves_the_version(
    workspace: Workspace, dataset: Dataset
) -> None:
    before = OpenDataset(workspace, dataset).version

    scan(workspace, dataset)

    assert OpenDataset(workspace, workspace.dataset(dataset.id)).version == before


def test_new_pictures_under_one_method_leave_the_dataset_to_be_indexed(
    workspace: Workspace, dataset: Dataset, folder: Path
) -> None:
    (folder / "e.png").write_bytes(picture(4))

    scan(workspace, dataset, [method_named("phash")])

    assert workspace.dataset(dataset.id).indexed_at == ""
    scan(workspace, dataset)
    assert workspace.dataset(dataset.id).indexed_at != ""


def test_one_method_with_nothing_new_leaves_the_dataset_indexed(
    workspace: Workspace, dataset: Dataset
) -> None:
    scan(workspace, dataset, [method_named("phash")])

    assert workspace.dataset(dataset.id).indexed_at == dataset.indexed_at


def test_a_file_that_cannot_be_read_is_nothing_new(
    workspace: Workspace, dataset: Dataset, folder: Path
) -> None:
    (folder / "bad.png").write_bytes(b"hello")
    scan(workspace, dataset)
    before = workspace.dataset(dataset.id)

    scan(workspace, before, [method_named("phash")])

    assert workspace.dataset(dataset.id).indexed_at == before.indexed_at
