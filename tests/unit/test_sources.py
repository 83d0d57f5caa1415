"""Folders, zips and single files: what is listed, what is skipped, what is refused."""

from __future__ import annotations

import os
import struct
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from dedup_core.errors import PictureError, SourceError
from dedup_core.sources import FolderSource, Source, ZipSource, open_source
from tests.making import folder_of, picture, zip_of

Block = Callable[[], AbstractContextManager[None]]


def _paths(source: Source) -> list[str]:
    return [entry.path for entry in source.listing().entries]


def _reasons(source: Source) -> dict[str, str]:
    return {row.path: row.reason for row in source.listing().skipped}


def _opened(file: Path) -> ZipSource:
    return ZipSource(file)


def _patched(file: Path, wanted: list[str], *, encrypted: bool = False, utf8: bool = True) -> Path:
    """The zip with flag bits of these entries changed, in both of a zip's tables."""
    data = bytearray(file.read_bytes())
    for mark, flags_at, name_at in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        at = data.find(mark)
        while at >= 0:
            if any(data.startswith(name.encode(), at + name_at) for name in wanted):
                flags = struct.unpack_from("<H", data, at + flags_at)[0]
                flags = flags | 1 if encrypted else flags
                struct.pack_into("<H", data, at + flags_at, flags if utf8 else flags & ~0x800)
            at = data.find(mark, at + 4)
    file.write_bytes(data)
    return file


# folders


def test_a_folder_is_listed_to_any_depth_in_path_order(tmp_path: Path) -> None:
    deep = "/".join("abcdefgh")
    folder_of(tmp_path / "in", {"z.png": b"1", f"{deep}/x.png": b"22", "B.png": b"3"})

    listing = open_source(tmp_path / "in").listing()

    found = [(entry.path, entry.size_bytes) for entry in listing.entries]
    assert found == [("B.png", 1), (f"{deep}/x.png", 2), ("z.png", 1)]
    assert listing.skipped == ()


def test_the_same_name_in_two_folders_is_two_entries(tmp_path: Path) -> None:
    source = FolderSource(folder_of(tmp_path / "in", {"a/x.png": b"one", "b/x.png": b"two"}))

    assert _paths(source) == ["a/x.png", "b/x.png"]
    assert [source.read(path) for path in _paths(source)] == [b"one", b"two"]


def test_a_place_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nothing.* does not exist. Check the path"):
        open_source(tmp_path / "nothing")


def test_a_folder_source_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"1")

    with pytest.raises(SourceError, match=r"x\.png is not a folder"):
        FolderSource(tmp_path / "x.png")


def test_links_are_listed_as_skipped_and_never_followed(tmp_path: Path) -> None:
    secret = folder_of(tmp_path / "outside", {"secret.png": picture(1)})
    folder = folder_of(tmp_path / "in", {"x.png": picture(2)})
    (folder / "to-file.png").symlink_to(secret / "secret.png")
    (folder / "to-folder").symlink_to(secret)
    (folder / "to-itself").symlink_to(folder)
    (folder / "to-nothing.png").symlink_to(folder / "gone.png")

    source = FolderSource(folder)

    assert _paths(source) == ["x.png"]
    links = ["to-file.png", "to-folder", "to-itself", "to-nothing.png"]
    assert _reasons(source) == dict.fromkeys(links, "a symbolic link is not followed")


