"""The camera's serial number and the place of a shot, from the file to the catalog."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dedup_core import decode
from dedup_core.model import Catalog
from dedup_core.scan import add_path, scan
from dedup_core.store import Workspace
from tests.making import data_of, folder_of, photo, picture

SERIAL, OFFSET, TAKEN = 0xA431, 0x9011, 0x9003
EXIF, GPS = 0x8769, 0x8825


def _told(serial: object) -> bytes:
    """A picture of a camera that tells its number, its zone and its place."""
    exif = Image.Exif()
    exif.get_ifd(EXIF).update({SERIAL: serial, OFFSET: "+08:00", TAKEN: "2025:03:14 12:00:00"})
    place = {1: "N", 2: (1.0, 18.0, 0.0), 3: "E", 4: (103.0, Fraction(51), 0.0)}
    exif.get_ifd(GPS).update(place)
    return data_of(photo(1), "JPEG", exif=exif)


def _catalog(folder: Path, workspace: Workspace) -> Catalog:
    dataset = add_path(workspace, folder)
    scan(workspace, dataset)
    return workspace.catalog(dataset.id)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("  031024001234 ", "031024001234"),
        ("A1-77\0\0", "A1-77"),
        ("000000", ""),
        ("", ""),
        ("7" * 50_000, "7" * 200),
    ],
)
def test_a_serial_number_is_read_as_the_camera_writes_it(written: str, read: str) -> None:
    facts = decode.decode(_told(written)).facts

    assert facts.serial == read


def test_the_catalog_tells_serial_place_and_zone_and_what_it_does_not_know(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", {"a.jpg": _told("4711"), "b.png": picture(2)})
    workspace = Workspace(tmp_path / "workspace")

    catalog = _catalog(folder, workspace)

    assert catalog.serial == ("4711", "")
    assert np.allclose(catalog.latitude, [1.3, np.nan], equal_nan=True)
    assert np.allclose(catalog.longitude, [103.85, np.nan], equal_nan=True)
    assert np.allclose(catalog.utc_offset_minutes, [480, np.nan], equal_nan=True)
    workspace.close()


def test_a_workspace_from_before_serials_opens_as_it_was_and_knows_none(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", {"a.jpg": _told("4711")})
    workspace = Workspace(tmp_path / "workspace")
    before = _catalog(folder, workspace)
    workspace.close()
    with closing(sqlite3.connect(tmp_path / "workspace" / "workspace.sqlite")) as connection:
        connection.execute("ALTER TABLE pictures DROP COLUMN serial")
        connection.execute("UPDATE about SET value = '3' WHERE key = 'schema'")
        connection.commit()

    again = Workspace(tmp_path / "workspace")

    (dataset,) = again.datasets()
    assert dataset.indexed_at  # nothing has to be indexed again
    after = again.catalog(dataset.id)
    assert (after.paths, after.digests, after.serial) == (before.paths, before.digests, ("",))
    assert after.latitude.tolist() == before.latitude.tolist()
    assert again.facts(after.digests[0]).serial == ""
    again.close()
