"""Counts by how many bits a scaled decode moves each hash, and which pairs that costs or adds."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.common import say, show_table
from benchmarks.photos import MEGAPIXEL, PHONE, REAL, photo_set
from dedup_core import decode
from dedup_core.errors import PictureError
from dedup_core.fingerprints import INDEXED, Method, Metric
from dedup_core.pairs import find_pairs

METHODS = [m for m in INDEXED if m.metric is Metric.HAMMING and m.name != "pdq"]
Values = list[NDArray[np.uint8]]  # a fingerprint for each method


def _values(data: bytes, *, exactly: bool) -> Values:
    upright = decode.decode(data, exactly=exactly).upright
    return [method.fingerprint(method.reduce(upright)[None])[0] for method in METHODS]


def both(file: Path) -> tuple[Values, Values] | None:
    """Fingerprints from the scaled and from the exact decode; None where there is no picture."""
    try:
        data = file.read_bytes()
        return _values(data, exactly=False), _values(data, exactly=True)
    except PictureError:
        return None


def compare(name: str, files: Sequence[Path]) -> list[list[object]]:
    """A row for each method."""
    say(f"{name}: {len(files):,} pictures …")
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        found = [pair for pair in pool.map(both, files, chunksize=8) if pair is not None]
    rows: list[list[object]] = []
    for number, method in enumerate(METHODS):
        scaled, exact = (np.stack([pair[side][number] for pair in found]) for side in (0, 1))
        moved = np.bitwise_count(scaled ^ exact).sum(axis=1)
        few, more = (moved <= 2).mean(), int((moved > 2).sum())
        near = [_near(values, method) for values in (exact, scaled)]
        rows.append(
            [
                name,
                method.name,
                len(found),
                f"{(moved == 0).mean():.1%}",
                f"{few:.2%}",
                f"{more} ({more / len(found):.2%})",
                int(moved.max()),
                len(near[0]),
                len(near[0] - near[1]),
                len(near[1] - near[0]),
            ]
        )
    return rows


def _near(values: NDArray[np.uint8], method: Method) -> set[tuple[int, int]]:
    table = find_pairs(values, method, loosest=method.default)
    return set(zip(table.left.tolist(), table.right.tolist(), strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, help="a folder of real photos")
    parser.add_argument("--megapixel", type=int, default=400, metavar="N")
    parser.add_argument("--phone", type=int, default=150, metavar="N")
    options = parser.parse_args()
    source = options.photos or (REAL if REAL.is_dir() else None)
    rows = []
    if source is not None:
        rows += compare("as they are", sorted(f for f in source.rglob("*") if f.is_file()))
    for kind, count in ((MEGAPIXEL, options.megapixel), (PHONE, options.phone)):
        folder = photo_set(kind, count, source)
        rows += compare(kind.name, sorted(f for f in folder.rglob("*") if f.is_file()))
    head = ("set", "method", "pictures", "same", "0–2 bits", "more", "most")
    pairs = ("pairs at default", "lost", "new")
    show_table("Bits that a scaled decode moves", (*head, *pairs), rows)


if __name__ == "__main__":
    main()
