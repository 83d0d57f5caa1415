"""What each method finds of the sample's truth at its default threshold, and what it makes up.

python -m benchmarks.sample
"""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.common import show_table
from dedup_core import fingerprints
from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.store import Workspace

SAMPLE = Path(__file__).resolve().parents[1] / "sample_data"


def main() -> None:
    with (SAMPLE / "truth.csv").open(encoding="utf-8", newline="") as stream:
        truth = {(row["left"], row["right"]): row["relation"] for row in csv.DictReader(stream)}
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        dataset = add_path(workspace, SAMPLE / "photos")
        scan(workspace, dataset)
        opened = OpenDataset(workspace, dataset)
        rows = [_row(opened, method, truth) for method in fingerprints.INDEXED if not method.learns]
        workspace.close()
    known = Counter(truth.values())
    show_table(
        "Pairs found at the default threshold",
        [
            "method",
            "threshold",
            f"copy of {known['copy']}",
            f"same-scene of {known['same-scene']}",
            f"named hard negatives of {known['different']}",
            "other false pairs",
        ],
        rows,
    )


def _row(
    opened: OpenDataset, method: fingerprints.Method, truth: dict[tuple[str, str], str]
) -> list[object]:
    pairs, paths = (
        opened.pairs(method.name).within(method.limit_of(method.default)),
        opened.catalog.paths,
    )
    found = Counter(
        truth.get((paths[left], paths[right]), "none")
        for left, right in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
    )
    counts = [found[relation] for relation in ("copy", "same-scene", "different", "none")]
    return [method.name, f"{method.default} {method.unit}", *counts]


if __name__ == "__main__":
    main()