def test_a_pipe_is_skipped_and_not_waited_for(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", {"x.png": b"1"})
    os.mkfifo(folder / "pipe.png")

    source = FolderSource(folder)

    assert _paths(source) == ["x.png"]
    assert "pipe" in _reasons(source)["pipe.png"]


def test_an_empty_file_is_skipped_with_its_size(tmp_path: Path) -> None:
    source = FolderSource(folder_of(tmp_path / "in", {"empty.jpg": b""}))

    assert _reasons(source) == {"empty.jpg": "the file is empty (0 bytes)"}


def test_a_file_beyond_the_limit_is_skipped_unread(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", {})
    with (folder / "huge.tif").open("wb") as stream:
        stream.truncate((1 << 29) + 1)  # a hole: it takes no room

    reasons = _reasons(FolderSource(folder))

    assert reasons == {"huge.tif": "the file has 536,870,913 bytes; the limit is 536,870,912"}


NAMES = [
    "雪.png",
    "صورة.png",
    "Ünïcödé é.png",
    "😀.png",
    "<script>alert(1)<_script>.png",
    "new\nline.png",
    " spaces .png",
    "'quotes\".png",
    "back\\slash.png",
    "-option.png",
    "%2e%2e.png",
    "~",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_is_read_as_it_is(name: str, tmp_path: Path) -> None:
    source = FolderSource(folder_of(tmp_path / "in", {name: b"content"}))

    assert _paths(source) == [name]
    assert source.read(name) == b"content"


def test_a_name_that_is_no_utf8_is_shown_as_text_and_read(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", {})
    (folder / os.fsdecode(b"caf\xe9")).mkdir()
    (folder / os.fsdecode(b"caf\xe9/\xff.png")).write_bytes(b"content")

    (path,) = _paths(FolderSource(folder))

    assert path == "caf\\udce9/\\udcff.png"
    path.encode("utf-8")
    assert FolderSource(folder).read(path) == b"content"


def test_a_file_that_vanished_after_the_listing_is_a_reason(tmp_path: Path) -> None:
    source = FolderSource(folder_of(tmp_path / "in", {"x.png": b"1"}))
    source.listing()
    (tmp_path / "in" / "x.png").unlink()

    with pytest.raises(PictureError, match=r"x\.png was there when .* gone now"):
        source.read("x.png")


def test_a_file_without_rights_is_a_reason(open_folder: Path, without_rights: Block) -> None:
    folder_of(open_folder, {"x.png": b"1"})
    (open_folder / "x.png").chmod(0)

    with (
        without_rights(),
        pytest.raises(PictureError, match=r"x\.png cannot be read: Permission denied"),
    ):
        FolderSource(open_folder).read("x.png")


def test_a_folder_without_rights_is_skipped_and_the_rest_is_listed(
    open_folder: Path, without_rights: Block
) -> None:
    folder_of(open_folder, {"x.png": b"1", "closed/y.png": b"2"})
    (open_folder / "closed").chmod(0)

    with without_rights():
        listing = FolderSource(open_folder).listing()

    (open_folder / "closed").chmod(0o700)
    assert [entry.path for entry in listing.entries] == ["x.png"]
    assert [row.path for row in listing.skipped] == ["closed"]
    assert listing.skipped[0].reason == "the folder cannot be read: Permission denied"


def test_a_source_without_rights_is_refused(open_folder: Path, without_rights: Block) -> None:
    closed = folder_of(open_folder / "closed", {"x.png": b"1"})
    closed.chmod(0)

    with without_rights(), pytest.raises(SourceError, match="cannot be read: Permission denied"):
        FolderSource(closed).listing()

    closed.chmod(0o700)


def test_one_picture_is_a_source_too(tmp_path: Path) -> None:
    folder_of(tmp_path, {"x.png": b"content"})

    source = open_source(tmp_path / "x.png")

    assert source.name == "x.png"
    assert _paths(source) == ["x.png"]
    assert source.read("x.png") == b"content"


# zips


def test_a_zip_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    file = zip_of(tmp_path / "photos.backup", {"b/x.png": b"content", "a.png": b"1"})

    source = open_source(file)

    assert _paths(source) == ["a.png", "b/x.png"]
    assert source.read("b/x.png") == b"content"
    source.close()


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 cut off"])
def test_what_is_no_zip_is_refused_with_a_way_out(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "photos.zip"
    file.write_bytes(data)

    with pytest.raises(SourceError, match=r"photos\.zip is not a zip file .* get it again"):
        open_source(file)


def test_a_zip_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    file = zip_of(tmp_path / "photos.zip", {"x.png": picture(1)})
    file.write_bytes(file.read_bytes()[:-30])

    with pytest.raises(SourceError, match="is not a zip file that can be read"):
        open_source(file)


def test_an_encrypted_zip_is_refused_with_a_way_out(tmp_path: Path) -> None:
    file = zip_of(tmp_path / "photos.zip", {"x.png": b"1", "y.png": b"2"})
    source = _opened(_patched(file, ["x.png", "y.png"], encrypted=True))

    with pytest.raises(SourceError, match=r"photos\.zip is encrypted. Unpack it with its password"):
        source.listing()

    source.close()


def test_one_encrypted_file_among_good_ones_is_skipped(tmp_path: Path) -> None:
    file = zip_of(tmp_path / "photos.zip", {"x.png": b"1", "y.png": b"2"})
    source = _opened(_patched(file, ["y.png"], encrypted=True))

    assert _paths(source) == ["x.png"]
    assert _reasons(source) == {"y.png": "the file is encrypted inside the zip"}
    with pytest.raises(PictureError, match=r"y\.png cannot be unpacked: .*password"):
        source.read("y.png")
    source.close()


@pytest.mark.parametrize(
    "name",
    [
        "../x.png",
        "a/../../x.png",
        "/etc/x.png",
        "C:/x.png",
        "C:\\x.png",
        "..\\x.png",
        "\\\\host\\x",
    ],
)
def test_a_name_that_leads_outside_is_skipped(name: str, tmp_path: Path) -> None:
    source = _opened(zip_of(tmp_path / "photos.zip", {name: b"evil", "good.png": b"good"}))

    assert _paths(source) == ["good.png"]
    assert "leads outside the zip" in _reasons(source)[name]
    source.close()


def test_reading_a_zip_never_reads_the_disk(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"from the disk")
    source = _opened(zip_of(tmp_path / "photos.zip", {"../x.png": b"from the zip"}))

    assert source.read("../x.png") == b"from the zip"
    with pytest.raises(PictureError):
        source.read(str(tmp_path / "x.png"))
    source.close()


@pytest.mark.slow
def test_a_zip_bomb_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    file = tmp_path / "bomb.zip"
    zeros = bytes(1 << 24)
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("0.bmp", "w", force_zip64=True) as stream,
    ):
        for _ in range((1 << 30) // len(zeros) + 1):
            stream.write(zeros)
    source = _opened(file)

    with pytest.raises(SourceError, match=r"bomb\.zip looks like a zip bomb: .* Nothing was read"):
        source.listing()

    source.close()


def test_well_packed_pictures_below_the_limit_are_no_bomb(tmp_path: Path) -> None:
    plain = bytes(10 << 20)
    source = _opened(zip_of(tmp_path / "bmp.zip", {"0.bmp": plain}, zipfile.ZIP_DEFLATED))

    assert source.read("0.bmp") == plain
    source.close()


def test_entries_that_share_their_bytes_are_a_bomb(tmp_path: Path) -> None:
    file = zip_of(tmp_path / "bomb.zip", {"0": os.urandom(100_000), "1": b"1", "2": b"2"})
    data = bytearray(file.read_bytes())
    first = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", first + 4)
    third = data.find(b"PK\x01\x02", second + 4)
    for entry in (second, third):  # sizes and place of the first one
        data[entry + 16 : entry + 28] = data[first + 16 : first + 28]
        data[entry + 42 : entry + 46] = data[first + 42 : first + 46]
    file.write_bytes(data)
    source = _opened(file)

    with pytest.raises(SourceError, match="looks like a zip bomb"):
        source.listing()

    source.close()


def test_more_bytes_than_the_table_of_contents_says_are_never_unpacked(tmp_path: Path) -> None:
    file = zip_of(tmp_path / "liar.zip", {"0.bmp": bytes(50_000_000)}, zipfile.ZIP_DEFLATED)
    data = bytearray(file.read_bytes())
    struct.pack_into("<I", data, data.find(b"PK\x01\x02") + 24, 1000)
    file.write_bytes(data)
    source = _opened(file)

    assert source.listing().entries[0].size_bytes == 1000
    with pytest.raises(PictureError, match=r"0\.bmp is damaged inside the zip"):
        source.read("0.bmp")
    source.close()


def test_a_name_that_is_there_twice_is_two_entries(tmp_path: Path) -> None:
    file = tmp_path / "photos.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("x.png", b"one")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("x.png", b"two")
    source = _opened(file)

    assert _paths(source) == ["x.png", "x.png (2)"]
    assert [source.read(path) for path in _paths(source)] == [b"one", b"two"]
    source.close()


@pytest.mark.parametrize("name", ["雪.png", "صورة.png", "Gänse.png", "😀.png"])
@pytest.mark.parametrize("says_so", [True, False])
def test_names_in_utf8_are_read_whether_the_zip_says_so_or_not(
    name: str, says_so: bool, tmp_path: Path
) -> None:
    file = _patched(zip_of(tmp_path / "photos.zip", {name: b"content"}), [name], utf8=says_so)
    source = _opened(file)

    assert _paths(source) == [name]
    assert source.read(name) == b"content"
    source.close()


def test_names_in_the_old_code_page_of_zip_are_read(tmp_path: Path) -> None:
    file = zip_of(tmp_path / "photos.zip", {"G~nse.png": b"content"})
    file.write_bytes(file.read_bytes().replace(b"G~nse", b"G\x84nse"))
    source = _opened(file)

    assert _paths(source) == ["Gänse.png"]
    assert source.read("Gänse.png") == b"content"
    source.close()


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_a_damaged_file_inside_a_zip_is_a_reason(method: int, tmp_path: Path) -> None:
    file = zip_of(tmp_path / "photos.zip", {"bad.png": os.urandom(3000), "x.png": b"1"}, method)
    data = bytearray(file.read_bytes())
    data[60:1000] = bytes(byte ^ 0x55 for byte in data[60:1000])
    file.write_bytes(data)
    source = _opened(file)

    assert _paths(source) == ["bad.png", "x.png"]
    with pytest.raises(PictureError, match=r"bad\.png is damaged inside the zip"):
        source.read("bad.png")
    assert source.read("x.png") == b"1"
    source.close()


def test_an_unknown_way_of_packing_is_a_reason(tmp_path: Path) -> None:
    file = zip_of(tmp_path / "photos.zip", {"x.png": b"1"})
    data = bytearray(file.read_bytes())
    struct.pack_into("<H", data, data.find(b"PK\x01\x02") + 10, 97)
    file.write_bytes(data)
    source = _opened(file)

    with pytest.raises(PictureError, match=r"x\.png is damaged inside the zip: .*compression"):
        source.read("x.png")

    source.close()


def test_folders_inside_a_zip_are_no_files(tmp_path: Path) -> None:
    source = _opened(zip_of(tmp_path / "photos.zip", {"a/": b"", "a/x.png": b"1"}))

    assert _paths(source) == ["a/x.png"]
    assert _reasons(source) == {}
    source.close()


def test_stamps_of_zip_entries_follow_their_contents(tmp_path: Path) -> None:
    source = _opened(zip_of(tmp_path / "1.zip", {"a": b"one", "b": b"one", "c": b"two"}))

    a, b, c = (entry.stamp for entry in source.listing().entries)

    assert a == b != c
    source.close()
