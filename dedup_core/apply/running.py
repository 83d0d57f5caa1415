"""Work on files beside the pages: one thread at a time, which goes on when a page is left."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from dedup_core.apply.tally import Done
from dedup_core.control import STOP, Steering
from dedup_core.errors import ApplyError, DedupError
from dedup_core.model import Control, Progress, Report

_NOTHING = Progress("", 0, 0, 0, 0, 0, 0, 0, 0.0)
_PATIENCE_S = 10.0  # for the file or batch in hand, when the server ends

Task = Callable[[Report, Control], Done]


@dataclass(frozen=True, slots=True)
class Work:
    """One run as it is now; `done` is None while it goes on. error: why it could not be done."""

    dataset: str
    progress: Progress = _NOTHING
    done: Done | None = None
    error: str = ""

    @property
    def active(self) -> bool:
        """Whether it is still to come to an end."""
        return self.done is None and not self.error


class Running:
    """The last run of each dataset in this process. Safe to use from several threads."""

    def __init__(self) -> None:
        self._works: dict[str, Work] = {}
        self._steering = Steering()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def start(self, dataset: str, task: Task) -> None:
        """Begin; ApplyError while another run goes on: two could each take what the other keeps."""
        with self._lock:
            if any(work.active for work in self._works.values()):
                raise ApplyError("Files are being copied or moved already. Wait for the end of it.")
            self._steering = Steering()
            self._works[dataset] = Work(dataset)
            self._thread = threading.Thread(
                target=self._run,
                args=(dataset, task, self._steering),
                name=f"apply {dataset}",
                daemon=True,
            )
            self._thread.start()

    def of(self, dataset: str) -> Work | None:
        """The last run of a dataset, until it is put away."""
        with self._lock:
            return self._works.get(dataset)

    def put_away(self, dataset: str) -> None:
        """Forget the result of a run that has ended."""
        with self._lock:
            work = self._works.get(dataset)
            if work is not None and not work.active:
                del self._works[dataset]

    def stop(self) -> None:
        """Let the run end; what was finished is kept."""
        self._steering.obey(STOP)

    def close(self) -> None:
        """Stop, and wait for the file in hand."""
        self.stop()
        if self._thread is not None:
            self._thread.join(_PATIENCE_S)

    def _run(self, dataset: str, task: Task, steering: Steering) -> None:
        def note(progress: Progress) -> None:
            with self._lock:
                self._works[dataset] = replace(self._works[dataset], progress=progress)

        done, error = None, ""
        try:
            done = task(note, steering)
        except DedupError as refusal:
            error = str(refusal)
        except Exception as surprise:  # the page must come to know of it
            error = f"It ended unexpectedly: {surprise!r}. Nothing that was finished is lost."
        with self._lock:
            self._works[dataset] = replace(self._works[dataset], done=done, error=error)
