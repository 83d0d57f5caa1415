"""What is stored of a dataset that was looked at: in which version, and of which pictures."""

from __future__ import annotations

import hashlib

from dedup_core import decode
from dedup_core.model import Catalog
from dedup_core.scene import local

VERSION = 2  # of what a look finds out; a changed value, a new version


def state_of(catalog: Catalog) -> str:
    """What is stored for a dataset once every likely pair of these pictures was looked at."""
    contents = "".join(sorted(set(catalog.digests)))
    digest = hashlib.sha256(contents.encode()).hexdigest()[:16]
    return f"{VERSION}-{local.VERSION}-{decode.VERSION}-{digest}"
