"""Who is paid for what: the policy, the table of contributors, and one of them closely."""

from pages.ui.paying.person import show_person
from pages.ui.paying.policy import choose_policy
from pages.ui.paying.sharing import show_sharing
from pages.ui.paying.table import show_table
from pages.ui.paying.totals import show_differences, show_totals

__all__ = [
    "choose_policy",
    "show_differences",
    "show_person",
    "show_sharing",
    "show_table",
    "show_totals",
]
