"""Compares folder to groups, cold, with imagededup's PHash on the same pictures."""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.common import ROOT, say, scratch, show_load, show_table
from benchmarks.pictures import pictures

_THEIRS = """
import sys
from imagededup.methods import PHash
if __name__ == "__main__" and len(sys.argv) > 1:
    hasher = PHash(verbose=False)
    codes = hasher.encode_images(image_dir=sys.argv[1], recursive=True)
    found = hasher.find_duplicates(encoding_map=codes, max_distance_threshold=10)
    print(sum(1 for near in found.values() if near))
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of a command and all processes that it started."""

    wall: float
    cpu: float
    output: str


def timed(command: Sequence[str]) -> Taken:
    """Run a command to its end."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True
    )
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(wall, cpu, done.stdout)


def ours(folder: Path, run: Path, number: int) -> Taken:
    """Folder to groups by our command line, in a new workspace."""
    workspace = run / f"workspace-{number}"
    options = ("--workspace", str(workspace), "--method", "phash", "--threshold", "10")
    return timed([sys.executable, "-m", "dedup_core", "groups", str(folder), *options])


def start_costs(script: Path) -> tuple[Taken, Taken]:
    """What each of the two costs before it sees a picture."""
    ours = [timed([sys.executable, "-m", "dedup_core", "methods"]) for _ in range(3)]
    theirs = [timed([sys.executable, str(script)]) for _ in range(3)]
    return _middle(ours), _middle(theirs)


def _middle(taken: Sequence[Taken]) -> Taken:
    walls, cpus = [one.wall for one in taken], [one.cpu for one in taken]
    return Taken(statistics.median(walls), statistics.median(cpus), taken[0].output)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=500, metavar="N")
    parser.add_argument("--width", type=int, default=1600, help="of the synthetic pictures")
    parser.add_argument("--folder", type=Path, help="your own pictures instead")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    folder = (options.folder or pictures(options.pictures, width=options.width)).resolve()
    our_runs, their_runs = [], []
    with scratch() as run:
        script = run / "theirs.py"
        script.write_text(_THEIRS, encoding="utf-8")
        our_start, their_start = start_costs(script)
        for number in range(options.rounds):
            say(f"round {number + 1} of {options.rounds}: ours …")
            our_runs.append(ours(folder, run, number))
            say("  imagededup …")
            their_runs.append(timed([sys.executable, str(script), str(folder)]))
    our, their = _middle(our_runs), _middle(their_runs)
    groups = json.loads(our.output)
    indexed = groups["pictures"]
    scale = 1000 / indexed
    rows = [
        (
            name,
            taken.wall * scale,
            taken.cpu * scale,
            (taken.wall - start.wall) * scale,
            (taken.cpu - start.cpu) * scale,
            f"{start.wall:.2f} / {start.cpu:.2f}",
        )
        for name, taken, start in (("ours", our, our_start), ("imagededup", their, their_start))
    ]
    ratios = [f"{a / b:.2f}" for a, b in zip(rows[0][1:5], rows[1][1:5], strict=True)]
    head = ("", "wall ms", "CPU ms", "wall, no start", "CPU, no start", "start s (wall / CPU)")
    title = f"Folder to groups, a picture, median of {options.rounds} runs over {indexed:,}"
    show_table(title, head, [*rows, ("ratio (below 1: ours is faster)", *ratios, "")])
    show_load()


if __name__ == "__main__":
    main()
