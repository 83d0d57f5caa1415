"""What a client sees, and the dialog in which links for clients are made and taken back."""

from pages.ui.client.arriving import NOT_NOW, arrived, still_open
from pages.ui.client.delivered import show_delivered
from pages.ui.client.flagged import show_flagged
from pages.ui.client.sandbox import choose_look
from pages.ui.client.sharing import offer_sharing

__all__ = [
    "NOT_NOW",
    "arrived",
    "choose_look",
    "offer_sharing",
    "show_delivered",
    "show_flagged",
    "still_open",
]
