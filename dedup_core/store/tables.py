"""The workspace's tables. Whatever is computed is keyed by content, method and version."""

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

SCHEMA_VERSION = 4  # of `workspace.sqlite`; with each step a line in `migrations`

metadata = MetaData()
thumbnail_metadata = MetaData()
look_metadata = MetaData()

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
    Column("taken_at_ms", Integer),
    Column("utc_offset_minutes", Integer),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("camera", Text, nullable=False),
    Column("orientation", Integer, nullable=False),
    Column("sharpness", Float, nullable=False),
    Column("exposure", Float, nullable=False),
    Column("information", Float, nullable=False),
    Column("serial", Text, nullable=False, server_default=""),
)

segments = Table(
    "segments",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("method", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("exact", Boolean, nullable=False),  # whether from all pixels, not from a scaled decode
    Column("digests", LargeBinary, nullable=False),
    Column("fingerprints", LargeBinary, nullable=False),
    Index("segments_by_method", "method", "version", "exact"),
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
    Column("exact", Boolean, nullable=False, default=False),  # indexed with exact decode
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

# Append-only: no row is ever changed or erased.
log = Table(
    "log",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("token", Text, nullable=False, unique=True),  # the same one twice is stored once
    Column("dataset", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("threshold", Float),
    Column("rule", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("target", Integer),  # undo, redo: which entry
    Column("blind", Boolean, nullable=False),
    Column("pairs", Boolean, nullable=False),  # it judges pairs, which counts in every dataset
    Column("content", Text, nullable=False),
    Index("log_by_dataset", "dataset", "id"),
    Index("log_of_pairs", "pairs", "id"),
    Index("log_by_target", "target"),
)

thumbnails = Table(
    "thumbnails",
    thumbnail_metadata,
    Column("digest", Text, primary_key=True),
    Column("jpeg", LargeBinary, nullable=False),
)

local_features = Table(
    "local_features",
    look_metadata,
    Column("digest", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)

judged_segments = Table(
    "judged_segments",
    look_metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("version", Integer, nullable=False, index=True),
    Column("left", LargeBinary, nullable=False),  # keys of contents; those with a record first
    Column("right", LargeBinary, nullable=False),
    Column("records", LargeBinary, nullable=False),
)

looked = Table(
    "looked",
    look_metadata,
    Column("dataset", Text, primary_key=True),
    Column("state", Text, nullable=False),  # of the dataset when it was looked at to the end
)
