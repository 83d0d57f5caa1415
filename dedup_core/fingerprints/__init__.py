"""The methods. A new one is a file with a `METHOD`, and a line in `ALL`."""

from __future__ import annotations

from dedup_core.errors import MethodError
from dedup_core.fingerprints import ahash, dhash, exact, phash, whash
from dedup_core.fingerprints.base import Method, Metric, Notch

__all__ = ["ALL", "DEFAULT", "Method", "Metric", "Notch", "method_named"]

ALL: tuple[Method, ...] = (
    phash.METHOD,
    dhash.METHOD,
    ahash.METHOD,
    whash.METHOD,
    exact.METHOD,
)
DEFAULT = phash.METHOD


def method_named(name: str) -> Method:
    """The method of that name; MethodError lists the known ones."""
    for method in ALL:
        if method.name == name:
            return method
    known = ", ".join(method.name for method in ALL)
    raise MethodError(f"There is no method {name!r}. Known methods: {known}.")
