"""What is sent to contributors and clients, and what contributors object to."""

from pages.ui.statement.appeal import show_appeal, show_appeals
from pages.ui.statement.sending import show_client_report, show_statement

__all__ = ["show_appeal", "show_appeals", "show_client_report", "show_statement"]
