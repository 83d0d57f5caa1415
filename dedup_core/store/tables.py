"""The workspace's tables. Whatever is computed is keyed by (digest, method, version)."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

SCHEMA_VERSION = 1

metadata = MetaData()
thumbnail_metadata = MetaData()

about = Table("about", metadata, Column("key", Text, primary_key=True), Column("value", Text))

pictures = Table(
    "pictures",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("format", Text, nullable=False),
    Column("taken_at", Integer),
    Column("camera", Text, nullable=False),
    Column("sharpness", Float, nullable=False),
    Column("information", Float, nullable=False),
)

features = Table(
    "features",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("method", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

datasets = Table(
    "datasets",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),  # "path": a place on this machine, "upload": our copy
    Column("place", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("indexed_at", Text),  # None until a scan has come to its end
    Column("removed_at", Text),
)

entries = Table(
    "entries",
    metadata,
    Column("dataset", Text, primary_key=True),
    Column("path", Text, primary_key=True),
    Column("size_bytes", Integer, nullable=False),
    Column("stamp", Text, nullable=False),
    Column("digest", Text),  # None when skipped
    Column("reason", Text),  # why it was skipped
)

marks = Table(
    "marks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("dataset", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("keep", Boolean),  # None: back to the suggestion
    Column("at", Text, nullable=False),
    Index("marks_by_dataset", "dataset", "id"),
)

thumbnails = Table(
    "thumbnails",
    thumbnail_metadata,
    Column("digest", Text, primary_key=True),
    Column("jpeg", LargeBinary, nullable=False),
)
