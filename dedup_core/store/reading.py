"""Catalogs and facts as they come out of the store."""

from __future__ import annotations

import sys

import numpy as np
from sqlalchemy import Connection, func, select

from dedup_core.errors import StoreError
from dedup_core.model import Catalog, Facts, Skipped
from dedup_core.store import tables


def read_catalog(connection: Connection, dataset: str, source: str) -> Catalog:
    """The catalog of a dataset that is called `source`."""
    e, p = tables.entries, tables.pictures
    numbers = p.c.width, p.c.height, p.c.size_bytes, func.coalesce(p.c.taken_at_ms, -1)
    places = p.c.utc_offset_minutes, p.c.latitude, p.c.longitude
    measured = p.c.sharpness, p.c.information
    wanted = (e.c.path, e.c.digest, *numbers, *places, *measured, p.c.camera, p.c.serial)
    found = select(*wanted).join(p, p.c.digest == e.c.digest)
    rows = connection.execute(found.where(e.c.dataset == dataset).order_by(e.c.path)).all()
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(wanted)
    return Catalog(
        source=source,
        paths=columns[0],
        digests=columns[1],
        width=np.array(columns[2], np.int32),
        height=np.array(columns[3], np.int32),
        size_bytes=np.array(columns[4], np.int64),
        taken_at_ms=np.array(columns[5], np.int64),
        utc_offset_minutes=np.array(columns[6], np.float64),  # None becomes NaN
        latitude=np.array(columns[7], np.float64),
        longitude=np.array(columns[8], np.float64),
        sharpness=np.array(columns[9], np.float64),
        information=np.array(columns[10], np.float64),
        camera=tuple(map(sys.intern, columns[11])),  # few different ones
        serial=tuple(map(sys.intern, columns[12])),
        skipped=read_skipped(connection, dataset),
    )


def read_skipped(connection: Connection, dataset: str) -> tuple[Skipped, ...]:
    """The files of a dataset that are not indexed, each with its reason, in path order."""
    t = tables.entries
    query = select(t.c.path, t.c.reason).where(t.c.dataset == dataset, t.c.digest.is_(None))
    rows = connection.execute(query.order_by(t.c.path)).all()
    return tuple(Skipped(path, reason or "") for path, reason in rows)


def read_facts(connection: Connection, digest: str) -> Facts:
    """What is known of a content; StoreError when it was never indexed."""
    t = tables.pictures
    columns = [t.c[name] for name in Facts.__dataclass_fields__]
    row = connection.execute(select(*columns).where(t.c.digest == digest)).first()
    if row is None:
        raise StoreError("Nothing is known of this picture. Index the dataset again.")
    return Facts(**row._mapping)
