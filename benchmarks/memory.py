"""The memory of a server and of the processes that it starts, from /proc."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_EVERY_S = 0.05


def memory_mb(pid: int, field: str = "VmRSS") -> float:
    """A memory line of a process in MB (10^6 bytes); 0 when it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith(field + ":"))


def children(pid: int) -> list[int]:
    """The direct children of a process."""
    found: list[int] = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, tasks.read_text().split())
        except OSError:
            continue
    return found


class Memory:
    """The memory of a process itself and of its largest indexing child, in MB."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.over = threading.Event()
        self.before = self._peak = memory_mb(pid)
        self._mark = memory_mb(pid, "VmHWM")
        self.child = 0.0

    def look(self) -> None:
        """Look every 50 ms until it is over."""
        while not self.over.wait(_EVERY_S):
            self._peak = max(self._peak, memory_mb(self._pid))
            for child in children(self._pid):
                if _is_indexing(child):
                    self.child = max(self.child, memory_mb(child))

    @property
    def growth(self) -> float:
        """MB above the start; the kernel's own high-water mark counts where it rose."""
        mark = memory_mb(self._pid, "VmHWM")
        return max(self._peak, mark if mark > self._mark else 0.0) - self.before


@contextmanager
def watched(pid: int) -> Iterator[Memory]:
    """The memory of a process for as long as the block takes."""
    memory = Memory(pid)
    thread = threading.Thread(target=memory.look)
    thread.start()
    try:
        yield memory
    finally:
        memory.over.set()
        thread.join()


def _is_indexing(pid: int) -> bool:
    """A child that has only been forked still shows its parent's memory: it is not counted."""
    try:
        return b"dedup_core" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
