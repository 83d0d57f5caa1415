"""The dialog from which tables are downloaded: which one, in which format, with its totals."""

from pages.ui.exporting.dialog import show_export
from pages.ui.exporting.kept import offer_kept

__all__ = ["offer_kept", "show_export"]
