"""Compares folder to duplicates, cold, with other programs and with the bare decode of the files.

Ours is `python -m dedup_core groups` in a new workspace: it also makes thumbnails, digests and
facts, and stores everything. Each contender runs as its own process tree, in turns with the
others; the files have been read once before, so that the disk counts for nobody. A ratio is the
other's CPU time divided by ours: above 1, ours is cheaper. "No start" leaves out what the same
command costs over a folder with four tiny pictures.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from benchmarks import photos, steady
from benchmarks.common import ROOT, say, scratch, show_load, show_machine, show_table
from benchmarks.peers import environments
from benchmarks.peers.environments import CannotInstallError, Peer
from benchmarks.tree import CommandError, Taken, timed

OURS = "ours"
_STARTS = 3  # times that a start is measured
_FLOORS = {"pillow": "bare decode, Pillow", "simplejpeg": "bare decode, simplejpeg"}


@dataclass(slots=True)
class Contender:
    """Something to measure: a command that a folder is put into, and what came of it."""

    name: str
    command: Sequence[str]  # with FOLDER and WORKSPACE in it
    root: Path = ROOT  # what Python looks for modules in
    slow: bool = False
    version: str = ""
    trouble: str = ""
    starts: list[Taken] = field(default_factory=list)
    runs: dict[str, list[Taken]] = field(default_factory=dict)


def ours(root: Path) -> list[Contender]:
    """Our command line: one method, all methods, and with exact decoding where it is offered."""
    core = (sys.executable, "-m", "dedup_core")
    place = ("FOLDER", "--workspace", "WORKSPACE")
    groups = (*core, "groups", *place, "--method", "phash", "--threshold", "10")
    contenders = [
        Contender(OURS, groups, root),
        Contender("ours, all methods", (*core, "scan", *place, "--json"), root),
    ]
    usage = subprocess.run((*core, "scan", "--help"), cwd=root, capture_output=True, check=True)
    if b"--exact-decode" in usage.stdout:
        exact = (*groups, "--exact-decode")
        contenders.append(Contender("ours, exact decode", exact, root))
    return contenders


def theirs(peer: Peer) -> Contender:
    """A peer, in its own environment; where it cannot be installed the reason is kept."""
    try:
        python = environments.python_of(peer)
    except CannotInstallError as error:
        return Contender(peer.name, (), trouble=f"could not be installed: {error}")
    script = (python, "-m", f"benchmarks.peers.{peer.module}")
    command = (*script, *peer.arguments, "FOLDER")
    return Contender(peer.name, command, slow=peer.slow)


def measure_start(contender: Contender, run: Path, times: int) -> None:
    """What it costs over hardly any pictures; the first time, which compiles, does not count."""
    folder = run / "tiny"
    if not folder.exists():
        folder.mkdir()
        for number in range(4):
            noise = random.Random(number).randbytes(64 * 64 * 3)
            Image.frombytes("RGB", (64, 64), noise).save(folder / f"{number}.jpg")
    for number in range(times + 1):
        taken = _tried(contender, folder, run)
        if taken is None:
            return
        if number:
            contender.starts.append(taken)
            contender.version = str(_last_line(taken).get("version", ""))


def measure(contender: Contender, title: str, folder: Path, run: Path) -> None:
    """One run over a set."""
    say(f"  {contender.name} …")
    taken = _tried(contender, folder, run)
    if taken is not None:
        contender.runs.setdefault(title, []).append(taken)


def _tried(contender: Contender, folder: Path, run: Path) -> Taken | None:
    """What a run over a folder took, in a new workspace; None if it failed, the reason is kept."""
    if contender.trouble:
        return None
    workspace = run / "workspace"
    places = {"FOLDER": str(folder), "WORKSPACE": str(workspace)}
    command = [places.get(word, word) for word in contender.command]
    env = {"PYTHONPATH": str(contender.root), "PYTHONWARNINGS": "ignore"}
    try:
        return timed(command, folder=run, env=env)
    except CommandError as error:
        say(str(error))
        contender.trouble = f"failed: {str(error).strip().splitlines()[-1]}"
        return None
    finally:
        shutil.rmtree(workspace, ignore_errors=True)


def _last_line(taken: Taken) -> dict[str, str | int]:
    """What a peer's script says at the end."""
    last = taken.output.strip().splitlines()[-1:]
    said: dict[str, str | int] = json.loads(last[0]) if last and last[0].startswith("{") else {}
    return said


