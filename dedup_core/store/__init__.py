"""Where everything that was computed or decided is kept."""

from dedup_core.store.records import Computed, Counts, Dataset, IndexedEntry, KnownEntry, Mark
from dedup_core.store.workspace import Workspace

__all__ = ["Computed", "Counts", "Dataset", "IndexedEntry", "KnownEntry", "Mark", "Workspace"]
