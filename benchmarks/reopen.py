"""Times opening a large indexed dataset again, in a fresh process, until the groups are there.

No picture is involved: catalog rows and fingerprints go into a workspace through the store, as the
ingest puts them there; thumbnails are a few bytes, because opening does not read them.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.common import ROOT, say
from benchmarks.fingerprints import hashes
from dedup_core.fingerprints import method_named
from dedup_core.index import BATCH
from dedup_core.model import Facts
from dedup_core.store import Computed, IndexedEntry, Workspace

METHOD, THRESHOLD = "phash", 10
STEPS = ("catalog", "pairs", "groups", "marks and distances")
_SEED = 20261123

_PROGRAM = """
import json, sys, time
from pathlib import Path
from dedup_core.groups import Rule
from dedup_core.review import Setting
from dedup_core.scan import OpenDataset
from dedup_core.store import Workspace

def step(work):
    began, cpu = time.perf_counter(), time.process_time()
    result = work()
    taken.append((time.perf_counter() - began, time.process_time() - cpu))
    return result

taken = []
workspace, setting = Workspace(Path(sys.argv[1])), Setting("phash", 10, Rule.KEEPER)
dataset = workspace.datasets()[0]
loosest = int(sys.argv[2]) if sys.argv[2] else None
opened = step(lambda: OpenDataset(workspace, dataset, loosest=loosest))
pairs = step(lambda: opened.pairs(setting.method))
step(lambda: opened.groups(setting))
outcome = step(lambda: opened.outcome(setting))
print(json.dumps({"taken": taken, "pictures": len(opened.catalog), "pairs": len(pairs),
                  "groups": outcome.headline.groups, "cpu": time.process_time()}))
"""


def fill(folder: Path, count: int, *, thumbnail: bytes = b"no thumbnail") -> None:
    """A workspace with one dataset of `count` pictures that nobody has ever seen."""
    say(f"a workspace with {count:,} pictures …")
    workspace = Workspace(folder)
    dataset = workspace.add_dataset(name="reopened", kind="path", place=str(folder / "photos"))
    method = method_named(METHOD)
    random = np.random.default_rng(_SEED)
    values = hashes(count)
    for begin in range(0, count, BATCH):
        rows = range(begin, min(begin + BATCH, count))
        done = [_computed(row, values[row].tobytes(), random, thumbnail) for row in rows]
        entries = [
            IndexedEntry(_path(row), item.facts.size_bytes, f"{row}", item.digest, None)
            for row, item in zip(rows, done, strict=True)
        ]
        workspace.save(dataset.id, entries, done, (method,))
    workspace.finish(dataset.id, (), methods=(method,), exactly=False)
    workspace.close()


def _path(row: int) -> str:
    return f"{2000 + row // 12_000}/{row // 1000 % 12 + 1:02d}/IMG_{row:06d}.jpg"


def _computed(row: int, value: bytes, random: np.random.Generator, thumbnail: bytes) -> Computed:
    facts = Facts(
        width=4000,
        height=3000,
        size_bytes=int(random.integers(1_500_000, 3_500_000)),
        format="JPEG",
        taken_at_ms=1_500_000_000_000 + 60_000 * row,
        utc_offset_minutes=120,
        latitude=float(random.uniform(-60, 60)),
        longitude=float(random.uniform(-180, 180)),
        camera="Benchmark Phone",
        orientation=1,
        sharpness=float(random.uniform(50, 2_000)),
        exposure=float(random.uniform(60, 190)),
        information=float(random.uniform(3, 30)),
    )
    digest = hashlib.sha256(row.to_bytes(8, "big")).hexdigest()
    return Computed(digest, facts, thumbnail, {METHOD: value})


def reopened(
    workspace: Path, rounds: int, *, loosest: int | None
) -> list[tuple[str, Sequence[float]]]:
    """Seconds of each step and of all of it, wall and CPU, by what they are; one of each round.

    loosest: how far pairs are searched; None: as far as the dashboard's slider goes
    """
    runs = [_once(workspace, loosest) for _ in range(rounds + 1)][
        1:
    ]  # the first compiles, if need be
    names = [
        f"{step}, {clock}"
        for step in (*STEPS, "all four", "with interpreter and imports")
        for clock in ("wall", "CPU")
    ]
    return list(zip(names, zip(*runs, strict=True), strict=True))


def _once(workspace: Path, loosest: int | None) -> list[float]:
    """Wall and CPU of each step, of all steps, and of the whole process."""
    command = [sys.executable, "-c", _PROGRAM, str(workspace), str(loosest or "")]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    wall = time.perf_counter() - began
    said = json.loads(done.stdout)
    say(f"  {said['pictures']:,} pictures, {said['pairs']:,} pairs, {said['groups']:,} groups")
    together = [sum(clock) for clock in zip(*said["taken"], strict=True)]
    return [*(each for step in said["taken"] for each in step), *together, wall, said["cpu"]]
