"""The methods. A new one is a file with a `METHOD`, and a line in `ALL`."""

from __future__ import annotations

from dataclasses import replace

from dedup_core.errors import MethodError
from dedup_core.fingerprints import (
    ahash,
    cnn,
    combined,
    dhash,
    exact,
    fitted,
    layout,
    pdq,
    phash,
    scene,
    whash,
)
from dedup_core.fingerprints.base import Method, Metric, Notch, When
from dedup_core.fingerprints.turned import turned_method

__all__ = [
    "ALL",
    "DEFAULT",
    "INDEXED",
    "OFFERED",
    "Method",
    "Metric",
    "Notch",
    "When",
    "method_named",
]

# Of these, phash's turns cost next to nothing with the one pass, and looking closer needs them;
# the others would cost half as much again as all hashes together.
_TURNED = (
    turned_method(phash.METHOD),
    *(
        replace(turned_method(method), when=When.ASKED)
        for method in (dhash.METHOD, ahash.METHOD, whash.METHOD, pdq.METHOD)
    ),
)
_HASHES = tuple(
    replace(method, turned=turned)
    for method, turned in zip(
        (phash.METHOD, dhash.METHOD, ahash.METHOD, whash.METHOD, pdq.METHOD), _TURNED, strict=True
    )
)
OFFERED: tuple[Method, ...] = (
    *_HASHES,
    layout.METHOD,
    fitted.METHOD,
    scene.METHOD,
    combined.METHOD,
    *cnn.METHODS,
    *cnn.custom_methods(),
    exact.METHOD,
)
ALL = (*OFFERED, *_TURNED)
INDEXED = tuple(method for method in ALL if method.when is When.INDEXING)
DEFAULT = OFFERED[0]


def method_named(name: str) -> Method:
    """The method of that name; MethodError lists the known ones."""
    for method in ALL:
        if method.name == name:
            return method
    known = ", ".join(method.name for method in ALL)
    raise MethodError(f"There is no method {name!r}. Known methods: {known}.")
