"""Seconds of processor time that a manifest costs: reading, understanding, matching, storing.

python -m benchmarks.manifest [rows]
"""

from __future__ import annotations

import csv
import hashlib
import io
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.common import show_table
from dedup_core.manifest import (
    folder_pattern,
    guess_mapping,
    match,
    match_folders,
    read_sheet,
    understand,
)
from dedup_core.model import Catalog
from dedup_core.store import Workspace

T = TypeVar("T")
ROWS, CONTRIBUTORS = 100_000, 2_000
HEADER = [
    "file",
    "contributor",
    "submitted_at",
    "campaign",
    "price",
    "currency",
    "digest",
    "device",
]


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    paths = sorted(f"in/user{n % CONTRIBUTORS:04d}/IMG_{n:06d}.jpg" for n in range(rows))
    digests = [hashlib.sha256(path.encode()).hexdigest() for path in paths]
    data = _file(paths, digests)
    found: dict[str, float] = {}
    sheet = _timed(found, "read", lambda: read_sheet("m.csv", data))
    manifest = _timed(found, "understand", lambda: understand(sheet, guess_mapping(sheet.names)))
    same, moved = _catalog(paths, digests), _catalog([f"up/{path}" for path in paths], digests)
    _timed(found, "match: same paths", lambda: match(manifest, same))
    _timed(found, "match: another leading folder", lambda: match(manifest, moved))
    _timed(found, "match: folder pattern", lambda: match_folders(_PATTERN, same))
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        _timed(found, "store", lambda: workspace.manifests.attach("one", manifest))
        _timed(found, "read back", lambda: workspace.manifests.of("one"))
        workspace.close()
    table = [[what, f"{seconds:.2f} s"] for what, seconds in found.items()]
    show_table(f"{rows:,} rows, {len(data) / 1e6:.1f} MB", ["step", "processor time"], table)


_PATTERN = folder_pattern("in/{contributor}/...")


def _timed(found: dict[str, float], what: str, act: Callable[[], T]) -> T:
    begun = time.process_time()
    result = act()
    found[what] = time.process_time() - begun
    return result


def _file(paths: list[str], digests: list[str]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(HEADER)
    for n, (path, digest) in enumerate(zip(paths, digests, strict=True)):
        at = f"2025-03-{n % 28 + 1:02d}T{n % 24:02d}:{n % 60:02d}:{n // 60 % 60:02d}+08:00"
        writer.writerow([path, path.split("/")[1], at, "Lights", "0.15", "USD", digest, "Pixel 8"])
    return stream.getvalue().encode()


def _catalog(paths: list[str], digests: list[str]) -> Catalog:
    zeros = np.zeros(len(paths), np.int64)
    small, floats = zeros.astype(np.int32), zeros.astype(np.float64)
    return Catalog(
        source="source",
        paths=tuple(paths),
        digests=tuple(digests),
        width=small,
        height=small,
        size_bytes=zeros,
        taken_at_ms=zeros,
        utc_offset_minutes=floats,
        latitude=floats,
        longitude=floats,
        sharpness=floats,
        information=floats,
        camera=("",) * len(paths),
        serial=("",) * len(paths),
        skipped=(),
    )


if __name__ == "__main__":
    main()
