"""What a client may see: links that can be taken back, and a dataset that can only be looked at.

`offer` makes a link, `opened_by` finds what a link's token opens, `grant_of` and `share_of` are the
word that stands in the addresses of its pictures, `ClientDataset` is what it shows.
"""

from dedup_core.access.grants import grant_of, share_of
from dedup_core.access.offers import offer, official, opened_by
from dedup_core.access.seen import ClientDataset
from dedup_core.access.why import Flagged
from dedup_core.store.shares import Allow, Share, Shares

__all__ = [
    "Allow",
    "ClientDataset",
    "Flagged",
    "Share",
    "Shares",
    "grant_of",
    "offer",
    "official",
    "opened_by",
    "share_of",
]
