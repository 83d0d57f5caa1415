"""Manifests in the workspace: they come back as they were, and are seen at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dedup_core.manifest import Manifest, folder_pattern, guess_mapping, read_sheet, understand
from dedup_core.opened import OpenDataset
from dedup_core.scan import add_path, scan
from dedup_core.store import Workspace
from tests.making import folder_of, picture
from tests.manifests import manifest

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
HARD = manifest(
    "a.jpg,ann,2025-03-14 12:00,Zoë's,0.15,USD,=1+1,x",
    "b.jpg,,soon,,-3,EUR,,",
    ",ann,,,,,,",
    "too,short",
    f"c.jpg,{'ann' * 50},,,,USD,'; DROP TABLE manifests; --,y",
    header="file,contributor,submitted_at,campaign,price,currency,device,device",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path / "workspace")
    yield workspace
    workspace.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "in", {f"{who}/1.png": picture(n) for n, who in enumerate("ab")})


def _opened(workspace: Workspace, folder: Path) -> OpenDataset:
    dataset = add_path(workspace, folder)
    scan(workspace, dataset)
    return OpenDataset(workspace, workspace.dataset(dataset.id))


@pytest.mark.parametrize(
    "content",
    [HARD, manifest("a.jpg", header="file"), manifest(",x", header="file,who")],
    ids=["everything", "a file alone", "no row that names a file"],
)
def test_a_manifest_comes_back_as_it_was(workspace: Workspace, content: Manifest) -> None:
    workspace.manifests.attach("one", content)

    assert workspace.manifests.of("one") == content


def test_a_pattern_comes_back_as_it_was(workspace: Workspace) -> None:
    pattern = folder_pattern("{campaign}/{contributor}_*")

    workspace.manifests.attach("one", pattern)

    assert workspace.manifests.of("one") == pattern


def test_another_manifest_takes_the_place_of_the_first(workspace: Workspace) -> None:
    workspace.manifests.attach("one", HARD)
    workspace.manifests.attach("two", HARD)
    before = workspace.manifests.about("one")

    workspace.manifests.attach("one", manifest("a.jpg", header="file"))

    now = workspace.manifests.of("one")
    about = workspace.manifests.about("one")
    assert isinstance(now, Manifest)
    assert now.paths == ("a.jpg",)
    assert before is not None
    assert about is not None
    assert about.id != before.id
    assert about.rows == 1
    assert workspace.manifests.of("two") == HARD


def test_a_manifest_that_cannot_be_written_leaves_the_first_in_place(workspace: Workspace) -> None:
    workspace.manifests.attach("one", HARD)
    broken = manifest("\N{BLACK STAR}.jpg", "b.jpg", header="file")
    torn = Manifest(**{**{n: getattr(broken, n) for n in broken.__slots__}, "paths": ("a",)})

    with pytest.raises(ValueError, match="zip"):
        workspace.manifests.attach("one", torn)

    assert workspace.manifests.of("one") == HARD


def test_a_removed_manifest_is_gone(workspace: Workspace) -> None:
    workspace.manifests.attach("one", HARD)

    workspace.manifests.detach("one")

    assert workspace.manifests.of("one") is None
    assert workspace.manifests.about("one") is None


def test_an_open_dataset_sees_a_new_manifest_at_once(workspace: Workspace, folder: Path) -> None:
    opened = _opened(workspace, folder)
    before = opened.submissions()

    workspace.manifests.attach(opened.dataset.id, folder_pattern("{contributor}/..."))
    by_folder = opened.submissions()
    workspace.manifests.attach(opened.dataset.id, manifest("b/1.png,ben,,,0.15,USD"))
    by_row = opened.submissions()
    workspace.manifests.detach(opened.dataset.id)

    assert before.contributor == ("", "")
    assert by_folder.contributor == ("a", "b")
    assert by_row.contributor == ("", "ben")
    assert by_row.price.tolist() == [0, 15]
    assert opened.submissions().contributor == ("", "")
    assert opened.manifest() is None


def test_the_same_submissions_are_not_made_twice(workspace: Workspace, folder: Path) -> None:
    opened = _opened(workspace, folder)
    workspace.manifests.attach(opened.dataset.id, manifest("b/1.png,ben,,,,"))

    assert opened.submissions() is opened.submissions()


def test_rows_wait_for_files_that_come_later(workspace: Workspace, folder: Path) -> None:
    opened = _opened(workspace, folder)
    rows = manifest("a/1.png,ann,,,,", "c/1.png,cid,,,,")
    workspace.manifests.attach(opened.dataset.id, rows)
    folder_of(folder, {"c/1.png": picture(3)})

    again = _opened(workspace, folder)

    assert opened.submissions().contributor == ("ann", "")
    assert again.submissions().contributor == ("ann", "", "cid")


def test_a_new_start_of_the_program_keeps_the_manifest(tmp_path: Path) -> None:
    first = Workspace(tmp_path / "workspace")
    first.manifests.attach("one", HARD)
    first.close()

    second = Workspace(tmp_path / "workspace")

    assert second.manifests.of("one") == HARD
    second.close()


def test_every_row_of_the_sample_is_understood() -> None:
    sheet = read_sheet("manifest.csv", (SAMPLE / "manifest.csv").read_bytes())

    found = understand(sheet, guess_mapping(sheet.names))

    files = {str(f.relative_to(SAMPLE / "photos")) for f in (SAMPLE / "photos").rglob("*.*")}
    assert set(found.paths) == files
    assert found.currency == "USD"
    assert all(found.contributors)
    assert min(found.submitted_at_ms) > 0
    assert min(found.prices) > 0
    assert not found.problems
    assert not found.notes
