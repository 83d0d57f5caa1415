"""From a manifest's bytes to a table, whichever of the known formats they are in."""

from __future__ import annotations

from dedup_core.errors import ManifestError
from dedup_core.manifest.records import json_sheet, parquet_sheet
from dedup_core.manifest.sheet import Sheet
from dedup_core.manifest.text import csv_sheet, decoded

MOST_BYTES = 100 << 20  # 600,000 rows of 160 characters; JSON takes 15 times as much memory
_PARQUET, _ZIP = b"PAR1", b"PK\x03\x04"


def read_sheet(name: str, data: bytes) -> Sheet:
    """The table in a CSV, JSON, JSON lines or Parquet file; ManifestError when there is none.

    What it is is seen from its first bytes, not from its name.
    """
    if len(data) > MOST_BYTES:
        raise ManifestError(
            f"{name} has {len(data):,} bytes; the limit is {MOST_BYTES:,}. Leave out columns that "
            "are not needed here."
        )
    if data.startswith(_PARQUET):
        return parquet_sheet(data, name)
    if data.startswith(_ZIP):
        raise ManifestError(
            f"{name} is an Excel file or another zip. Save the sheet as CSV (UTF-8) "
            "and choose that."
        )
    text, notes = decoded(data, name)
    if text.lstrip()[:1] in ("[", "{"):
        return json_sheet(text, name, notes)
    return csv_sheet(text, name, notes)
