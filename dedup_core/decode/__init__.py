"""Bytes of a picture → upright pixels, facts and a thumbnail: each picture is touched once.

Alpha is ignored for fingerprints, as imagededup does; thumbnails show it over white.
"""

from dedup_core.decode.opening import MAX_PIXELS, refusing_damage, to_rgb
from dedup_core.decode.picture import VERSION, Decoded, Opened, decode, digest_of, opened
from dedup_core.decode.room import Room
from dedup_core.decode.thumbnail import THUMBNAIL_PIXELS, large_view
from dedup_core.decode.upright import Upright, information

__all__ = [
    "MAX_PIXELS",
    "THUMBNAIL_PIXELS",
    "VERSION",
    "Decoded",
    "Opened",
    "Room",
    "Upright",
    "decode",
    "digest_of",
    "information",
    "large_view",
    "opened",
    "refusing_damage",
    "to_rgb",
]
