"""Where everything that was computed or decided is kept."""

from dedup_core.store.workspace import (
    Computed,
    Counts,
    Dataset,
    IndexedEntry,
    KnownEntry,
    Mark,
    Workspace,
)

__all__ = ["Computed", "Counts", "Dataset", "IndexedEntry", "KnownEntry", "Mark", "Workspace"]
