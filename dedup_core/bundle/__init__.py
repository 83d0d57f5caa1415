"""A decision bundle: one file with all that decides who is paid what, and how to check it.

`write` puts it down, `read_bundle` takes it up, `verify` computes everything anew from the
pictures in a second workspace and says what is not the same.
"""

from dedup_core.bundle.compare import Difference
from dedup_core.bundle.material import material_of
from dedup_core.bundle.reading import Bundle, read_bundle
from dedup_core.bundle.verifying import Findings, verify
from dedup_core.bundle.writing import NAMES_SHOWN, write

__all__ = [
    "NAMES_SHOWN",
    "Bundle",
    "Difference",
    "Findings",
    "material_of",
    "read_bundle",
    "verify",
    "write",
]
