"""`combined`: one probability from all evidence on a pair: hashes, layout and scene.

Pairs are judged one by one (`dedup_core.fusion`) from what is stored. No fingerprint is stored.
"""

from __future__ import annotations

from dedup_core.fingerprints.base import Notch, When, judged_method

METHOD = judged_method(
    "combined",
    "All evidence",
    "Hashes, layout and details that lie on each other, weighed together.",
    when=When.AFTERWARDS,
    notches=(
        Notch(0.99, "strict", "most methods agree: the same picture, or hardly moved"),
        Notch(0.9, "balanced", "the same scene by details, or by all that is cheap together"),
        Notch(0.5, "loose", "more likely than not the same scene; look at every group"),
        Notch(0.0, "very loose", "some evidence; much of it is chance"),
    ),
)
