"""Pictures, zips, catalogs and pair tables, made on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dedup_core.groups import Neighbours
from dedup_core.judged import VIEWS, Records, unknown
from dedup_core.model import Catalog, Skipped
from dedup_core.pairs import PairTable


def photo(seed: int, size: tuple[int, int] = (96, 72)) -> Image.Image:
    """Soft coloured blobs, others for each seed: no two of them look alike to any hash."""
    blobs = np.random.default_rng(seed).integers(0, 256, (9, 12, 3), dtype=np.uint8)
    return Image.fromarray(blobs).resize(size, Image.Resampling.BICUBIC)


def data_of(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """The bytes of a picture file."""
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def picture(seed: int, kind: str = "PNG", **options: object) -> bytes:
    """The bytes of a small picture file."""
    return data_of(photo(seed), kind, **options)


def folder_of(folder: Path, files: Mapping[str, bytes]) -> Path:
    """A folder with these files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


def zip_of(file: Path, files: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    """A zip with these entries, under exactly these names."""
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return file


def catalog_of(
    paths: Sequence[str],
    *,
    digests: Sequence[str] | None = None,
    width: int | Sequence[int] = 100,
    height: int | Sequence[int] = 100,
    size_bytes: int | Sequence[int] = 1000,
    taken_at_ms: int | Sequence[int] = -1,
    utc_offset_minutes: float | Sequence[float] = np.nan,
    latitude: float | Sequence[float] = np.nan,
    longitude: float | Sequence[float] = np.nan,
    sharpness: float | Sequence[float] = 10.0,
    camera: Sequence[str] = (),
    serial: Sequence[str] = (),
    skipped: Iterable[Skipped] = (),
) -> Catalog:
    """A catalog; a column given as one number has it everywhere."""

    def column(values: object, kind: type) -> NDArray[np.generic]:
        return np.broadcast_to(np.asarray(values, kind), len(paths)).copy()

    return Catalog(
        source="source",
        paths=tuple(paths),
        digests=tuple(digests or (f"digest of {path}" for path in paths)),
        width=column(width, np.int32),
        height=column(height, np.int32),
        size_bytes=column(size_bytes, np.int64),
        taken_at_ms=column(taken_at_ms, np.int64),
        utc_offset_minutes=column(utc_offset_minutes, np.float64),
        latitude=column(latitude, np.float64),
        longitude=column(longitude, np.float64),
        sharpness=column(sharpness, np.float64),
        information=column(10.0, np.float64),
        camera=tuple(camera) or ("",) * len(paths),
        serial=tuple(serial) or ("",) * len(paths),
        skipped=tuple(skipped),
    )


def near(
    rows: int,
    pairs: Mapping[tuple[int, int], int],
    rank: Sequence[int],
    *,
    plainly: bool | None = None,
) -> Neighbours:
    """A pair table by picture, from {(left, right): distance}."""
    ordered = sorted((distance, left, right) for (left, right), distance in pairs.items())
    columns = np.array(ordered, np.int32).reshape(-1, 3)
    table = PairTable(
        "phash",
        columns[:, 1].copy(),
        columns[:, 2].copy(),
        columns[:, 0].astype(np.float32),
        64,
        np.bincount(columns[:, 0], minlength=65).astype(np.int64),
        np.zeros(0, np.int32),
    )
    assert len(rank) == rows
    return Neighbours(table, np.array(rank, np.int32), plainly=plainly)


def related_as(relation: NDArray[np.int_], *, view: str = "", rotation: float = 0.0) -> Records:
    """What was found out about pairs: a relation each, and how the camera moved."""
    records = unknown(len(relation))
    records["relation"], records["view"] = relation, VIEWS.index(view)
    records["rotation"] = rotation
    return records


def jpeg_series(*, scenes: int, shots: int) -> dict[str, bytes]:
    """Files of scenes in which every shot moves on a little: pairs lie at many distances."""
    files = {}
    for scene in range(scenes):
        wide = photo(scene, (480, 240))
        for shot in range(shots):
            left = shot * shot * (3 + 2 * scene)
            view = wide.crop((left, 0, left + 320, 240))
            files[f"{scene}-{shot}.jpg"] = data_of(view, "JPEG", quality=90)
    return files
