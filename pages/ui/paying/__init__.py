"""Who is paid for what: the policy, the table of contributors, and one of them closely."""

from pages.ui.paying.effect import show_effect
from pages.ui.paying.naming import choose_campaign, choose_names
from pages.ui.paying.people import show_people
from pages.ui.paying.person import show_person
from pages.ui.paying.policy import choose_policy
from pages.ui.paying.sharing import show_sharing
from pages.ui.paying.totals import show_differences, show_lines, show_totals

__all__ = [
    "choose_campaign",
    "choose_names",
    "choose_policy",
    "show_differences",
    "show_effect",
    "show_lines",
    "show_people",
    "show_person",
    "show_sharing",
    "show_totals",
]
