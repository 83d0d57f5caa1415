"""Our own threads use all cores; those that libraries start below them would only be in the way."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread_a_task() -> Iterator[None]:
    """Inside, the libraries for matrices, and OpenCV where it is loaded, start no threads.

    These wait for each other in loops, which costs more than the work: with them 1,500 small
    pictures took 26 s of CPU to index instead of 7, and comparing two scenes 9.4 ms instead of 1.4.
    """
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - 10 ms that only work needs

    cv2 = sys.modules.get("cv2")
    before = 0 if cv2 is None else cv2.getNumThreads()
    if cv2 is not None:
        cv2.setNumThreads(1)
    try:
        with threadpool_limits(1, "blas"):
            yield
    finally:
        if cv2 is not None:
            cv2.setNumThreads(before)
