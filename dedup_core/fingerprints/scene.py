"""`scene`: the same scene again, under a moved camera, cropped, turned or mirrored.

Pairs are judged one by one by local features and geometry (`dedup_core.scene`), in the background
once a dataset is indexed (`dedup_core.look`). No fingerprint is stored.
"""

from __future__ import annotations

from dedup_core.fingerprints.base import Notch, When, judged_method

METHOD = judged_method(
    "scene",
    "Same scene",
    "Details that lie on each other: finds crops, turns, mirrors and a moved camera.",
    when=When.AFTERWARDS,
    # From the photos that the calibration was fitted on; 0.5 finds all copies and 99 % of shots up
    # to 5 degrees apart there, and 9 of 3,096 look-alikes.
    notches=(
        Notch(0.99, "identical", "nearly the whole picture lies on the other one: copies"),
        Notch(0.9, "strict", "the same scene from nearly the same place"),
        Notch(0.5, "balanced", "the same scene; the camera moved a little, or the picture was cut"),
        Notch(0.25, "loose", "less likely than not the same scene; look at every group"),
        Notch(0.0, "very loose", "some details agree; much of it is chance"),
    ),
)
