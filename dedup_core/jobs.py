"""Indexing in the background: one process a dataset, so that a front end never waits for it.

One at a time has the turn and works; a paused one keeps its process, at rest, and lets the next
have the turn. What is computed afterwards, in the background, gives way to what somebody asks for,
and both to a dataset that is to be indexed. A crash or a kill costs nothing but the pictures under
way: the next start goes on.

A run does not outlive the program that started it: its standard input ends with it, and the run
saves what is finished and stops. So a new start never finds an old run at the same work.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from dedup_core.control import PAUSE, RESUME
from dedup_core.fingerprints import When, method_named
from dedup_core.model import Progress
from dedup_core.run import PATIENCE_S, Run
from dedup_core.store import Dataset, Workspace

_NOTHING = Progress("index", 0, 0, 0, 0, 0, 0, 0, 0.0)


class State(Enum):
    """Where a job is in its life."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Job:
    """One indexing run as it is now. `message` is the error of a failed one, for people.

    method: what it computes, where that is one method alone
    """

    dataset: str
    name: str
    state: State
    method: str = ""
    progress: Progress = _NOTHING
    message: str = ""

    @property
    def indexing(self) -> bool:
        """Whether the catalog and the usual methods are still to come."""
        return self.active and not self.method

    @property
    def background(self) -> bool:
        """Whether it looks closer at pairs, which serves every method that comes afterwards."""
        return bool(self.method) and method_named(self.method).when is When.AFTERWARDS

    @property
    def active(self) -> bool:
        """Whether it is still to come to an end."""
        return self.state in (State.WAITING, State.RUNNING, State.PAUSED)

    @property
    def urgency(self) -> int:
        """Whose turn comes first, 0 before all others."""
        return 2 if self.background else 1 if self.method else 0


