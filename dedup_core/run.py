"""One indexing run in a process of its own: begun, told what to do, and followed to its end."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from dedup_core.control import STOP
from dedup_core.model import Progress
from dedup_core.progress import progress_in

_SCAN = (sys.executable, "-m", "dedup_core", "scan", "--json", "--steered")
_HOME = Path(__file__).resolve().parents[1]  # where `-m dedup_core` is found from anywhere
_ERROR = "error: "
PATIENCE_S = 10.0  # for saving the batch in hand; a read that hangs never comes back at all


class Run:
    """The process that indexes a dataset. `stopped`: it was told to end.

    method: only this one, of those that are computed when somebody asks; empty: the usual ones
    """

    def __init__(self, folder: Path, dataset: str, method: str = "") -> None:
        self.dataset = dataset
        self.stopped = False
        self.thread: threading.Thread | None = None
        # A file: nobody reads a pipe while it fills up. `_close` closes it.
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115
        try:
            self._process = subprocess.Popen(
                [*_SCAN, "--dataset", dataset, "--workspace", str(folder), *_only(method)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                cwd=_HOME,
                text=True,
                encoding="utf-8",
                errors="backslashreplace",
            )
        except OSError:
            self._errors.close()
            raise
        self._impatience = threading.Timer(PATIENCE_S, self._process.kill)
        self._impatience.daemon = True

    def tell(self, word: str) -> None:
        """Send a command; one that has ended by itself need not hear it."""
        assert self._process.stdin is not None
        with suppress(OSError, ValueError):
            self._process.stdin.write(word + "\n")
            self._process.stdin.flush()

    def stop(self) -> None:
        """Let it save what is finished and end; after a while it is killed."""
        if not self.stopped:
            self.stopped = True
            self.tell(STOP)
            self._impatience.start()

    def kill(self) -> None:
        """End it at once."""
        self.stopped = True
        self._process.kill()

    def follow(self, note: Callable[[Progress], None]) -> tuple[int, str]:
        """Pass its progress on until it ends; its exit code and the error in words come back."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            progress = progress_in(line)
            if progress is not None:
                note(progress)
        code = self._process.wait()
        self._impatience.cancel()
        self._errors.seek(0)
        message = self._errors.read().strip()
        self._close()
        return code, _words(code, message)

    def _close(self) -> None:
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                with suppress(OSError):  # a command that the process did not take any more
                    stream.close()


def _only(method: str) -> list[str]:
    return ["--method", method] if method else []


def _words(code: int, message: str) -> str:
    """Why a process ended, empty when all went well: libraries write to standard error, too."""
    last = message.splitlines()[-1] if message else ""
    if code == 0:
        return ""
    if code < 0 and not last.startswith(_ERROR):
        return f"It was ended from outside (signal {-code}). Start it again to go on."
    return last.removeprefix(_ERROR) or f"It ended with code {code}."
