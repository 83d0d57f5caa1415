"""One search by one way, in a process of its own: prints its cost and its pairs as JSON.

`benchmarks.search` starts it. It knows nothing but numpy and what the way itself needs, so that it
also runs in an environment that has little else.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.uint8] | NDArray[np.float32]
WARM_UP = 9000  # rows of the search before the one that is timed: above every switch of ours
PLENTY = 1 << 40
_AT_ONCE = 2000


def ours(values: Values, limit: float) -> int:
    from dedup_core.search import cosine, hamming

    search = cosine.pairs if values.dtype == np.float32 else hamming.pairs
    return len(search(values, limit, PLENTY).left)


def brute_force(values: Values, limit: float) -> int:
    from dedup_core.search import hamming, joining

    return len(joining.search(hamming.as_words(values), int(limit), PLENTY, layouts=(0,)).left)


def with_numpy(values: Values, limit: float) -> int:
    total = 0
    for first in range(0, len(values), _AT_ONCE):
        block = values[first : first + _AT_ONCE]
        if values.dtype == np.float32:
            near = block @ values[first:].T >= 1 - limit
            total += int(np.triu(near, 1).sum())
            continue
        words, some = values[first:].view(np.uint64), block.view(np.uint64)
        for row in range(len(some)):
            bits = np.bitwise_count(words[row + 1 :] ^ some[row]).sum(axis=1, dtype=np.uint16)
            total += len(np.flatnonzero(bits <= limit))
    return total


def with_faiss(values: Values, limit: float) -> int:
    import faiss

    if values.dtype == np.float32:
        index = faiss.IndexFlatIP(values.shape[1])
        radius = float(np.nextafter(np.float32(1 - limit), np.float32(0)))  # it finds what is above
    else:
        index = faiss.IndexBinaryFlat(values.shape[1] * 8)
        radius = int(limit) + 1  # it finds what is below
    index.add(values)
    total = 0
    for first in range(0, len(values), _AT_ONCE):
        starts, _, found = index.range_search(values[first : first + _AT_ONCE], radius)
        row = np.repeat(np.arange(len(starts) - 1), np.diff(starts).astype(int)) + first
        total += int((found > row).sum())
    return total


def with_imagededup(values: Values, limit: float) -> int:
    from imagededup.methods import PHash

    codes = {f"{row:07}": bytes(value).hex() for row, value in enumerate(values)}
    found = PHash(verbose=False).find_duplicates(
        encoding_map=codes, max_distance_threshold=int(limit)
    )
    return sum(len(near) for near in found.values()) // 2


WAYS: dict[str, Callable[[Values, float], int]] = {
    "ours": ours,
    "brute force": brute_force,
    "numpy": with_numpy,
    "faiss": with_faiss,
    "imagededup": with_imagededup,
}


def main() -> None:
    way, file, limit = sys.argv[1:]
    values, search = np.load(file), WAYS[way]
    some = values[: 100 if way == "imagededup" else WARM_UP]
    search(np.concatenate((some, some[:2])), 0)
    wall, cpu = time.perf_counter(), time.process_time()
    pairs = search(values, float(limit))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    cpu += sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    print(json.dumps({"wall": wall, "cpu": cpu, "peak_mb": _peak_mb(), "pairs": pairs}))


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
