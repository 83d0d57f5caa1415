"""The catalog as it comes out of the store: one value of each column for each picture."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from dedup_core.scan import add_path, scan
from dedup_core.store import Workspace
from tests.making import data_of, folder_of, photo

MAKE, MODEL = 0x010F, 0x0110


def _taken_with(make: str, model: str) -> Image.Exif:
    exif = Image.Exif()
    exif[MAKE], exif[MODEL] = make, model
    return exif


def test_each_picture_has_the_camera_that_its_file_names_or_none(tmp_path: Path) -> None:
    files = {
        "a.jpg": data_of(photo(1), "JPEG", exif=_taken_with("Google", "Pixel 8")),
        "b.jpg": data_of(photo(2), "JPEG"),
        "c.jpg": data_of(photo(3), "JPEG", exif=_taken_with("Canon", "EOS R5")),
    }
    workspace = Workspace(tmp_path / "workspace")
    dataset = add_path(workspace, folder_of(tmp_path / "pictures", files))
    scan(workspace, dataset)

    catalog = workspace.catalog(dataset.id)

    assert catalog.paths == ("a.jpg", "b.jpg", "c.jpg")
    assert catalog.camera == ("Google Pixel 8", "", "Canon EOS R5")
    assert catalog.camera[0] == workspace.facts(catalog.digests[0]).camera


def test_a_dataset_that_was_never_scanned_has_empty_columns(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    dataset = add_path(workspace, folder_of(tmp_path / "pictures", {}))

    catalog = workspace.catalog(dataset.id)

    assert (len(catalog), catalog.camera) == (0, ())