def found(contender: Contender, taken: Taken) -> str:
    """What came out, in a few words."""
    if "groups" in contender.command:
        return f"{len(json.loads(taken.output)['groups']):,} groups"
    said = _last_line(taken)
    return f"{said['indexed']:,} indexed" if "indexed" in said else str(said.get("found", ""))


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians for one contender and set: seconds, and the most memory of any run in MB."""

    wall: float
    cpu: float
    cpu_no_start: float
    peak_mb: float


def cost(contender: Contender, title: str) -> Cost | None:
    """None when it has not come to an end."""
    runs = contender.runs.get(title)
    if not runs:
        return None
    start = _middle(taken.cpu for taken in contender.starts)
    cpu, wall = _middle(taken.cpu for taken in runs), _middle(taken.wall for taken in runs)
    return Cost(wall, cpu, cpu - start, max(taken.peak_mb for taken in runs))


def _middle(values: Iterable[float]) -> float:
    return statistics.median(values)


def show_set(title: str, count: int, contenders: Sequence[Contender]) -> None:
    """The table of a set."""
    our = cost(contenders[0], title)
    rows = [_row(contender, title, count, our) for contender in contenders]
    head = (
        f"{title}, {count:,} pictures",
        "pictures/s",
        "wall s",
        "CPU s",
        "CPU ms each",
        "no start",
        "peak MB",
        "found",
        "CPU / ours",
        "no start",
    )
    show_table(f"Folder to duplicates: {title}", head, rows)


def _row(contender: Contender, title: str, count: int, our: Cost | None) -> tuple[str, ...]:
    its = cost(contender, title)
    if its is None:
        return contender.name, *([""] * 6), contender.trouble, "", ""
    ratios = ("", "")
    if our is not None:
        ratios = _ratio(its.cpu, our.cpu), _ratio(its.cpu_no_start, our.cpu_no_start)
    return (
        contender.name,
        f"{count / its.wall:,.0f}",
        f"{its.wall:.1f}",
        f"{its.cpu:.1f}",
        f"{its.cpu * 1000 / count:.2f}",
        f"{its.cpu_no_start * 1000 / count:.2f}",
        f"{its.peak_mb:,.0f}",
        found(contender, contender.runs[title][0]),
        *ratios,
    )


def _ratio(above: float, below: float) -> str:
    return f"{above / below:.2f}" if below > 0 else "?"


def show_floor(folders: dict[str, Path], contenders: Sequence[Contender], floor: str) -> None:
    """How far ours is above the bare scaled decode, both without their start."""
    bare = next((each for each in contenders if each.name == _FLOORS[floor]), None)
    rows = []
    for title, folder in folders.items():
        our, below = cost(contenders[0], title), bare and cost(bare, title)
        if our and below:
            scale = 1000 / len(list(folder.iterdir()))
            milliseconds = (below.cpu_no_start * scale, our.cpu_no_start * scale)
            ratio = _ratio(our.cpu_no_start, below.cpu_no_start)
            rows.append((title, *(f"{each:.2f}" for each in milliseconds), ratio))
    head = ("CPU ms each, no start", _FLOORS[floor], OURS, "ours / bare")
    show_table("Above the floor: reading and decoding alone", head, rows)


def show_starts(contenders: Sequence[Contender]) -> None:
    """What each costs over hardly any pictures, and which version it is."""
    rows = []
    for each in contenders:
        if each.starts:
            wall, cpu = _middle(t.wall for t in each.starts), _middle(t.cpu for t in each.starts)
            rows.append((each.name, each.version, f"{wall:.2f}", f"{cpu:.2f}"))
        else:
            rows.append((each.name, each.trouble, "", ""))
    show_table(
        "The start: the same over four tiny pictures", ("", "version", "wall s", "CPU s"), rows
    )


def read_once(folder: Path) -> None:
    """Bring all files of a folder into the page cache."""
    for file in sorted(folder.iterdir()):
        file.read_bytes()


def compare(options: argparse.Namespace) -> None:
    """Everything that is asked for, and the tables."""
    folders = photos.chosen(options)
    wanted = environments.wanted(options.peers)
    contenders = [*ours(options.core.resolve()), *(theirs(peer) for peer in wanted)]
    with scratch() as run:
        say("the starts …")
        for contender in contenders:
            measure_start(contender, run, min(_STARTS, options.rounds))
        for title, folder in folders.items():
            for number in range(options.rounds):
                say(f"{title}, round {number + 1} of {options.rounds}:")
                read_once(folder)
                for contender in contenders:
                    if number == 0 or not contender.slow:
                        measure(contender, title, folder, run)
            show_set(title, len(list(folder.iterdir())), contenders)
    show_floor(folders, contenders, options.floor)
    show_starts(contenders)
    photos.show_sets(folders)
    once = [each.name for each in contenders if each.slow and options.rounds > 1]
    but = f", but only one of {' and '.join(once)}" if once else ""
    print(
        f"\nMedians of {options.rounds} rounds{but}. "
        "Memory is the sum of PSS over the process tree, looked at every 50 ms."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    photos.add_options(parser)
    parser.add_argument("--rounds", type=int, default=3)
    about = "only those with it in a name; CleanVision with all checks runs only when it is named"
    parser.add_argument("--peers", default="", metavar="TEXT", help=about)
    about = "another checkout of this repository, whose core is measured instead"
    parser.add_argument("--core", type=Path, default=ROOT, metavar="DIR", help=about)
    about = "the decoder of the bare decode that ours is compared with"
    parser.add_argument("--floor", choices=_FLOORS, default="pillow", help=about)
    about = "only the memory of ours while it indexes N phone photos (default of N: %(const)s)"
    parser.add_argument("--memory", type=int, nargs="?", const=1_000, metavar="N", help=about)
    options = parser.parse_args()
    if options.memory:
        steady.show(options.memory, photos.photo_set(photos.PHONE, 30, options.photos))
    else:
        compare(options)
    show_machine()
    show_load()


if __name__ == "__main__":
    main()
