"""What the benchmarks share: tables, medians, a server, a browser, and the numbers of /proc."""

from __future__ import annotations

import math
import os
import platform
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tools.install import chromium as find_chromium

ROOT = Path(__file__).resolve().parents[1]
CACHE = Path(tempfile.gettempdir()) / "image-deduplicate-benchmarks"
_TICKS = os.sysconf("SC_CLK_TCK")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)


def say(text: str) -> None:
    """Progress, on standard error."""
    print(text, file=sys.stderr, flush=True)


def show_table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A Markdown table on standard output; floats with one decimal."""
    cells = [[f"{c:,.1f}" if isinstance(c, float) else str(c) for c in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    print(f"\n{title}\n")
    for number, row in enumerate([list(head), ["-" * width for width in widths], *cells]):
        fill = str.ljust if number == 0 else str.rjust
        first, *rest = zip(row, widths, strict=True)
        line = [first[0].ljust(first[1]), *(fill(text, width) for text, width in rest)]
        print(f"| {' | '.join(line)} |", flush=True)


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """Median, 90th percentile and worst."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[math.ceil(0.9 * len(ordered)) - 1], ordered[-1]


def show_load() -> None:
    """How busy the machine is, so that numbers can be judged."""
    one, five, _ = os.getloadavg()
    print(f"\nLoad over 1 and 5 minutes: {one:.1f}, {five:.1f} on {os.cpu_count()} cores.")


def show_machine() -> None:
    """What it was measured on."""
    found = re.search(r"model name\s*:\s*(.+)", _text_of("/proc/cpuinfo"))
    memory = re.search(r"MemTotal:\s*(\d+) kB", _text_of("/proc/meminfo"))
    parts = [
        found[1] if found else platform.machine(),
        f"{os.cpu_count()} cores",
        *([f"{int(memory[1]) / 1e6:.0f} GB"] if memory else []),
        platform.system(),
        f"Python {platform.python_version()}",
    ]
    print(f"\n{', '.join(parts)}.")


def _text_of(path: str) -> str:
    """A file's text, empty where there is no such file."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""


def cpu_seconds(pid: int) -> float:
    """CPU time of a process (and of its children that have ended), user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / _TICKS


@contextmanager
def scratch() -> Iterator[Path]:
    """A new folder that is gone afterwards."""
    CACHE.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=CACHE))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Server:
    """A running dashboard."""

    pid: int
    port: int
    started_at: float

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def answers(self, path: str = "/_stcore/health") -> bool:
        """Whether a page comes back with 200."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


@contextmanager
def dashboard(workspace: Path, *, roots: Path | None = None) -> Iterator[Server]:
    """`streamlit run app.py` on a free port; it has answered once when it comes back."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = os.environ | {"DEDUP_WORKSPACE": str(workspace), "DEDUP_ROOTS": str(roots or workspace)}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with (workspace.parent / f"{workspace.name}-server.log").open("wb") as log:
        started_at = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            server = Server(process.pid, port, started_at)
            while not server.answers("/"):
                if process.poll() is not None or time.perf_counter() - started_at > 60:
                    raise SystemExit(f"the server did not start:\n{Path(log.name).read_text()}")
                time.sleep(0.02)
            yield server
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Headless Chromium."""
    found = find_chromium()
    if found is None:
        raise SystemExit("Chromium is missing; `make install-test` says how to get it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(found), args=_QUIET)
        try:
            yield browser
        finally:
            browser.close()
