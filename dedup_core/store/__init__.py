"""Where everything that was computed or decided is kept."""

from dedup_core.store.log import Log
from dedup_core.store.records import Computed, Counts, Dataset, IndexedEntry, KnownEntry
from dedup_core.store.workspace import Workspace

__all__ = ["Computed", "Counts", "Dataset", "IndexedEntry", "KnownEntry", "Log", "Workspace"]
