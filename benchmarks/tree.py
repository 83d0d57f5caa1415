"""Time and memory of a command and of everything that it starts.

The children that a process has not waited for are missing from its times, and what is started by
a pool may outlive its parent. So on Linux this process becomes the one that orphans are handed to:
it waits for all of them, and the kernel's sum over waited-for children is then exact.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.memory import children

_SET_CHILD_SUBREAPER = 36  # of prctl
_EVERY_S = 0.05
_PATIENCE_S = 5.0  # for what is left when the command itself has ended


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds, and the most memory in MB, of a command and all processes that it started."""

    wall: float
    cpu: float
    peak_mb: float
    output: str


class CommandError(Exception):
    """A command that failed; the message is the end of what it said."""


def timed(command: Sequence[str], *, folder: Path, env: Mapping[str, str] | None = None) -> Taken:
    """Run a command in a folder to its end, and to the end of what it left behind."""
    _adopt_orphans()
    own, before = set(children(os.getpid())), _cpu_of_ended()
    with (folder / "errors.log").open("w+") as errors, _Peak(own) as peak:
        began = time.perf_counter()
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            check=False,
        )
        wall = time.perf_counter() - began
        _wait_for_orphans(own)
        if done.returncode:
            errors.seek(0)
            raise CommandError(f"{' '.join(command)}: {errors.read()[-2000:]}")
    return Taken(wall, _cpu_of_ended() - before, peak.megabytes, done.stdout)


def _cpu_of_ended() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _adopt_orphans() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _wait_for_orphans(own: set[int]) -> None:
    """Wait for those that were handed to us; what does not end by itself is ended."""
    until = time.perf_counter() + _PATIENCE_S
    while left := set(children(os.getpid())) - own:
        for pid in left:
            if time.perf_counter() > until:
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, os.WNOHANG)
        time.sleep(0.01)


class _Peak:
    """The most memory that our new descendants had together: the sum of PSS, every 50 ms.

    PSS is what a process has alone plus its part of what it shares, so that the forked workers of
    a pool do not count what they share several times.
    """

    def __init__(self, own: set[int]) -> None:
        self.megabytes = 0.0
        self._own, self._over = own, threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> _Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        pause = _EVERY_S
        while not self._over.wait(pause):
            began = time.perf_counter()
            self.megabytes = max(self.megabytes, self._now())
            # Looking at a large process takes milliseconds; at most a twentieth of the time.
            pause = max(_EVERY_S, 20 * (time.perf_counter() - began))

    def _now(self) -> float:
        waiting, total = list(set(children(os.getpid())) - self._own), 0.0
        while waiting:
            pid = waiting.pop()
            total += proportional_mb(pid)
            waiting += children(pid)
        return total


def proportional_mb(pid: int) -> float:
    """The PSS of a process in MB (10^6 bytes); 0 when it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("Pss:"))
