"""Shows that memory stays as it is while many phone photos are indexed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.common import ROOT, scratch, show_table
from benchmarks.memory import memory_mb

_TENTHS = 10


def show(count: int, photos: Path) -> None:
    """A table: resident memory, and the kernel's high-water mark, after each tenth of the scan."""
    with scratch() as run:
        folder = run / "photos"
        folder.mkdir()
        _fill(folder, count, sorted(photos.iterdir()))
        bare = _bare_interpreter()
        rows = _watched_scan(folder, run / "workspace", bare)
    title = f"Memory while {count:,} phone photos are indexed (bare interpreter: {bare:.0f} MB)"
    show_table(title, ("pictures", "MB now", "MB at most", "above the bare interpreter"), rows)


def _fill(folder: Path, count: int, photos: list[Path]) -> None:
    """Copies with a number after the end of the JPEG: other bytes, the same pixels."""
    for number in range(count):
        target = folder / f"{number:06d}.jpg"
        shutil.copyfile(photos[number % len(photos)], target)
        with target.open("ab") as stream:
            stream.write(number.to_bytes(8, "big"))


def _bare_interpreter() -> float:
    """The memory in MB of a Python that has imported nothing."""
    program = "import sys; print(flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        taken = memory_mb(process.pid)
        process.communicate()
    return taken


def _watched_scan(folder: Path, workspace: Path, bare: float) -> list[tuple[str, ...]]:
    command = [sys.executable, "-m", "dedup_core", "scan", str(folder), "--json"]
    rows: list[tuple[str, ...]] = []
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [*command, "--workspace", str(workspace)], env=env, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said = json.loads(line)
            done, total = said.get("done", 0), said.get("total", 0)
            if total and done * _TENTHS // total > len(rows):
                most = memory_mb(process.pid, "VmHWM")
                now = memory_mb(process.pid)
                rows.append((f"{done:,}", f"{now:.0f}", f"{most:.0f}", f"{most - bare:.0f}"))
    if process.returncode:
        raise SystemExit("the scan failed")
    return rows
