"""Exporters. A new one is a file with an `Exporter`, and a line in `ALL`."""

from __future__ import annotations

from dedup_core.report import flagged, groups_csv, groups_json, log_csv, log_json
from dedup_core.report.base import Exporter
from dedup_core.report.log_rows import LogExporter, log_rows

__all__ = ["ALL", "FLAGGED", "LOG", "Exporter", "LogExporter", "log_rows"]

FLAGGED: tuple[Exporter, ...] = (flagged.CSV, flagged.JSON)
ALL: tuple[Exporter, ...] = (groups_json.EXPORTER, groups_csv.EXPORTER, *FLAGGED)
LOG: tuple[LogExporter, ...] = (log_csv.EXPORTER, log_json.EXPORTER)
