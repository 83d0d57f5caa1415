"""A dataset that is shared with a client: pictures with places and times, sent by known people."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from PIL import Image

from dedup_core.access import Allow, ClientDataset, Share, offer
from dedup_core.decisions import Act, Entry, Mark, Note
from dedup_core.groups import Rule
from dedup_core.pay import Accountant, Policy
from dedup_core.review import Setting
from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.store import Dataset, Workspace
from tests.making import data_of, folder_of
from tests.manifests import manifest
from tests.unit.test_evidence import street

MAKE, SERIAL, TAKEN = 0x010F, 0xA431, 0x9003
EXIF, GPS = 0x8769, 0x8825
PEOPLE = ("meiling", "raj")
REVIEWER = "Ana Reviewer"
CAMERA, NOTE = "Nikkon", "ask meiling about this"
OFFICIAL = Setting("phash", 10, Rule.KEEPER)
FILES = ("meiling/first.jpg", "raj/again.jpg", "raj/raj_third.jpg", "raj/other.jpg")


def _told(image: Image.Image, minute: int) -> bytes:
    """A picture that tells its camera, its time and its place."""
    exif = Image.Exif()
    exif[MAKE] = CAMERA
    exif.get_ifd(EXIF).update({SERIAL: "4711", TAKEN: f"2025:03:14 12:{minute:02}:00"})
    exif.get_ifd(GPS).update(
        {1: "N", 2: (1.0, 18.0, float(minute)), 3: "E", 4: (103.0, Fraction(51), 0.0)}
    )
    return data_of(image, "JPEG", quality=85, exif=exif)


def shared_folder(folder: Path) -> Path:
    """Three sizes of one picture and another one, in folders named after who sent them."""
    one, other = street(1), street(2)
    pictures = (one, one.resize((400, 300)), one.resize((320, 240)), other)
    files = {
        name: _told(image, at) for at, (name, image) in enumerate(zip(FILES, pictures, strict=True))
    }
    return folder_of(folder, files | {"raj/broken.jpg": b"hello"})


def shared_dataset(workspace: Workspace, folder: Path) -> Dataset:
    """The folder indexed, with its manifest, a decision and a note."""
    dataset = add_path(workspace, shared_folder(folder))
    scan(workspace, dataset)
    rows = (
        f"{name},{name.split('/')[0]},2025-03-0{n}T12:00:00Z,Lights,0.15,USD"
        for n, name in enumerate(FILES, 1)
    )
    workspace.manifests.attach(dataset.id, manifest(*rows))
    digests = dict(zip(*_columns(workspace, dataset), strict=True))
    mark = Mark(FILES[1], digests[FILES[1]], keep=False)
    workspace.log.append(Entry(dataset.id, REVIEWER, Act.MARK, marks=(mark,)))
    note = Note(NOTE, (digests[FILES[0]],))
    workspace.log.append(Entry(dataset.id, REVIEWER, Act.NOTE, notes=(note,)))
    return workspace.dataset(dataset.id)


def _columns(workspace: Workspace, dataset: Dataset) -> tuple[tuple[str, ...], tuple[str, ...]]:
    catalog = workspace.catalog(dataset.id)
    return catalog.paths, catalog.digests


def shared(
    workspace: Workspace, dataset: Dataset, allowed: Iterable[Allow] = (), **more: object
) -> tuple[Share, str]:
    """A link to a dataset at OFFICIAL, and its token."""
    days = more.get("days", 30)
    assert days is None or isinstance(days, int)
    return offer(
        workspace.shares, dataset.id, OFFICIAL, Policy(), allowed=allowed, by=REVIEWER, days=days
    )


def as_client(workspace: Workspace, dataset: Dataset, share: Share) -> ClientDataset:
    """The dataset as the client of a link sees it."""
    return ClientDataset(workspace, Accountant(OpenDataset(workspace, dataset)), share)