class Jobs:
    """All indexing runs of one workspace in this process.

    afterwards: the method that is computed in the background once a dataset is indexed; empty: none
    """

    def __init__(
        self, workspace: Workspace, *, finished: Callable[[str], None], afterwards: str = ""
    ) -> None:
        self._folder = workspace.folder.resolve()
        self._finished, self._afterwards = finished, afterwards
        self._jobs: dict[str, Job] = {}
        self._runs: dict[str, Run] = {}  # those whose process lives
        self._turn: Run | None = None
        self._cut_short: set[str] = set()  # datasets whose background is to go on after their job
        self._lock = threading.Lock()
        self._closed = False

    def start(self, dataset: Dataset, method: str = "") -> Job:
        """Begin to index a dataset; while something as urgent is under way, that run comes back.

        method: compute this one alone, of those that are computed when somebody asks
        """
        wanted = Job(dataset.id, dataset.name, State.WAITING, method)
        with self._lock:
            before = self._jobs.get(dataset.id)
            if before is not None and before.active:
                if before.urgency <= wanted.urgency:
                    return before
                if before.background and before.state is not State.PAUSED:
                    self._cut_short.add(dataset.id)
            run = self._own_run(dataset.id)
            if run is not None:
                run.stop()  # what it finished is kept
            return self._begin(wanted)

    def all(self) -> list[Job]:
        """The latest run of every dataset since the program started, in the order of starts."""
        with self._lock:
            return list(self._jobs.values())

    def of(self, dataset: str) -> Job | None:
        """The latest run of a dataset."""
        with self._lock:
            return self._jobs.get(dataset)

    def pause(self, dataset: str) -> None:
        """Let a run rest once the files under way are saved; one that waits gives up its place."""
        with self._lock:
            if not self._move(dataset, (State.WAITING, State.RUNNING), State.PAUSED):
                return
            run = self._own_run(dataset)
            if run is not None:
                run.tell(PAUSE)
                self._leave_turn(run)

    def resume(self, dataset: str) -> None:
        """Let a paused run go on, when its turn comes."""
        with self._lock:
            if self._move(dataset, (State.PAUSED,), State.WAITING):
                self._pass_turn()

    def stop(self, dataset: str) -> None:
        """Stop a run; what it finished is kept, and a new start goes on from there."""
        with self._lock:
            job, run = self._jobs.get(dataset), self._own_run(dataset)
            if job is None or not job.active:
                return
            self._jobs[dataset] = replace(job, state=State.STOPPED)
            if run is not None:
                run.stop()

    def forget(self, dataset: str) -> None:
        """End a run at once and drop it from the list; afterwards nothing works on the dataset."""
        with self._lock:
            self._jobs.pop(dataset, None)
            self._cut_short.discard(dataset)
            run = self._runs.get(dataset)
        if run is not None and run.thread is not None:
            run.kill()
            run.thread.join(PATIENCE_S)

    def close(self) -> None:
        """Stop everything, and wait until what was finished is saved."""
        self._closed = True
        for job in self.all():
            self.stop(job.dataset)
        with self._lock:
            threads = [run.thread for run in self._runs.values() if run.thread is not None]
        for thread in threads:
            thread.join(2 * PATIENCE_S)

    # The lock is held in all that follows, but for `_follow`.

    def _begin(self, job: Job) -> Job:
        self._jobs.pop(job.dataset, None)  # its place is behind those that wait
        self._jobs[job.dataset] = job
        self._interrupt_less_urgent(job)
        self._pass_turn()
        return self._jobs[job.dataset]

    def _interrupt_less_urgent(self, than: Job) -> None:
        """What is less urgent rests until it is its turn again."""
        run = self._turn
        job = None if run is None else self._jobs.get(run.dataset)
        if run is None or job is None or run.stopped:
            return
        if job.urgency > than.urgency:
            run.tell(PAUSE)
            self._jobs[run.dataset] = replace(job, state=State.WAITING)
            self._turn = None

    def _move(self, dataset: str, before: tuple[State, ...], after: State) -> bool:
        job = self._jobs.get(dataset)
        if job is None or job.state not in before:
            return False
        self._jobs[dataset] = replace(job, state=after)
        return True

    def _own_run(self, dataset: str) -> Run | None:
        """The process of a dataset's job; None while there is none but one told to end."""
        run = self._runs.get(dataset)
        return None if run is None or run.stopped else run

    def _leave_turn(self, run: Run) -> None:
        if self._turn is run:
            self._turn = None
        self._pass_turn()

    def _pass_turn(self) -> None:
        for job in sorted(self._jobs.values(), key=lambda job: job.urgency):
            if self._turn is not None or self._closed:
                return
            ending = job.dataset in self._runs and self._own_run(job.dataset) is None
            if job.state is State.WAITING and not ending:
                self._take_turn(job)

    def _take_turn(self, job: Job) -> None:
        run = self._own_run(job.dataset)
        try:
            self._turn = run or self._launch(job)
        except OSError as error:
            words = f"The indexing process could not be started: {error}"
            self._jobs[job.dataset] = replace(job, state=State.FAILED, message=words)
            return
        self._jobs[job.dataset] = replace(job, state=State.RUNNING)
        if run is not None:
            run.tell(RESUME)

    def _launch(self, job: Job) -> Run:
        run = Run(self._folder, job.dataset, job.method)
        run.thread = threading.Thread(target=self._follow, args=(run,), daemon=True)
        self._runs[job.dataset] = run
        run.thread.start()
        return run

    def _follow(self, run: Run) -> None:
        def note(progress: Progress) -> None:
            with self._lock:
                self._update(run, lambda job: replace(job, progress=progress))

        try:
            code, message = run.follow(note)
            if code == 0:
                self._finished(run.dataset)
        except Exception as error:  # whatever it is, other datasets still want their turn
            code, message = 1, f"The indexing process could not be followed: {error!r}"
            run.kill()
        with self._lock:
            del self._runs[run.dataset]
            end = State.FINISHED if code == 0 else State.FAILED
            if not run.stopped:
                self._update(run, lambda job: replace(job, state=end, message=message))
                self._go_on_with(run.dataset)
            self._leave_turn(run)

    def _go_on_with(self, dataset: str) -> None:
        job = self._jobs.get(dataset)
        if job is None or job.state is not State.FINISHED or job.background:
            return
        if self._afterwards and (not job.method or dataset in self._cut_short):
            self._cut_short.discard(dataset)
            self._jobs[dataset] = Job(dataset, job.name, State.WAITING, self._afterwards)

    def _update(self, run: Run, change: Callable[[Job], Job]) -> None:
        """Write news of a run into its job, unless that was forgotten or begun anew."""
        job = self._jobs.get(run.dataset)
        if job is not None and (job.state is State.STOPPED or not run.stopped):
            self._jobs[run.dataset] = change(job)
