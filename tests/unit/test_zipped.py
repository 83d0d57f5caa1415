"""The kept pictures as a zip: verified, harmless to unpack anywhere, and never whole in memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import numpy as np
import pytest

from dedup_core import apply
from dedup_core.apply import Plan
from dedup_core.apply.placing import digest_of
from dedup_core.apply.plan import Totals
from dedup_core.control import STOP, Steering
from dedup_core.errors import ApplyError, PictureError
from dedup_core.sources import Listing
from tests.making import catalog_of
from tests.ruling import SETTING


class Pictures:
    """A source whose pictures are their own names, but for some that were changed."""

    name = "pictures"

    def __init__(self, changed: Sequence[str] = (), gone: Sequence[str] = ()) -> None:
        self._changed, self._gone = changed, gone

    def listing(self) -> Listing:
        return Listing((), ())

    def read(self, path: str) -> bytes:
        if path in self._gone:
            raise PictureError("it is gone")
        return b"other" if path in self._changed else content(path)

    def close(self) -> None: ...


def content(path: str) -> bytes:
    return f"content of {path}".encode("utf-8", "backslashreplace") * 100


def planned(paths: Sequence[str], removed: Sequence[str] = ()) -> Plan:
    """All of these stay but the removed ones."""
    fates = list(apply.Fate)
    rows = len(paths)
    fate = [fates.index(apply.Fate.REMOVED if p in removed else apply.Fate.ALONE) for p in paths]
    kept = rows - len(removed)
    return Plan(
        catalog_of(paths, digests=[digest_of(content(p)) for p in paths], skipped=[]),
        SETTING,
        np.array(fate, np.int8),
        np.zeros(rows, np.int32),
        np.full(rows, -1, np.int32),
        ("",) * rows,
        Totals(rows, kept, len(removed), 0, 0, 0, 0, 0, 1000 * kept, 0),
    )


def unpacked(plan: Plan, source: Pictures | None = None) -> ZipFile:
    return ZipFile(io.BytesIO(b"".join(apply.zipped(plan, source or Pictures()))))


def listed(archive: ZipFile) -> list[dict[str, str]]:
    text = archive.read("_files.csv").decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_what_stays_is_in_the_zip_as_it_is_and_not_compressed() -> None:
    archive = unpacked(planned(["a/1.jpg", "a/2.jpg", "雪/é.jpg"], removed=["a/2.jpg"]))

    assert archive.testzip() is None
    assert archive.namelist() == ["a/1.jpg", "雪/é.jpg", "_files.csv"]
    assert archive.read("雪/é.jpg") == content("雪/é.jpg")
    assert {info.compress_type for info in archive.infolist()} == {ZIP_STORED}
    assert [row["path"] for row in listed(archive)] == ["a/1.jpg", "雪/é.jpg"]


def test_a_program_that_reads_the_zip_as_it_comes_knows_every_size_in_advance() -> None:
    archive = unpacked(planned(["1.jpg", "2.jpg"]))

    assert not any(info.flag_bits & 0x08 for info in archive.infolist())


@pytest.mark.parametrize(
    "path", ["../up.jpg", "/etc/x.jpg", "a/../../b.jpg", "a//b.jpg", "./a.jpg"]
)
def test_a_path_that_leads_elsewhere_is_left_out_with_a_reason(path: str) -> None:
    archive = unpacked(planned(["ok.jpg", path]))

    assert archive.namelist() == ["ok.jpg", "_files.csv"]
    assert "leads outside" in listed(archive)[1]["left_out"]


@pytest.mark.parametrize(
    "path",
    [
        "..\\up.jpg",
        "C:\\x.jpg",
        "C:x.jpg",
        "a\\..\\..\\b.jpg",
        "x\0.jpg",
        "a\n.jpg",
        ".. /up.jpg",
        "a./b.jpg",
    ],
)
def test_a_name_that_leads_elsewhere_on_another_system_is_changed(path: str) -> None:
    (name, _) = unpacked(planned([path])).namelist()

    assert not set(name) & set("\\:\0\n")
    assert not [part for part in name.split("/") if part.endswith((".", " "))]


@pytest.mark.parametrize(
    "paths",
    [
        ["A.jpg", "a.jpg"],
        ["é.jpg", "e\u0301.jpg"],
        ["x/straße.jpg", "x/STRASSE.jpg"],
        ["a:b.jpg", "a\\b.jpg", "a_b.jpg"],
        ["_files.csv", "_FILES.csv"],
        ["a.jpg", "a.jpg.", "a.jpg "],
    ],
)
def test_names_that_some_system_takes_for_one_are_told_apart(paths: list[str]) -> None:
    archive = unpacked(planned(paths))

    names = [row["name"] for row in listed(archive)]

    written = {name.casefold().rstrip(". ") for name in [*names, "_files.csv"]}
    assert len(written) == len(paths) + 1
    assert [archive.read(row["name"]) for row in listed(archive)] == list(map(content, paths))


def test_a_picture_with_the_name_of_a_folder_keeps_nothing_from_being_unpacked() -> None:
    archive = unpacked(planned(["a.jpg", "A.jpg/b.jpg", "c.jpg"]))

    assert archive.namelist() == ["a.jpg", "c.jpg", "_files.csv"]
    assert listed(archive)[1]["left_out"] == "a picture has the name of its folder"


def test_a_path_that_no_zip_can_hold_is_left_out_with_a_reason() -> None:
    archive = unpacked(planned(["雪" * 30_000, "ok.jpg"]))

    assert archive.namelist() == ["ok.jpg", "_files.csv"]
    assert listed(archive)[0]["left_out"] == "its path is longer than a zip can hold"


def test_thousands_of_pictures_of_one_name_are_all_told_apart() -> None:
    paths = [f"{number:015b}.jpg".replace("0", "a").replace("1", "A") for number in range(3000)]

    archive = unpacked(planned(paths))

    assert len({name.casefold() for name in archive.namelist()}) == len(paths) + 1


def test_a_changed_or_vanished_picture_is_left_out_and_counted(tmp_path: Path) -> None:
    plan = planned(["changed.jpg", "gone.jpg", "here.jpg"])

    done = apply.zip_kept(plan, Pictures(["changed.jpg"], ["gone.jpg"]), tmp_path / "kept.zip")

    assert (done.asked, done.done, len(done.refused)) == (3, 1, 2)
    archive = ZipFile(tmp_path / "kept.zip")
    assert archive.namelist() == ["here.jpg", "_files.csv"]
    assert [row["left_out"] for row in listed(archive)][2] == ""


def test_it_never_writes_over_a_file_and_leaves_no_half_one(tmp_path: Path) -> None:
    file = tmp_path / "kept.zip"
    file.write_bytes(b"mine")

    with pytest.raises(ApplyError, match="there already"):
        apply.zip_kept(planned(["a.jpg"]), Pictures(), file)

    assert file.read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == [file]


def test_a_stopped_run_leaves_nothing(tmp_path: Path) -> None:
    steering = Steering()
    steering.obey(STOP)

    done = apply.zip_kept(
        planned(["a.jpg", "b.jpg"]), Pictures(), tmp_path / "k.zip", control=steering
    )

    assert done.problem
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(ApplyError, match=r"k\.zip"):
        apply.zip_kept(planned(["a.jpg"]), Pictures(), tmp_path / "no folder" / "k.zip")


def test_no_piece_holds_more_than_one_picture() -> None:
    plan = planned([f"{n:03}.jpg" for n in range(50)])

    pieces = list(apply.zipped(plan, Pictures()))

    largest = max(len(content(path)) for path in plan.catalog.paths)
    assert len(pieces) == 51
    assert max(map(len, pieces[:-1])) < largest + 200


def test_the_same_pictures_give_the_same_bytes() -> None:
    first, second = (b"".join(apply.zipped(planned(["a.jpg"]), Pictures())) for _ in range(2))

    assert first == second
