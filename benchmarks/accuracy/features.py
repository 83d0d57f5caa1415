"""Files → values of every contender: each file is read and decoded once for all that lack them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.cache import Cache, digest_of_files, text_of
from benchmarks.accuracy.contenders import Contender
from benchmarks.accuracy.truth import Dataset
from benchmarks.common import say
from dedup_core.decode import Decoded, opened
from dedup_core.errors import PictureError

_VERSION = 2  # of what is kept of each picture
_AT_ONCE = 64  # pictures whose reductions are in memory
_SIZES = "lengths"


@dataclass(frozen=True, slots=True)
class Features:
    """What was made of the pictures of a data set.

    key:         changes with any file
    information: of each picture, see `Facts.information`; NaN where it cannot be read, float64 [n]
    taken_at:    seconds, NaN where unknown, float64 [n]
    values:      of each contender by name, [n, …]
    thumbnails:  JPEGs, empty where the picture cannot be read
    """

    key: str
    information: NDArray[np.float64]
    taken_at: NDArray[np.float64]
    values: dict[str, NDArray[Any]]
    thumbnails: Sequence[bytes]

    @property
    def readable(self) -> NDArray[np.bool_]:
        """Which pictures can be read."""
        return ~np.isnan(self.information)


def features(dataset: Dataset, contenders: Sequence[Contender], cache: Cache) -> Features:
    """Everything that is asked for, from the cache or from the files."""
    key, decoding = digest_of_files(dataset.files), text_of("dedup_core/decode")
    seen = cache.made(lambda: _look(dataset), "pictures", key, decoding, str(_VERSION))
    kept = {one.name: cache.get("values", key, one.name, one.stamp) for one in contenders}
    missing = [one for one in contenders if kept[one.name] is None]
    if missing:
        say(f"{dataset.name}: {', '.join(one.name for one in missing)} of {len(dataset.files):,}")
        for one, array in zip(missing, _make(dataset.files, missing), strict=True):
            cache.put({"values": array}, "values", key, one.name, one.stamp)
            kept[one.name] = {"values": array}
    values = {name: arrays["values"] for name, arrays in kept.items() if arrays is not None}
    thumbnails = _apart(seen["thumbnails"], seen[_SIZES])
    return Features(key, seen["information"], seen["taken_at"], values, thumbnails)


def decoded(file: Path) -> Decoded | None:
    """A file as a scan decodes it; None where it holds no picture."""
    try:
        return opened(file.read_bytes()).decode()
    except PictureError:
        return None


def _look(dataset: Dataset) -> dict[str, NDArray[Any]]:
    """Information, times and thumbnails of all pictures."""
    information, taken_at = (np.full(len(dataset.files), np.nan) for _ in range(2))
    thumbnails = []
    for row, file in enumerate(dataset.files):
        picture = decoded(file)
        thumbnails.append(picture.thumbnail if picture else b"")
        if picture:
            information[row] = picture.facts.information
            if picture.facts.taken_at_ms is not None:
                taken_at[row] = picture.facts.taken_at_ms / 1000
    lengths = np.array([len(one) for one in thumbnails], np.int64)
    bytes_ = np.frombuffer(b"".join(thumbnails), np.uint8)
    return {"information": information, "taken_at": taken_at, "thumbnails": bytes_, _SIZES: lengths}


def _apart(whole: NDArray[np.uint8], lengths: NDArray[np.int64]) -> list[bytes]:
    ends = np.cumsum(lengths)
    data = whole.tobytes()
    return [data[end - size : end] for end, size in zip(ends, lengths, strict=True)]


def _make(files: Sequence[Path], contenders: Sequence[Contender]) -> list[NDArray[Any]]:
    """The values of each contender; zeros for what cannot be read."""
    parts: list[list[NDArray[Any]]] = [[] for _ in contenders]
    rows = list[int]()
    for batch in _batches(files):
        rows += [row for row, _ in batch]
        for part, contender in zip(parts, contenders, strict=True):
            reductions = [contender.reduce(picture.upright) for _, picture in batch]
            part.append(contender.values(reductions))
    whole = []
    for part in parts:
        values = np.concatenate(part)
        whole.append(np.zeros((len(files), *values.shape[1:]), values.dtype))
        whole[-1][rows] = values
    return whole


def _batches(files: Sequence[Path]) -> Iterator[list[tuple[int, Decoded]]]:
    batch = list[tuple[int, Decoded]]()
    for row, file in enumerate(files):
        picture = decoded(file)
        if picture:
            batch.append((row, picture))
        if batch and (len(batch) == _AT_ONCE or row == len(files) - 1):
            yield batch
            batch = []
    if batch:
        yield batch
