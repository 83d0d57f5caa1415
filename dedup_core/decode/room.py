"""Memory that decoding threads share, so that many large pictures wait for each other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Room:
    """So many bytes for all threads together. What is larger than the whole room goes alone."""

    def __init__(self, size_bytes: int) -> None:
        self._size, self._taken = size_bytes, 0
        self._changed = threading.Condition()

    @contextmanager
    def holding(self, size_bytes: int) -> Iterator[None]:
        """Wait until there is room for so much, and hold it inside the block."""
        with self._changed:
            self._changed.wait_for(
                lambda: not self._taken or self._taken + size_bytes <= self._size
            )
            self._taken += size_bytes
        try:
            yield
        finally:
            with self._changed:
                self._taken -= size_bytes
                self._changed.notify_all()
