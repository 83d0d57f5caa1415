"""A run that is paused, resumed and stopped from outside: by words on standard input or a signal.

Words pause it and not a signal: there is none on Windows, and SIGSTOP would hold a process up
within a database transaction, where others wait for it.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

PAUSE, RESUME, STOP = "pause", "resume", "stop"
_LOOK_EVERY_S = 0.1
_ENDING = (signal.SIGINT, signal.SIGTERM)


def _ignore(_: bool) -> None:
    pass


class Steering:
    """A `Control` that another thread, or a signal, moves.

    Plain flags that are looked at ten times a second, no lock: a signal may come while its own
    thread holds any lock, and would wait for it for ever.
    """

    def __init__(self, *, told: Callable[[bool], None] = _ignore) -> None:
        """`told` hears True when the run rests, everything saved, and False when it goes on."""
        self._told = told
        self._paused = self._stopped = False
        self.asked = False

    def obey(self, word: str) -> None:
        """Pause, resume or stop; other words mean nothing."""
        if word in (PAUSE, RESUME):
            self._paused = word == PAUSE
        elif word == STOP:
            self._stopped = True

    def paused(self) -> bool:
        """Whether the run is to rest."""
        return self._paused and not self._stopped

    def stopped(self) -> bool:
        """Whether the run is to end."""
        self.asked = True
        return self._stopped

    def wait(self) -> float:
        """Blocks while the run is paused and not stopped; the seconds that took come back."""
        began = time.monotonic()
        if not self.paused():
            return 0.0
        self._told(True)
        while self.paused():
            time.sleep(_LOOK_EVERY_S)
        self._told(False)
        return time.monotonic() - began


def listen(steering: Steering, descriptor: int = 0) -> None:
    """Obey the lines of an open file from now on; its end, the end of who started us, is a stop.

    Nobody would look on any more or could stop the run, and whoever comes next would start a
    second one beside it. Without a buffer: one that waits for a line blocks the program's exit.
    """

    def obey_all() -> None:
        with os.fdopen(descriptor, "rb", buffering=0, closefd=False) as lines:
            for line in lines:
                steering.obey(line.decode("ascii", "replace").strip())
        steering.obey(STOP)

    threading.Thread(target=obey_all, daemon=True).start()


@contextmanager
def stopped_by_signals(steering: Steering) -> Iterator[None]:
    """Within it Ctrl-C and SIGTERM let the run save what is finished; a second one does not wait.

    Before the run asks for the first time there is nothing to save, and it ends at once.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_signal: int, _frame: FrameType | None) -> None:
        hurry = not steering.asked or steering.stopped()
        steering.obey(STOP)
        if hurry:
            raise KeyboardInterrupt

    heard = [number for number in _ENDING if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, end) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
