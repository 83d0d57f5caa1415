"""Many tasks in threads: results come back in order, are saved now and then, and can rest."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from dedup_core.errors import Cancelled
from dedup_core.model import Control, Progress, Report

SAVE_EVERY_S = 2.0
REPORT_EVERY_S = 0.2
Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(slots=True)
class Step(Generic[Task, Result]):
    """One stage of a run, to be run once.

    stage: its name in progress reports
    work:  a task → its result, in a thread
    save:  stores results; called with what is finished, every few seconds and at the end
    count: how much a task counts in the progress
    """

    stage: str
    work: Callable[[Task], Result]
    save: Callable[[list[Result]], None]
    count: Callable[[Task], int]
    report: Report
    control: Control
    _waiting: deque[tuple[Task, Future[Result]]] = field(default_factory=deque)
    _finished: list[Result] = field(default_factory=list)
    _saved_at: float = 0.0
    _told_at: float = 0.0
    _began: float = 0.0
    _known: int = 0
    _done: int = 0
    _total: int = 0

    def run(self, tasks: list[Task], *, known: int) -> None:
        """Do all tasks; `known` counts what was done before.

        Raises Cancelled when the control said so; what is finished is saved.
        """
        self._known = self._done = known
        self._total = known + sum(map(self.count, tasks))
        self._began = self._saved_at = time.monotonic()
        self._tell()
        workers = os.cpu_count() or 1
        with ThreadPoolExecutor(workers) as pool:
            try:
                for task in tasks:
                    self._heed()
                    self._waiting.append((task, pool.submit(self.work, task)))
                    self._take(until=2 * workers)
                self._take(until=0)
            finally:
                for _, future in self._waiting:
                    future.cancel()
                self._save()
                self._tell()

    def _heed(self) -> None:
        if self.control.paused():
            self._take(until=0)
            self._save()
            self._tell()
            self._began += self.control.wait()
        if self.control.stopped():
            self._take(until=0)
            raise Cancelled("Stopped. What was finished is kept; start again to go on.")

    def _take(self, *, until: int) -> None:
        while len(self._waiting) > until:
            task, future = self._waiting.popleft()
            self._finished.append(future.result())
            self._done += self.count(task)
            now = time.monotonic()
            if now - self._told_at >= REPORT_EVERY_S:
                self._tell()
            if now - self._saved_at >= SAVE_EVERY_S:
                self._save()

    def _save(self) -> None:
        finished, self._finished = self._finished, []
        if finished:
            self.save(finished)
        self._saved_at = time.monotonic()

    def _tell(self) -> None:
        self._told_at = time.monotonic()
        progress = Progress(
            stage=self.stage,
            done=self._done,
            total=self._total,
            known=self._known,
            size_bytes=0,
            total_bytes=0,
            computed=self._done - self._known,
            skipped=0,
            seconds=self._told_at - self._began,
        )
        self.report(progress)
