"""What was found out by looking at stored thumbnails: local features, and pairs one by one.

All of it can be computed again from the thumbnails. Pairs are kept by content, the smaller digest
first, and by its first 16 bytes: two of a billion contents share these with a chance of 1e-21.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, insert, select

from dedup_core import decode
from dedup_core.judged import RECORD, Judged, Rows
from dedup_core.store.database import upsert
from dedup_core.store.tables import judged_segments, local_features, looked

KEY_BYTES = 16
_AT_ONCE = 500  # values a statement: below every limit of SQLite on parameters
Keys = NDArray[np.bytes_]


class Looks:
    """Local features and judged pairs of all contents of a workspace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def known_features(self, version: int) -> set[str]:
        """The contents that have local features, in hex."""
        t = local_features
        with self._engine.connect() as connection:
            query = select(t.c.digest).where(t.c.version == _stamp(version))
            return set(connection.execute(query).scalars())

    def save_features(self, features: dict[str, bytes], version: int) -> None:
        """Store local features by content."""
        stamp = _stamp(version)
        rows = [{"digest": d, "version": stamp, "packed": p} for d, p in features.items()]
        with self._engine.begin() as connection:
            upsert(connection, local_features, rows)

    def features(self, digests: Sequence[str], version: int) -> dict[str, bytes]:
        """The local features of contents; those without are left out."""
        t, found = local_features, {}
        with self._engine.connect() as connection:
            for start in range(0, len(digests), _AT_ONCE):
                some = t.c.digest.in_(digests[start : start + _AT_ONCE])
                query = select(t.c.digest, t.c.packed).where(some, t.c.version == _stamp(version))
                found.update({row.digest: row.packed for row in connection.execute(query)})
        return found

    def save_judged(self, digests: Sequence[str], judged: Judged, version: int) -> None:
        """Append pairs; the digests are sorted, and the pairs are numbers in them."""
        keys = _keys(digests)
        left = np.concatenate((judged.left, judged.others_left))
        right = np.concatenate((judged.right, judged.others_right))
        row = {
            "version": _stamp(version),
            "left": keys[left].tobytes(),
            "right": keys[right].tobytes(),
            "records": judged.record.tobytes(),
        }
        with self._engine.begin() as connection:
            connection.execute(insert(judged_segments).values(row))

    def judged(self, digests: Sequence[str], version: int) -> Judged:
        """All pairs of these contents that were looked at; the digests are sorted."""
        keys = _keys(digests)
        parts = [_found(keys, *segment) for segment in self._segments(version)]
        if not parts:
            return Judged(_none(), _none(), np.zeros(0, RECORD), _none(), _none())
        columns = ((p.left, p.right, p.record, p.others_left, p.others_right) for p in parts)
        whole = Judged(*(np.concatenate(column) for column in zip(*columns, strict=True)))
        last = _last_of_each(whole.left, whole.right, len(digests))
        return Judged(
            whole.left[last],
            whole.right[last],
            whole.record[last],
            whole.others_left,
            whole.others_right,
        )

    def finished(self, dataset: str) -> str:
        """The state of a dataset that was looked at to the end; empty: none."""
        query = select(looked.c.state).where(looked.c.dataset == dataset)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar() or ""

    def finish(self, dataset: str, state: str) -> None:
        """Say that a dataset was looked at to the end in this state."""
        with self._engine.begin() as connection:
            upsert(connection, looked, [{"dataset": dataset, "state": state}])

    def _segments(self, version: int) -> Iterator[tuple[Keys, Keys, NDArray[np.void]]]:
        t = judged_segments
        query = select(t.c.left, t.c.right, t.c.records).where(t.c.version == _stamp(version))
        with self._engine.connect() as connection:
            for row in connection.execute(query.order_by(t.c.id)):
                yield _as_keys(row.left), _as_keys(row.right), np.frombuffer(row.records, RECORD)


def _stamp(version: int) -> int:
    """A version of ours with that of the decode: other thumbnails, other things to see on them."""
    return 1000 * version + decode.VERSION


def _keys(digests: Sequence[str]) -> Keys:
    return _as_keys(b"".join(bytes.fromhex(digest[: 2 * KEY_BYTES]) for digest in digests))


def _as_keys(data: bytes) -> Keys:
    return np.frombuffer(data, f"S{KEY_BYTES}")  # fixed width, so zeros at its end do no harm


def _found(keys: Keys, left: Keys, right: Keys, record: NDArray[np.void]) -> Judged:
    """The pairs of a segment both of whose contents are among the keys."""
    first, second = _places(keys, left), _places(keys, right)
    there = (first >= 0) & (second >= 0)
    same, others = there.copy(), there.copy()
    same[len(record) :], others[: len(record)] = False, False
    mine = record[same[: len(record)]]
    return Judged(first[same], second[same], mine, first[others], second[others])


def _places(keys: Keys, wanted: Keys) -> Rows:
    """The number of each wanted key, -1 where it is not there. The keys are sorted."""
    if not len(keys):
        return np.full(len(wanted), -1, np.int32)
    at = np.searchsorted(keys, wanted).clip(0, len(keys) - 1)
    return np.where(keys[at] == wanted, at, -1).astype(np.int32)


def _last_of_each(left: Rows, right: Rows, contents: int) -> NDArray[np.int64]:
    """Which entries stay when the last one of each pair counts, sorted by pair."""
    pairs = left.astype(np.int64)[::-1] * contents + right[::-1]
    _, first = np.unique(pairs, return_index=True)
    return np.asarray(len(pairs) - 1 - first)


def _none() -> Rows:
    return np.zeros(0, np.int32)
