"""Indexing in the background: one process a dataset, so that a front end never waits for it.

The process is `python -m dedup_core scan --dataset ID --json`; a thread here reads its progress
lines. A crash or a kill costs nothing but the pictures under way: the next start goes on.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any, TextIO

from dedup_core.model import Progress
from dedup_core.store import Dataset, Workspace

_SCAN = (sys.executable, "-m", "dedup_core", "scan", "--json")
_HOME = Path(__file__).resolve().parents[1]  # where `-m dedup_core` is found from anywhere
_ERROR = "error: "


class State(Enum):
    """Where a job is in its life."""

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Job:
    """One indexing run as it is now. `message` is the error of a failed one, for people."""

    dataset: str
    name: str
    state: State
    progress: Progress
    started_at: float
    first_done: int
    message: str = ""

    @property
    def active(self) -> bool:
        """Whether it is still to come to an end."""
        return self.state in (State.WAITING, State.RUNNING)

    @property
    def per_second(self) -> float:
        """Pictures a second since the start; what was known before does not count."""
        seconds = time.monotonic() - self.started_at
        return (self.progress.done - self.first_done) / seconds if seconds > 0.2 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """A guess at the time left; None while there is nothing to go by."""
        rate = self.per_second
        return (self.progress.total - self.progress.done) / rate if rate > 0 else None


class Jobs:
    """All indexing runs of one workspace in this process; they run one after the other."""

    def __init__(self, workspace: Workspace, *, finished: Callable[[str], None]) -> None:
        self._folder = workspace.folder.resolve()
        self._finished = finished
        self._jobs: dict[str, Job] = {}
        self._processes: dict[str, subprocess.Popen[str]] = {}
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._closed = False

    def start(self, dataset: Dataset) -> Job:
        """Begin to index a dataset; while it is under way already, that run comes back."""
        with self._lock:
            before = self._jobs.get(dataset.id)
            if before is not None and before.active:
                return before
            nothing = Progress("index", 0, 0, 0, 0, 0)
            job = Job(dataset.id, dataset.name, State.WAITING, nothing, time.monotonic(), 0)
            self._jobs[dataset.id] = job
        threading.Thread(target=self._run, args=(dataset.id,), daemon=True).start()
        return job

    def all(self) -> list[Job]:
        """Every run since the program started, in the order of their starts."""
        with self._lock:
            return list(self._jobs.values())

    def of(self, dataset: str) -> Job | None:
        """The latest run of a dataset."""
        with self._lock:
            return self._jobs.get(dataset)

    def stop(self, dataset: str) -> None:
        """Stop a run; what it finished is kept, and a new start goes on from there."""
        with self._lock:
            job = self._jobs.get(dataset)
            if job is None or not job.active:
                return
            self._jobs[dataset] = replace(job, state=State.STOPPED)
            process = self._processes.get(dataset)
        if process is not None:
            process.terminate()

    def forget(self, dataset: str) -> None:
        """Stop a run and drop it from the list."""
        self.stop(dataset)
        with self._lock:
            self._jobs.pop(dataset, None)

    def close(self) -> None:
        """Stop everything."""
        self._closed = True
        for job in self.all():
            self.stop(job.dataset)

    def _run(self, dataset: str) -> None:
        with self._turn, tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
            with self._lock:
                job = self._jobs.get(dataset)
                if self._closed or job is None or job.state is not State.WAITING:
                    return
                try:
                    process = self._launch(dataset, errors)
                except OSError as error:
                    words = f"The indexing process could not be started: {error}"
                    self._jobs[dataset] = replace(job, state=State.FAILED, message=words)
                    return
                self._processes[dataset] = process
                started = replace(job, state=State.RUNNING, started_at=time.monotonic())
                self._jobs[dataset] = started
            self._follow(started, process, errors)

    def _launch(self, dataset: str, errors: TextIO) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*_SCAN, "--dataset", dataset, "--workspace", str(self._folder)],
            stdout=subprocess.PIPE,
            stderr=errors,  # a file: nobody reads a pipe while it fills up
            stdin=subprocess.DEVNULL,
            cwd=_HOME,
            text=True,
            encoding="utf-8",
        )

    def _follow(self, run: Job, process: subprocess.Popen[str], errors: TextIO) -> None:
        assert process.stdout is not None
        first = True
        for line in process.stdout:
            content = _object(line)
            if "stage" in content:
                self._note(run, Progress(**content), first=first)
                first = False
        process.stdout.close()
        code = process.wait()
        errors.seek(0)
        with self._lock:
            self._processes.pop(run.dataset, None)
        if code == 0:
            self._finished(run.dataset)
        self._end(run, code, errors.read().strip())

    def _running(self, run: Job) -> Job | None:
        """The job as it is now; None once it was stopped, forgotten or started anew."""
        job = self._jobs.get(run.dataset)
        if job is None or job.started_at != run.started_at or job.state is not State.RUNNING:
            return None
        return job

    def _note(self, run: Job, progress: Progress, *, first: bool) -> None:
        with self._lock:
            job = self._running(run)
            if job is not None:
                begun = progress.done if first else job.first_done
                self._jobs[run.dataset] = replace(job, progress=progress, first_done=begun)

    def _end(self, run: Job, code: int, message: str) -> None:
        dataset = run.dataset
        with self._lock:
            job = self._running(run)
            if job is None:
                return
            if code == 0:
                self._jobs[dataset] = replace(job, state=State.FINISHED)
                return
            last = message.splitlines()[-1] if message else f"it ended with code {code}"
            words = last.removeprefix(_ERROR)
            self._jobs[dataset] = replace(job, state=State.FAILED, message=words)


def _object(line: str) -> dict[str, Any]:
    """A JSON line, empty when it is none: libraries print what they like."""
    try:
        content = json.loads(line)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
