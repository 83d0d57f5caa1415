"""Self-tests beside the pages: one at a time, which goes on when a page is left; kept in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from dedup_core.control import STOP, Steering
from dedup_core.errors import Cancelled, DedupError
from dedup_core.model import Control, Progress, Report
from dedup_core.selftest.result import SelfTest

_NOTHING = Progress("", 0, 0, 0, 0, 0, 0, 0, 0.0)
_KEPT = 8  # results in memory, about 0.5 MB each
_PATIENCE_S = 10.0  # for the pictures in hand, when the server ends

Task = Callable[[Report, Control], SelfTest]


@dataclass(frozen=True, slots=True)
class Running:
    """One self-test as it is now. error: why it could not be done; `result` is None until then."""

    progress: Progress = _NOTHING
    result: SelfTest | None = None
    error: str = ""

    @property
    def active(self) -> bool:
        """Whether it is still to come to an end."""
        return self.result is None and not self.error


class SelfTests:
    """The last self-tests of this process by key. Safe to use from several threads.

    A key says what was tested: the version of the dataset, how many originals, and the seed.
    """

    def __init__(self) -> None:
        self._runs: OrderedDict[str, Running] = OrderedDict()
        self._steering = Steering()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def start(self, key: str, task: Task) -> bool:
        """Begin, unless one goes on already: then False comes back and nothing happens."""
        with self._lock:
            if any(run.active for run in self._runs.values()):
                return False
            self._steering = Steering()
            self._put(key, Running())
            self._thread = threading.Thread(
                target=self._run, args=(key, task, self._steering), name="self-test", daemon=True
            )
            self._thread.start()
        return True

    def of(self, key: str) -> Running | None:
        """The self-test of that key, as long as it is in memory."""
        with self._lock:
            return self._runs.get(key)

    def active(self) -> Running | None:
        """The one that goes on now, whatever its key."""
        with self._lock:
            return next((run for run in self._runs.values() if run.active), None)

    def stop(self) -> None:
        """Let it end without a result."""
        self._steering.obey(STOP)

    def close(self) -> None:
        """Stop, and wait for the pictures in hand."""
        self.stop()
        if self._thread is not None:
            self._thread.join(_PATIENCE_S)

    def _run(self, key: str, task: Task, steering: Steering) -> None:
        def note(progress: Progress) -> None:
            with self._lock:
                self._put(key, replace(self._runs[key], progress=progress))

        try:
            ended = Running(result=task(note, steering))
        except Cancelled:
            ended = None
        except DedupError as refusal:
            ended = Running(error=str(refusal))
        except Exception as surprise:  # the page must come to know of it
            ended = Running(error=f"It ended unexpectedly: {surprise!r}. Nothing was changed.")
        with self._lock:
            del self._runs[key]
            if ended is not None:
                self._put(key, ended)

    def _put(self, key: str, run: Running) -> None:
        self._runs[key] = run
        while len(self._runs) > _KEPT:
            self._runs.popitem(last=False)
