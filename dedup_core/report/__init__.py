"""Exporters. A new one is a file with an `Exporter`, and a line in `ALL`."""

from __future__ import annotations

from dedup_core.report import flagged, groups_csv, groups_json
from dedup_core.report.base import Exporter

__all__ = ["ALL", "FLAGGED", "Exporter"]

FLAGGED: tuple[Exporter, ...] = (flagged.CSV, flagged.JSON)
ALL: tuple[Exporter, ...] = (groups_json.EXPORTER, groups_csv.EXPORTER, *FLAGGED)
