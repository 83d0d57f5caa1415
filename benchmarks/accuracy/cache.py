"""Keeps what was computed for a set of pictures, so that a second run only counts.

What is kept is found by the pictures' own bytes, the method's name and version, and the text of the
modules that it is made of: whatever changes, it is made anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.common import CACHE, ROOT

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of arrays."""

    folder: Path = CACHE / "accuracy"

    def path(self, *key: str) -> Path:
        """Where the arrays of a key are, or will be."""
        short = hashlib.sha256("\n".join(key).encode()).hexdigest()[:20]
        return self.folder / f"{key[0]}-{short}.npz"

    def get(self, *key: str) -> dict[str, NDArray[Any]] | None:
        """The arrays kept under a key, if they are there."""
        path = self.path(*key)
        if not path.is_file():
            return None
        with np.load(path) as kept:
            return dict(kept)

    def put(self, arrays: Arrays, *key: str) -> None:
        """Keep arrays under a key."""
        path = self.path(*key)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished.npz")
        np.savez(unfinished, allow_pickle=False, **arrays)
        unfinished.rename(path)

    def made(self, make: Callable[[], Arrays], *key: str) -> Arrays:
        """The arrays of a key; made where they are missing."""
        kept = self.get(*key)
        if kept is None:
            self.put(made := make(), *key)
            return made
        return kept


def digest_of_files(files: Iterable[Path]) -> str:
    """A number for the contents of these files, in this order."""
    whole = hashlib.sha256()
    for file in files:
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def text_of(*parts: str) -> str:
    """A number for the text of these modules or packages of the core."""
    files = set[Path]()
    for part in parts:
        place = ROOT / part
        files |= {place} if place.is_file() else {*place.rglob("*.py"), *place.rglob("*.json")}
    return digest_of_files(sorted(files))
