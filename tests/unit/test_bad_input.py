"""Whatever is fed in: good pictures are indexed, every other file is a row with a reason."""

from __future__ import annotations

import io
import os
import random
import struct
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dedup_core import decode
from dedup_core.errors import NoPicturesError, PictureError, SourceError
from dedup_core.fingerprints import INDEXED
from dedup_core.index import index
from dedup_core.model import Catalog, Progress
from dedup_core.scan import add_path, scan
from dedup_core.sources import FolderSource
from dedup_core.store import Workspace
from tests.making import data_of, folder_of, photo, picture, zip_of

Block = Callable[[], AbstractContextManager[None]]


def _indexed(place: Path, workspace: Workspace) -> Catalog:
    dataset = add_path(workspace, place)
    scan(workspace, dataset)
    return workspace.catalog(dataset.id)


def _reason(name: str, data: bytes, folder: Path, workspace: Workspace) -> str:
    """Why this file is skipped beside a good one; the counts must add up."""
    catalog = _indexed(folder_of(folder, {name: data, "good.png": picture(1)}), workspace)
    assert (catalog.found, catalog.paths) == (2, ("good.png",))
    (skipped,) = catalog.skipped
    assert skipped.path == name
    return skipped.reason


def _png(width: int, height: int, rows: bytes) -> bytes:
    """A grey PNG of any size, written by hand."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        tail = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + tail

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


# files


def test_a_truncated_jpeg_is_skipped_with_a_reason(tmp_path: Path, workspace: Workspace) -> None:
    data = data_of(photo(2, (400, 300)), "JPEG")[:3000]

    reason = _reason("x.jpg", data, tmp_path / "in", workspace)

    assert "cut off or damaged" in reason


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "BMP", "GIF", "AVIF", "HEIF", "PPM"])
def test_a_truncated_picture_of_any_format_is_skipped_with_a_reason(
    kind: str, tmp_path: Path, workspace: Workspace
) -> None:
    decode.decode(picture(1))  # lets Pillow write HEIF
    data = data_of(photo(2, (400, 300)), kind)

    reason = _reason(f"x.{kind}", data[: len(data) // 2], tmp_path / "in", workspace)

    assert "cut off" in reason or "damaged" in reason or "not a picture" in reason


@pytest.mark.parametrize(
    "data", [b"hello", b"<html><body>Not found</body></html>", b"{}", "<p>雪".encode()]
)
def test_text_with_the_name_of_a_picture_is_skipped(
    data: bytes, tmp_path: Path, workspace: Workspace
) -> None:
    reason = _reason("x.jpg", data, tmp_path / "in", workspace)

    assert reason == "not a picture: the file holds text"


def test_any_other_file_is_skipped(tmp_path: Path, workspace: Workspace) -> None:
    reason = _reason("x.jpg", bytes(range(256)) * 9, tmp_path / "in", workspace)

    assert reason == "not a picture in a format that can be read"


def test_an_empty_file_is_skipped(tmp_path: Path, workspace: Workspace) -> None:
    assert "0 bytes" in _reason("x.jpg", b"", tmp_path / "in", workspace)


def test_a_picture_beyond_the_limit_is_skipped_before_it_is_unpacked(
    tmp_path: Path, workspace: Workspace
) -> None:
    data = _png(20_000, 20_000, b"\0" * 20_001)  # only one row is there: it must not be asked for

    reason = _reason("x.png", data, tmp_path / "in", workspace)

    assert "20,000 x 20,000 pixels is more than the limit of 200,000,000" in reason
    assert "DEDUP_MAX_PIXELS" in reason


def test_the_limit_of_pixels_can_be_set(tmp_path: Path, workspace: Workspace) -> None:
    folder = folder_of(
        tmp_path / "in", {"x.png": picture(1), "small.png": data_of(photo(2, (9, 9)))}
    )
    dataset = add_path(workspace, folder)

    scan(workspace, dataset, max_pixels=96 * 72 - 1)
    before = workspace.catalog(dataset.id)
    scan(workspace, dataset, max_pixels=96 * 72)

    assert [row.path for row in before.skipped] == ["x.png"]
    assert workspace.catalog(dataset.id).paths == ("small.png", "x.png")


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1), (2, 2)])
def test_the_smallest_pictures_are_indexed(
    size: tuple[int, int], tmp_path: Path, workspace: Workspace
) -> None:
    catalog = _indexed(folder_of(tmp_path / "in", {"x.png": data_of(photo(1, size))}), workspace)

    assert (catalog.width[0], catalog.height[0]) == size
    assert workspace.thumbnail(catalog.digests[0]) is not None


@pytest.mark.parametrize(
    "kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "BMP", "TIFF", "HEIF", "DDS", "JPEG2000"]
)
def test_a_damaged_picture_is_read_or_refused_but_never_ends_the_scan(kind: str) -> None:
    decode.decode(picture(1))
    whole, rng = picture(3, kind), random.Random(kind)

    for _ in range(60):
        data = bytearray(whole)
        for _ in range(rng.choice([1, 4, 20])):
            data[rng.randrange(rng.choice([60, len(data)]))] = rng.randrange(256)
        with suppress(PictureError):  # any other error would end a scan
            decode.decode(bytes(data), max_pixels=1_000_000)


# formats and modes


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "BMP", "TIFF", "PPM", "TGA", "JPEG2000"])
def test_formats_without_loss_give_their_pixels(kind: str) -> None:
    options = {"lossless": True} if kind == "WEBP" else {}

    decoded = decode.decode(picture(1, kind, **options))

    assert np.array_equal(decoded.upright.image, photo(1))
    assert (decoded.facts.width, decoded.facts.height) == (96, 72)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF", "HEIF", "MPO"])
def test_formats_with_loss_give_about_their_pixels(kind: str) -> None:
    decode.decode(picture(1))  # lets Pillow write HEIF
    options = {"save_all": True, "append_images": [photo(2)]} if kind == "MPO" else {}

    decoded = decode.decode(picture(1, kind, quality=90, **options))

    off = np.asarray(decoded.upright.image).astype(int) - np.asarray(photo(1))
    assert np.abs(off).mean() < 8
    assert decoded.facts.format in (kind, "HEIF")


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_counts(kind: str) -> None:
    frames = [photo(1), photo(2), photo(3)]
    data = data_of(frames[0], kind, save_all=True, append_images=frames[1:])

    decoded = decode.decode(data)

    off = np.asarray(decoded.upright.image).astype(int) - np.asarray(photo(1))
    assert np.abs(off).mean() < 20  # GIF has 256 colours; another photo is about 80 away


@pytest.mark.parametrize(
    "mode", ["1", "L", "LA", "P", "PA", "RGBA", "CMYK", "YCbCr", "I", "F", "LAB"]
)
def test_every_mode_becomes_rgb_that_looks_the_same(mode: str) -> None:
    ramp = Image.fromarray(np.tile(np.linspace(0, 255, 64).astype(np.uint8), (48, 1)))
    source = ramp.convert("RGB") if mode in ("P", "PA", "YCbCr", "CMYK", "RGBA", "LAB") else ramp
    if mode == "LAB":
        from PIL import ImageCms

        srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        image = ImageCms.profileToProfile(source, srgb, lab, outputMode="LAB")
    else:
        image = source.convert("P").convert("PA") if mode == "PA" else source.convert(mode)
    assert image is not None
    assert image.mode == mode

    rgb = decode.to_rgb(image)

    assert rgb.mode == "RGB"
    grey = np.asarray(rgb.convert("L")).astype(int)
    off = grey.reshape(6, 8, 8, 8).mean(axis=(1, 3)) - np.asarray(ramp).reshape(6, 8, 8, 8).mean(
        axis=(1, 3)
    )
    assert np.abs(off).max() < 24  # mode 1 is dithered; an inverted picture would be 255 away


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_a_gradient_of_16_bits_is_scaled_and_not_cut(kind: str) -> None:
    values = np.linspace(0, 65535, 256).astype(np.uint16)
    image = Image.fromarray(np.tile(values, (32, 1)))

    decoded = decode.decode(data_of(image, kind))

    shown = np.asarray(decoded.upright.image)[0, :, 0].astype(int)
    assert np.abs(shown - np.arange(256)).max() <= 1


def test_grey_of_16_bits_with_a_transparent_value_is_read() -> None:
    image = Image.fromarray(np.tile(np.linspace(0, 65535, 400).astype(np.uint16), (400, 1)))

    decoded = decode.decode(data_of(image, "PNG", transparency=3))

    assert decoded.facts.width == 400


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_of_a_photo_is_turned_upright(orientation: int) -> None:
    turns = Image.Transpose
    stored = {  # how the camera stored it, to be undone
        1: None,
        2: turns.FLIP_LEFT_RIGHT,
        3: turns.ROTATE_180,
        4: turns.FLIP_TOP_BOTTOM,
        5: turns.TRANSPOSE,
        6: turns.ROTATE_90,
        7: turns.TRANSVERSE,
        8: turns.ROTATE_270,
    }[orientation]
    image = photo(1) if stored is None else photo(1).transpose(stored)
    exif = Image.Exif()
    exif[0x0112] = orientation

    decoded = decode.decode(data_of(image, "PNG", exif=exif))

    assert np.array_equal(decoded.upright.image, photo(1))
    assert (decoded.facts.width, decoded.facts.height) == (96, 72)
    assert Image.open(io.BytesIO(decoded.thumbnail)).size == (96, 72)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF:UserWarning")
def test_damaged_exif_does_not_cost_the_picture() -> None:
    data = picture(1, "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\x01\x12damaged")

    decoded = decode.decode(data)

    assert decoded.facts.taken_at_ms is None
    assert decoded.facts.width == 96


def test_time_and_camera_come_from_exif() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Maker", "Model 1"
    exif.get_ifd(0x8769)[0x9003] = "1970:01:02 00:00:01"

    facts = decode.decode(picture(1, "JPEG", exif=exif)).facts

    assert (facts.taken_at_ms, facts.camera) == (86_401_000, "Maker Model 1")


def test_a_thumbnail_shows_what_is_transparent_over_white_while_hashes_ignore_it() -> None:
    image = photo(1, (640, 400)).convert("RGBA")
    image.putalpha(0)

    decoded = decode.decode(data_of(image))

    shown = Image.open(io.BytesIO(decoded.thumbnail))
    assert shown.size == (640, 400)
    assert np.asarray(shown).min() >= 250
    assert np.array_equal(decoded.upright.image, photo(1, (640, 400)))
    large = Image.open(io.BytesIO(decode.large_view(data_of(image))))
    assert large.size == (640, 400)
    assert np.asarray(large).min() >= 250


def test_a_large_view_is_upright_and_not_too_large() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    view = decode.large_view(data_of(photo(1, (2000, 1000)), "JPEG", exif=exif), longest=500)

    assert Image.open(io.BytesIO(view)).size == (250, 500)


# whole sources


def test_every_bad_file_at_once_leaves_the_good_ones(tmp_path: Path, workspace: Workspace) -> None:
    bad = {
        "cut.jpg": picture(5, "JPEG")[:700],
        "text.jpg": b"hello",
        "empty.jpg": b"",
        "noise.png": bytes(range(1, 200)),
        "large.png": _png(30_000, 30_000, b"\0"),
        "a/b/text.png": b"hello",
    }
    good = {f"{seed}.png": picture(seed) for seed in range(5)}
    folder = folder_of(tmp_path / "in", bad | good)
    (folder / "link.png").symlink_to(folder / "0.png")

    catalog = _indexed(folder, workspace)

    assert catalog.paths == tuple(sorted(good))
    assert [row.path for row in catalog.skipped] == sorted([*bad, "link.png"])
    assert all(row.reason for row in catalog.skipped)
    assert catalog.found == len(catalog) + len(catalog.skipped) == 12


def test_the_same_in_a_zip(tmp_path: Path, workspace: Workspace) -> None:
    files = {"good.png": picture(1), "../evil.png": picture(2), "cut.jpg": picture(3, "JPEG")[:500]}
    files |= {"text.txt": b"hello", "empty.png": b""}

    catalog = _indexed(zip_of(tmp_path / "in.zip", files), workspace)

    assert catalog.paths == ("good.png",)
    assert catalog.found == 5
    assert len(catalog.skipped) == 4


def test_an_empty_folder_is_refused(tmp_path: Path, workspace: Workspace) -> None:
    folder = folder_of(tmp_path / "nothing", {})

    with pytest.raises(NoPicturesError, match="nothing is empty: there is no file in it"):
        _indexed(folder, workspace)


def test_an_empty_zip_is_refused(tmp_path: Path, workspace: Workspace) -> None:
    with pytest.raises(NoPicturesError, match="nothing is empty: there is no file in it"):
        _indexed(zip_of(tmp_path / "nothing.zip", {}), workspace)


def test_a_folder_without_pictures_is_refused_with_the_first_reason(
    tmp_path: Path, workspace: Workspace
) -> None:
    folder = folder_of(tmp_path / "notes", {"b.txt": b"hello", "a.txt": b""})

    with pytest.raises(
        NoPicturesError, match=r"notes has 2 files but no picture .* a\.txt: the file is empty"
    ):
        _indexed(folder, workspace)

    (dataset,) = workspace.datasets()
    assert workspace.counts(dataset.id).skipped == 2


def test_names_of_every_kind_come_back_from_the_workspace(
    tmp_path: Path, workspace: Workspace
) -> None:
    names = ["雪.png", "صورة.png", "<script>.png", "new\nline.png", "😀.png", 'a"b,c.png', "=1.png"]
    folder = folder_of(tmp_path / "in", {name: picture(n) for n, name in enumerate(names)})
    (folder / os.fsdecode(b"\xff.png")).write_bytes(picture(99))

    catalog = _indexed(folder, workspace)

    assert catalog.paths == tuple(sorted([*names, "\\udcff.png"]))
    assert catalog.skipped == ()


def test_a_folder_whose_own_name_is_no_utf8_is_refused(
    tmp_path: Path, workspace: Workspace
) -> None:
    folder = folder_of(tmp_path / os.fsdecode(b"caf\xe9"), {"x.png": picture(1)})

    with pytest.raises(SourceError, match=r"caf\\udce9' is not valid UTF-8. Rename it"):
        add_path(workspace, folder)


def test_links_that_go_round_in_a_circle_are_refused(tmp_path: Path, workspace: Workspace) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")

    with pytest.raises(SourceError, match=r"leads nowhere|does not exist"):
        add_path(workspace, tmp_path / "a")


def test_files_without_rights_are_skipped_and_read_once_there_are_rights(
    open_folder: Path, without_rights: Block
) -> None:
    folder = folder_of(open_folder / "in", {"x.png": picture(1), "closed.png": picture(2)})
    folder_of(folder, {"locked/y.png": picture(3)})
    (folder / "closed.png").chmod(0)
    (folder / "locked").chmod(0)
    with without_rights():
        workspace = Workspace(open_folder / "workspace")
        before = _indexed(folder, workspace)
        workspace.close()
    (folder / "closed.png").chmod(0o644)
    (folder / "locked").chmod(0o755)

    with without_rights():
        workspace = Workspace(open_folder / "workspace")
        after = _indexed(folder, workspace)
        workspace.close()

    assert before.paths == ("x.png",)
    assert {row.path for row in before.skipped} == {"closed.png", "locked"}
    assert all("Permission denied" in row.reason for row in before.skipped)
    assert after.paths == ("closed.png", "locked/y.png", "x.png")
    assert after.skipped == ()


def test_files_that_vanish_while_the_folder_is_read_are_skipped(
    tmp_path: Path, workspace: Workspace
) -> None:
    folder = folder_of(tmp_path / "in", {f"{n}.png": picture(n) for n in range(4)})
    dataset = add_path(workspace, folder)

    def delete_after_the_listing(progress: Progress) -> None:
        (folder / "2.png").unlink(missing_ok=True)

    index(FolderSource(folder), workspace, dataset.id, INDEXED, report=delete_after_the_listing)

    catalog = workspace.catalog(dataset.id)
    assert catalog.paths == ("0.png", "1.png", "3.png")
    assert [row.path for row in catalog.skipped] == ["2.png"]
    assert "gone now" in catalog.skipped[0].reason


def test_a_file_that_is_replaced_while_the_folder_is_read_is_read_again_next_time(
    tmp_path: Path, workspace: Workspace
) -> None:
    folder = folder_of(tmp_path / "in", {"x.png": picture(1)})
    dataset = add_path(workspace, folder)
    waiting = [picture(2)]

    def replace_after_the_listing(progress: Progress) -> None:
        if waiting:
            (folder / "x.png").write_bytes(waiting.pop())

    index(FolderSource(folder), workspace, dataset.id, INDEXED, report=replace_after_the_listing)
    first = workspace.catalog(dataset.id)
    again = index(FolderSource(folder), workspace, dataset.id, INDEXED)

    assert first.digests == (decode.digest_of(picture(2)),)
    assert workspace.catalog(dataset.id).digests == first.digests
    assert again.size_bytes == len(picture(2))  # it was read, for its stamp had changed
