"""`combined`: one probability from all evidence on a pair: hashes, layout and scene.

Pairs are judged one by one (`dedup_core.fusion`) from what is stored. No fingerprint is stored.
"""

from __future__ import annotations

from dedup_core.fingerprints.base import Notch, When, judged_method

METHOD = judged_method(
    "combined",
    "All evidence",
    "Hashes, layout and details together; where a part of the scene differs, a pair stays apart.",
    when=When.AFTERWARDS,
    # From the pairs that it was fitted on; 0.5 finds 8 of 3,398 look-alikes there, `scene` 6.
    notches=(
        Notch(0.99, "identical", "details agree, and so does a hash or the layout: copies"),
        Notch(0.9, "strict", "crops and small turns, too; and soft pictures, by what is cheap"),
        Notch(0.5, "balanced", "the same scene; the camera moved a little, or the picture was cut"),
        Notch(0.25, "loose", "less likely than not the same scene; look at every group"),
        Notch(0.0, "very loose", "some evidence; much of it is chance, or a part that differs"),
    ),
)
