"""CPU time of each contender: for each picture, and for each pair that is compared."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from benchmarks.accuracy.contenders import Contender
from benchmarks.accuracy.features import Features, decoded
from benchmarks.accuracy.measure import Known
from benchmarks.accuracy.truth import Dataset
from dedup_core.decode import Upright

_PICTURES = 24
_PAIRS = 100_000
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU milliseconds for a picture once it is decoded, and microseconds for a pair."""

    picture_ms: float
    pair_us: float


def cpu_of(call: Callable[[], object], rounds: int = _ROUNDS) -> float:
    """CPU seconds of a call, the median of several."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        call()
        times.append(time.process_time() - began)
    return statistics.median(times)


def costs_of(
    contenders: Sequence[Contender], dataset: Dataset, made: Features, known: Known
) -> dict[str, Cost]:
    """The cost of each contender by name, and of the decode that all share as "decode"."""
    rows = np.flatnonzero(made.readable)
    files = [dataset.files[row] for row in rows[:: max(1, len(rows) // _PICTURES)]]
    pictures = [seen.upright for file in files if (seen := decoded(file))]
    costs = {"decode": Cost(_ms(lambda: [decoded(file) for file in files], len(files)), 0.0)}
    pairs = slice(None, None, max(1, len(known.left) // _PAIRS))
    left, right = known.left[pairs], known.right[pairs]
    for one in contenders:
        values = one.whole(made.values[one.name])
        picture = _ms(partial(_values, one, pictures), len(pictures))
        pair = cpu_of(partial(one.distances, values, left, right))
        costs[one.name] = Cost(picture, 1e6 * pair / len(left))
    return costs


def _ms(call: Callable[[], object], pictures: int) -> float:
    return 1e3 * cpu_of(call) / pictures


def _values(contender: Contender, pictures: Sequence[Upright]) -> object:
    """Everything from the decoded picture on: no reduction is there yet."""
    fresh = (replace(picture, _grey={}) for picture in pictures)
    return contender.values([contender.reduce(picture) for picture in fresh])
