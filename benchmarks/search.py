"""Compares our searches with brute force and other libraries: near fingerprints, near vectors.

Each run is a process of its own: seconds and CPU seconds of the search alone, the peak memory of
the process, and how many of the pairs it finds. faiss is installed into an environment of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.common import CACHE, ROOT, say, show_load, show_table
from benchmarks.fingerprints import BALANCED, embeddings, hashes

FAISS = "faiss-cpu==1.15.1"
GOALS = "1 M × 64 bits, ≤ 10: 5 s and 1 GB; 100 k × 512, cosine ≥ 0.9: 10 s, all pairs"
# rows beyond which a way would take more than about two minutes
MOST_ROWS = {
    ("numpy", "bits"): 100_000,
    ("faiss", "bits"): 100_000,
    ("imagededup", "bits"): 10_000,
    ("numpy", "vectors"): 10_000,
    ("faiss", "vectors"): 10_000,
    ("brute force", "bits"): 1_000_000,
    ("brute force", "wide"): 100_000,
    ("numpy", "wide"): 10_000,
    ("faiss", "wide"): 100_000,
}


@dataclass(frozen=True, slots=True)
class Case:
    """What is searched: `kind` is bits, wide or vectors; the limit in bits, or as 1 - cosine."""

    kind: str
    rows: int
    limit: float

    @property
    def file(self) -> Path:
        """Where the values are kept."""
        return CACHE / f"search-{self.kind}-{self.rows}.npy"

    def make(self) -> None:
        """Write the values unless they are there."""
        if self.file.exists():
            return
        CACHE.mkdir(parents=True, exist_ok=True)
        if self.kind == "vectors":
            values = embeddings(self.rows)
        elif self.kind == "wide":
            values = hashes(self.rows, width=32, bias=BALANCED)
        else:
            values = hashes(self.rows)
        np.save(self.file, values)


@dataclass(frozen=True, slots=True)
class Taken:
    """One search: wall and CPU seconds, peak memory of its process with all imports, pairs."""

    wall: float
    cpu: float
    peak_mb: float
    pairs: int


def timed(way: str, case: Case) -> Taken:
    """Search in a fresh process, after a small search that loads and compiles everything."""
    python = faiss_python() if way == "faiss" else Path(sys.executable)
    command = [python, "-m", "benchmarks.searchers", way, case.file, str(case.limit)]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
    )
    return Taken(**json.loads(done.stdout.splitlines()[-1]))


def faiss_python() -> Path:
    """The Python of an environment that has faiss; it is made the first time."""
    folder = CACHE / "environment-faiss"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        say("installing faiss …")
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        packages = [FAISS, f"numpy=={np.__version__}"]
        pip = [python, "-m", "pip", "install", "-q", "--only-binary=:all:"]
        subprocess.run([*pip, *packages], check=True, stdout=sys.stderr)
        (folder / "complete").touch()
    return python


def middle(runs: Sequence[Taken]) -> Taken:
    """Medians, column by column."""
    columns = ([getattr(run, name) for run in runs] for name in ("wall", "cpu", "peak_mb"))
    return Taken(*map(statistics.median, columns), runs[0].pairs)


def rows_of(case: Case, ways: Sequence[str], rounds: int) -> list[tuple[object, ...]]:
    """A row for each way that is not too slow for the case; the first way is ours."""
    case.make()
    runs: dict[str, list[Taken]] = {}
    for number in range(rounds):
        for way in ways:
            if case.rows <= MOST_ROWS.get((way, case.kind), case.rows):
                say(f"{case.rows:,} {case.kind} within {case.limit:g}, {way}, round {number + 1}")
                runs.setdefault(way, []).append(timed(way, case))
    ours = middle(runs[ways[0]])
    return [(way, *_cells(middle(some), ours)) for way, some in runs.items()]


def _cells(taken: Taken, ours: Taken) -> tuple[object, ...]:
    return (
        f"{taken.pairs:,}",
        f"{taken.wall:.2f}",
        f"{taken.cpu:.2f}",
        f"{taken.cpu / ours.cpu:.1f}",
        f"{taken.peak_mb:,.0f}",
        f"{taken.pairs / max(1, ours.pairs):.4f}",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--kinds", nargs="+", default=["bits", "wide", "vectors"])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    limits = {"bits": (4, 8, 10), "wide": (60,), "vectors": (0.1,)}
    titles = {"bits": "64 bits", "wide": "256 bits", "vectors": "512 dimensions, 1 - cosine"}
    head = ("way", "pairs", "wall s", "CPU s", "CPU ÷ ours", "peak MB", "recall")
    ways = ("ours", "brute force", "numpy", "faiss", "imagededup")
    print(f"Goals on two free cores: {GOALS}.")
    for kind in options.kinds:
        for rows in options.rows:
            if kind == "vectors" and rows > 100_000:
                continue
            able = [way for way in ways if way != "imagededup" or kind == "bits"]
            able = [way for way in able if way != "brute force" or kind != "vectors"]
            for limit in limits[kind]:
                cells = rows_of(Case(kind, rows, limit), able, options.rounds)
                show_table(f"{rows:,} × {titles[kind]} ≤ {limit}", head, cells)
    print(f"\nPython {sys.version.split()[0]}, numpy {np.__version__}, {FAISS}.")
    show_load()


if __name__ == "__main__":
    main()
