"""Fingerprints as columns: one row a batch and method, read back in one go.

A row of `segments` holds the digests of a batch, 32 bytes each, and their fingerprints in the same
order. A content may be in several segments (it was indexed twice at once); the last one counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, select
from sqlalchemy.dialects.sqlite import insert

from dedup_core.errors import NotComputedError
from dedup_core.fingerprints import Method
from dedup_core.store.records import Computed
from dedup_core.store.tables import segments

DIGEST_BYTES = 32
Bytes = NDArray[np.uint8]


def write_segments(
    connection: Connection, done: Sequence[Computed], methods: Sequence[Method], *, exactly: bool
) -> None:
    """Append the fingerprints of a batch."""
    for method in methods:
        having = [item for item in done if method.name in item.values]
        if having:
            row = {
                "method": method.name,
                "version": method.version,
                "exact": exactly,
                "digests": bytes.fromhex("".join(item.digest for item in having)),
                "fingerprints": b"".join(item.values[method.name] for item in having),
            }
            connection.execute(insert(segments).values(row))


def known_digests(connection: Connection, method: Method, *, exactly: bool) -> set[str]:
    """The contents that have a fingerprint under a method, in hex."""
    found: set[str] = set()
    for row in connection.execute(_of(method, exactly)):
        digests = row.digests.hex()
        step = 2 * DIGEST_BYTES
        found.update(digests[at : at + step] for at in range(0, len(digests), step))
    return found


def read_fingerprints(
    connection: Connection, digests: Sequence[str], method: Method, *, exactly: bool
) -> NDArray[Any]:
    """Fingerprints [digests, values of the method's kind]; NotComputedError if some lack."""
    rows = connection.execute(_of(method, exactly)).all()
    stored = _matrix(b"".join(row.digests for row in rows), DIGEST_BYTES)
    values = _matrix(b"".join(row.fingerprints for row in rows), method.width_bytes)
    try:
        wanted = _matrix(bytes.fromhex("".join(digests)), DIGEST_BYTES)
    except ValueError:
        wanted = _matrix(b"", DIGEST_BYTES)
    at = _places(stored, wanted)
    if len(wanted) != len(digests) or (at < 0).any():
        raise NotComputedError(f"Some pictures have no {method.name} yet. Index the dataset again.")
    return values[at].view(method.kind)


def _of(method: Method, exactly: bool) -> Select[tuple[bytes, bytes]]:
    t = segments
    same = (t.c.method == method.name) & (t.c.version == method.version) & (t.c.exact == exactly)
    return select(t.c.digests, t.c.fingerprints).where(same).order_by(t.c.id)


def _matrix(data: bytes, width: int) -> Bytes:
    return np.frombuffer(data, np.uint8).reshape(-1, width)


def _places(stored: Bytes, wanted: Bytes) -> NDArray[np.int64]:
    """The last row of `stored` that equals each wanted one, -1 where there is none.

    By the first 8 bytes, which two contents share about once in 2^64; then all 32 are compared.
    """
    if not len(stored) or not len(wanted):
        return np.full(len(wanted), -1, np.int64)
    keys, asked = _first_word(stored), _first_word(wanted)
    order = np.argsort(keys, kind="stable")
    after = np.searchsorted(keys[order], asked, side="right")
    at = order[np.maximum(after - 1, 0)]
    wrong = (stored[at] != wanted).any(axis=1)
    at[wrong] = [_search(stored, row) for row in wanted[wrong]] if wrong.sum() <= 8 else -1
    return at


def _first_word(digests: Bytes) -> NDArray[np.uint64]:
    return np.ascontiguousarray(digests[:, :8]).view(np.uint64).reshape(-1)


def _search(stored: Bytes, digest: Bytes) -> int:
    """The same by looking at every row: for the two that share their first 8 bytes."""
    found = np.flatnonzero((stored == digest).all(axis=1))
    return int(found[-1]) if len(found) else -1
