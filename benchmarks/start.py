"""Times the start: imports, the server until the first page is drawn, a large dataset reopened.

The imports and the reopening are measured in fresh processes.
"""

from __future__ import annotations

import argparse
import ast
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks import reopen
from benchmarks.common import (
    ROOT,
    chromium,
    cpu_seconds,
    dashboard,
    say,
    scratch,
    show_load,
    show_machine,
    show_table,
)
from benchmarks.common import spread as spread_of
from benchmarks.pictures import pictures
from dedup_core.scan import add_path, scan
from dedup_core.store import Workspace

GOAL_S = 3
REOPENINGS = 3  # at most: each may take half a minute
HEAVY = ("torch", "imagededup", "tensorflow")
_PROGRAM = """
import time
began, cpu = time.perf_counter(), time.process_time()
{imports}
import sys
loaded = [name for name in {heavy} if name in sys.modules]
assert not loaded, f"loaded at the start: {{loaded}}"
print(time.perf_counter() - began, time.process_time() - cpu)
"""


def program() -> str:
    """Imports everything that `app.py`, `navigation.py` and the pages import, and times it."""
    names = {"app"}
    for file in (ROOT / "navigation.py", *sorted((ROOT / "pages").glob("*.py"))):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
                names.add(str(node.module))
    imports = "\n".join(f"import {name} as _" for name in sorted(names))
    return _PROGRAM.format(imports=imports, heavy=HEAVY)


def import_times(rounds: int) -> list[tuple[float, float]]:
    """Wall and CPU seconds of the imports, each in a fresh process; HEAVY is not among them."""
    taken = []
    for _ in range(rounds):
        command = [sys.executable, "-c", program()]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        wall, cpu = map(float, done.stdout.split())
        taken.append((wall, cpu))
    return taken


def slowest(count: int) -> list[tuple[str, float]]:
    """Packages by the milliseconds that their own modules take (as Python's -X importtime says)."""
    command = [sys.executable, "-X", "importtime", "-c", program()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    own: Counter[str] = Counter()
    for line in done.stderr.splitlines():
        own_us, _, name = line.removeprefix("import time:").split("|")
        if own_us.strip().isdigit():
            own[name.strip().split(".")[0]] += int(own_us)
    return [(name, microseconds / 1000) for name, microseconds in own.most_common(count)]


def server_start(workspace: Path, browser: Browser) -> tuple[float, float, float, float]:
    """Seconds to HTTP 200, CPU until then, seconds to the page with its groups, CPU until then."""
    with dashboard(workspace) as server:
        answered = time.perf_counter() - server.started_at
        answered_cpu = cpu_seconds(server.pid)
        page = browser.new_page()
        page.goto(server.url)
        page.locator(".grid[data-setting]").wait_for(state="attached")
        page.locator("[data-test-script-state=notRunning]").wait_for(state="attached")
        drawn = time.perf_counter() - server.started_at
        drawn_cpu = cpu_seconds(server.pid)
        page.close()
    return answered, answered_cpu, drawn, drawn_cpu


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    about = "pictures of the dataset that is reopened (default: %(default)s)"
    parser.add_argument("--reopen", type=int, default=100_000, metavar="N", help=about)
    options = parser.parse_args()
    show_start(options.rounds)
    show_reopening(options.reopen, min(options.rounds, REOPENINGS))
    show_machine()
    show_load()


def show_start(rounds: int) -> None:
    """The imports and the server."""
    say("imports …")
    import_times(1)  # compiles and warms the disk's cache
    walls, cpus = zip(*import_times(rounds), strict=True)
    rows = [("imports, wall", *spread_of(walls)), ("imports, CPU", *spread_of(cpus))]
    say("the server …")
    with scratch() as run, chromium() as browser:
        workspace = Workspace(run / "workspace")
        scan(workspace, add_path(workspace, pictures(200)))
        workspace.close()
        starts = [server_start(run / "workspace", browser) for _ in range(rounds)]
    names = ("start to HTTP 200", "  CPU", "start to the first page drawn", "  CPU of the server")
    for name, values in zip(names, zip(*starts, strict=True), strict=True):
        rows.append((name, *spread_of(values)))
    head = ("seconds", "median", "p90", "worst")
    show_table(
        f"The start (goal: imports below {GOAL_S} s)",
        head,
        [(name, *(f"{value:.2f}" for value in values)) for name, *values in rows],
    )
    show_table("Slowest packages to import", ("package", "own ms"), slowest(10))
    print(f"\nNot loaded at the start: {', '.join(HEAVY)}.")
    print(f"Goal {'met' if statistics.median(walls) < GOAL_S else 'MISSED'}.")


def show_reopening(count: int, rounds: int) -> None:
    """An indexed dataset until its groups are there, with both reaches of the search."""
    with scratch() as run:
        reopen.fill(run / "workspace", count)
        for reach, loosest in (("the whole slider", None), ("the threshold", reopen.THRESHOLD)):
            taken = reopen.reopened(run / "workspace", rounds, loosest=loosest)
            rows = [(name, *(f"{value:.3f}" for value in spread_of(each))) for name, each in taken]
            title = f"{count:,} pictures reopened at {reopen.THRESHOLD} bits, pairs for {reach}"
            show_table(title, ("seconds", "median", "p90", "worst"), rows)


if __name__ == "__main__":
    main()
