"""What is compared: every listed method of the core, and its peers, all used in the same way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.cache import text_of
from dedup_core import fingerprints
from dedup_core.decode import Upright
from dedup_core.fingerprints import Method, Metric, cnn
from dedup_core.pairs import MIN_INFORMATION
from dedup_core.search import search_for

Values = NDArray[Any]
Rows = NDArray[np.int32]
_HERE = "benchmarks/accuracy/contenders.py"
OURS, PEER = "ours", "peer"
_PDQ_DEFAULT = 31.0  # bits of 256, its authors' own threshold


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to compare pictures that gives each picture a value.

    stamp:       changes whenever the values may change
    reduce:      a decoded picture → what its value is made of
    values:      reductions of a batch → values [n, …]
    distances:   values, left, right → float64 [pairs]
    silent:      values, information of each picture → which must not be compared, bool [n]
    whole:       values of a whole data set → what is compared of them
    default:     the largest distance at which two pictures count as duplicates by default
    metric:      of a method of the core
    """

    name: str
    side: str
    stamp: str
    reduce: Callable[[Upright], Any]
    values: Callable[[Sequence[Any]], Values]
    distances: Callable[[Values, Rows, Rows], NDArray[np.float64]]
    silent: Callable[[Values, NDArray[np.float64]], NDArray[np.bool_]]
    whole: Callable[[Values], Values]
    default: float
    metric: Metric | None = None


def all_contenders() -> list[Contender]:
    """Every method that gives a picture a value and can be used here, then the peers."""
    return [ours(method) for method in _comparing() if not _problem(method)] + _peers()


def problems() -> dict[str, str]:
    """Why methods cannot be measured here, by name."""
    return {method.name: why for method in _comparing() if (why := _problem(method))}


def _comparing() -> list[Method]:
    """The listed methods that give each picture a value."""
    return [method for method in fingerprints.ALL if method.metric is not Metric.JUDGED]


def _problem(method: Method) -> str:
    why = method.problem() if method.problem else cnn.problem(method.name)
    return why.replace(str(Path.home()), "~")


def ours(method: Method) -> Contender:
    """A method of the core."""
    stamp = f"{method.version} {text_of('dedup_core/fingerprints', 'dedup_core/decode')}"
    return Contender(
        method.name,
        OURS,
        stamp,
        method.reduce,
        lambda reductions: method.fingerprint(np.stack(reductions)),
        lambda values, left, right: (
            search_for(method.metric).distances(values, left, right).astype(np.float64)
        ),
        partial(_silent, method),
        method.compared or _as_they_are,
        method.limit_of(method.default),
        method.metric,
    )


def _silent(method: Method, values: Values, information: NDArray[np.float64]) -> NDArray[np.bool_]:
    """As a scan leaves pictures out: with too little to compare, or without a say."""
    silent = np.zeros(len(values), bool)
    if method.needs_detail:
        silent |= information < MIN_INFORMATION
    if method.says_nothing is not None:
        silent |= method.says_nothing(values)
    return silent


def _peers() -> list[Contender]:
    """PDQ by its own package, upright, and in the least of the eight mirrored and turned ways."""
    try:
        stamp = f"{version('pdqhash')} {text_of('dedup_core/decode', _HERE)}"
    except ModuleNotFoundError:
        return []
    rest = (_all_speak, _as_they_are, _PDQ_DEFAULT)
    return [
        Contender("pdqhash", PEER, stamp, _pdq, np.stack, _upright_bits, *rest),
        Contender("pdqhash, 8 ways", PEER, stamp, _pdq_turned, np.stack, _least_of_eight, *rest),
    ]


def _pdq(upright: Upright) -> NDArray[np.uint8]:
    """The hash of a picture, uint8 [32]."""
    import pdqhash

    bits, _ = pdqhash.compute(np.ascontiguousarray(upright.image))
    return np.packbits(bits.astype(np.uint8))


def _pdq_turned(upright: Upright) -> NDArray[np.uint8]:
    """The hash of a picture in its eight orientations, uint8 [8, 32]."""
    import pdqhash

    hashes, _ = pdqhash.compute_dihedral(np.ascontiguousarray(upright.image))
    return np.packbits(np.stack(hashes).astype(np.uint8), axis=1)


def _upright_bits(values: Values, left: Rows, right: Rows) -> NDArray[np.float64]:
    return _bits(values, left, right)


def _least_of_eight(values: Values, left: Rows, right: Rows) -> NDArray[np.float64]:
    upright = values[:, 0]
    ways = [_bits(upright, left, right, values[:, way]) for way in range(values.shape[1])]
    return np.asarray(np.minimum.reduce(ways))


def _bits(
    values: Values, left: Rows, right: Rows, others: Values | None = None
) -> NDArray[np.float64]:
    """Bits between rows of `values` and of `others`, or of the same."""
    one, other = (
        np.ascontiguousarray(each).view(np.uint64)
        for each in (values, values if others is None else others)
    )
    return np.asarray(np.bitwise_count(one[left] ^ other[right]).sum(axis=1), np.float64)


def _all_speak(values: Values, _: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.zeros(len(values), bool)


def _as_they_are(values: Values) -> Values:
    return values
